package classroom.local.sts;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.local.Time;
import classroom.local.gateway.Gateway;
import classroom.local.gateway.SignedClient;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import classroom.local.iam.Role;
import classroom.local.iam.RoleAuthorizer;
import classroom.local.iam.Roles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

class StsApiTest {
    private static final String DEPLOY = "arn:aws:iam::000000000000:role/deploy";

    /** As the CDK's bootstrap template has it. */
    private static final String ACCOUNT = """
            {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'AWS': '000000000000'},
             'Condition': {'Null': {'sts:ExternalId': 'true'}}}""";

    private static final String LAMBDA = """
            {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}}""";

    private final Time time = new Time();
    private final Identities identities = new Identities(time);
    private final Roles roles = new Roles();
    private final Gateway gateway = new Gateway(identities);
    private SignedClient client;
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        gateway.add(new StsApi(identities, roles, new RoleAuthorizer(roles), time));
        uri = gateway.start(0);
        client = new SignedClient(uri, "sts");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void teacher_isTheUserTeacher() throws Exception {
        assertThat(identity(identities.teacher()))
                .contains("<Arn>arn:aws:iam::000000000000:user/teacher</Arn>")
                .contains("<Account>000000000000</Account>")
                .contains("<UserId>AIDA");
    }

    @Test
    void environment_isASessionOfItsRole() throws Exception {
        assertThat(identity(identities.issue("HelloRole", "hello")))
                .contains("<Arn>arn:aws:sts::000000000000:assumed-role/HelloRole/hello</Arn>")
                .containsPattern("<UserId>AROA[0-9A-F]+:hello</UserId>");
    }

    @Test
    void unknownKeyAndAction_areRefused() throws Exception {
        HttpResponse<byte[]> key = client.form(new Identity("AKIAOTHER", "", null), "/", "Action=GetCallerIdentity");
        assertThat(key.statusCode()).isEqualTo(403);
        assertThat(SignedClient.text(key)).contains("<Code>InvalidClientTokenId</Code>");
        HttpResponse<byte[]> action = client.form(identities.teacher(), "/", "Action=GetFederationToken");
        assertThat(action.statusCode()).isEqualTo(400);
        assertThat(SignedClient.text(action)).contains("<Code>InvalidAction</Code>");
    }

    @Test
    void roleThatTrustsTheAccount_isAssumedAsTheCdkDoes() throws Exception {
        role("deploy", ACCOUNT, "");

        AssumeRoleResponse assumed = sdk().assumeRole(request ->
                request.roleArn(DEPLOY).roleSessionName("aws-cdk-ana").durationSeconds(900));

        assertThat(assumed.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/deploy/aws-cdk-ana");
        assertThat(assumed.credentials().sessionToken()).isNotEmpty();
        assertThat(assumed.credentials().expiration()).isEqualTo(time.instant().plusSeconds(900));
        Identity session = identities.find(assumed.credentials().accessKeyId()).orElseThrow();
        assertThat(session.isAdministrator()).isTrue();
        assertThat(identity(session))
                .contains("<Arn>arn:aws:sts::000000000000:assumed-role/deploy/aws-cdk-ana</Arn>")
                .contains("<UserId>" + assumed.assumedRoleUser().assumedRoleId() + "</UserId>");
    }

    @Test
    void sessionThatHasEnded_isNobodyAnyMore() throws Exception {
        role("deploy", ACCOUNT, "");
        String key = sdk().assumeRole(request ->
                        request.roleArn(DEPLOY).roleSessionName("ana").durationSeconds(900))
                .credentials()
                .accessKeyId();

        time.advance(Duration.ofSeconds(901));

        assertThat(identities.find(key)).isEmpty();
    }

    @Test
    void functionsRoleThatTrustsTheAccountToo_isEnforced() throws Exception {
        role("both", ACCOUNT + "," + LAMBDA, "");

        String key = sdk().assumeRole(request ->
                        request.roleArn("arn:aws:iam::000000000000:role/both").roleSessionName("ana"))
                .credentials()
                .accessKeyId();

        assertThat(identities.find(key).orElseThrow().role()).isEqualTo("both");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::000000000000:role/hello",
                "arn:aws:iam::000000000000:role/nobody",
                "arn:aws:iam::111111111111:role/deploy",
                "deploy"
            })
    void roleThatTheCallerMayNotAssume_isDeniedInTheWordsOfSts(String arn) throws Exception {
        role("deploy", ACCOUNT, "");
        role("hello", LAMBDA, "");

        HttpResponse<byte[]> response = assume(identities.teacher(), arn, "");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(SignedClient.text(response))
                .contains("<Code>AccessDenied</Code>")
                .contains("<Message>User: arn:aws:iam::000000000000:user/teacher is not authorized to perform:"
                        + " sts:AssumeRole on resource: " + arn + "</Message>");
    }

    @Test
    void externalIdWhereTheTrustForbidsOne_isDenied() throws Exception {
        role("deploy", ACCOUNT, "");

        assertThat(assume(identities.teacher(), DEPLOY, "&ExternalId=deputy").statusCode())
                .isEqualTo(403);
        assertThat(assume(identities.teacher(), DEPLOY, "").statusCode()).isEqualTo(200);
    }

    @Test
    void function_assumesOnlyWhatItsOwnRoleAllows() throws Exception {
        role("deploy", ACCOUNT, "");
        role("hello", LAMBDA, "");
        role("bold", LAMBDA, "{'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Resource': '" + DEPLOY + "'}");

        assertThat(assume(identities.issue("hello", "hello"), DEPLOY, "").statusCode())
                .isEqualTo(403);
        assertThat(assume(identities.issue("bold", "bold"), DEPLOY, "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void denialOfTheAccount_outweighsWhatNamesTheCaller() throws Exception {
        role("deploy", """
                {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'AWS': '000000000000'}},
                {'Effect': 'Deny', 'Action': 'sts:*',
                 'Principal': {'AWS': 'arn:aws:iam::000000000000:user/teacher'}}""", "");

        assertThat(assume(identities.teacher(), DEPLOY, "").statusCode()).isEqualTo(403);
    }

    @Test
    void trustThatCannotBeRead_isDeniedAndSaysWhy() throws Exception {
        role("deploy", """
                {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'Federated': 'cognito'}}""", "");

        assertThat(SignedClient.text(assume(identities.teacher(), DEPLOY, "")))
                .contains("<Code>AccessDenied</Code>")
                .contains("the principal type Federated is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&DurationSeconds=1", "&DurationSeconds=x", "&Policy=%7B%7D", "&PolicyArns.member.1.arn=a"})
    void whatCannotBe_isAValidationError(String parameter) throws Exception {
        role("deploy", ACCOUNT, "");

        assertThat(SignedClient.text(assume(identities.teacher(), DEPLOY, parameter)))
                .contains("<Code>ValidationError</Code>");
    }

    private void role(String name, String trust, String statement) {
        roles.put(new Role(
                name,
                json("{'Version': '2012-10-17', 'Statement': [" + trust + "]}"),
                statement.isEmpty()
                        ? Map.of()
                        : Map.of("own", json("{'Version': '2012-10-17', 'Statement': [" + statement + "]}")),
                Map.of()));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<byte[]> assume(Identity caller, String arn, String more) throws Exception {
        return client.form(
                caller, "/", "Action=AssumeRole&Version=2011-06-15&RoleSessionName=ana&RoleArn=" + arn + more);
    }

    private StsClient sdk() {
        return StsClient.builder()
                .endpointOverride(uri)
                .region(Region.US_EAST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("CLASSROOM", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private String identity(Identity caller) throws Exception {
        HttpResponse<byte[]> response = client.form(caller, "/", "Action=GetCallerIdentity&Version=2011-06-15");
        assertThat(response.statusCode()).isEqualTo(200);
        return SignedClient.text(response);
    }
}

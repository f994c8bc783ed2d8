package classroom.cloud.sts;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Time;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
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
import software.amazon.awssdk.services.sts.model.Tag;

class StsApiTest {
    private static final String DEPLOY = "cdk-hnb659fds-deploy-role-000000000000-us-east-2";

    /** As the CDK's bootstrap template has it. */
    private static final String ACCOUNT = """
            {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'AWS': '000000000000'},
             'Condition': {'Null': {'sts:ExternalId': 'true'}}}""";

    private static final String TAGS = """
            {'Effect': 'Allow', 'Action': ['sts:TagSession', 'sts:SetSourceIdentity'],
             'Principal': {'AWS': '000000000000'}}""";

    private static final String LAMBDA = allowed("'Service': 'lambda.amazonaws.com'");

    private final Time time = new Time();
    private final Roles roles = new Roles();
    private final Identities identities = new Identities(time, roles::checkLambda);
    private final Gateway gateway = new Gateway(identities);
    private Loopback client;
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        roles.onDelete(role -> identities.endSessions(role.arn()));
        gateway.add(new StsApi(identities, roles, new RoleAuthorizer(roles), time));
        uri = gateway.start(0);
        client = new Loopback(uri.getPort(), "us-east-2", Identities.TEACHER);
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
        role("class/HelloRole", LAMBDA, "");

        assertThat(identity(function("class/HelloRole")))
                .contains("<Arn>arn:aws:sts::000000000000:assumed-role/HelloRole/hello</Arn>")
                .containsPattern("<UserId>AROA[0-9A-F]+:hello</UserId>");
    }

    @Test
    void unknownKeyAndAction_areRefused() throws Exception {
        Answer key = client.as("AKIAOTHER").send(Request.form("sts", "Action=GetCallerIdentity"));
        assertThat(key.status()).isEqualTo(403);
        assertThat(key.text()).contains("<Code>InvalidClientTokenId</Code>");
        Answer action = client.send(Request.form("sts", "Action=GetFederationToken"));
        assertThat(action.status()).isEqualTo(400);
        assertThat(action.text()).contains("<Code>InvalidAction</Code>");
    }

    @Test
    void roleOfTheBootstrap_isAssumedAsTheCdkDoes() throws Exception {
        role(DEPLOY, ACCOUNT + "," + TAGS, "");

        AssumeRoleResponse assumed = sdk().assumeRole(request -> request.roleArn(arn(DEPLOY))
                .roleSessionName("aws-cdk-ana")
                .durationSeconds(900)
                .tags(Tag.builder().key("a").value("b").build()));

        assertThat(assumed.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/" + DEPLOY + "/aws-cdk-ana");
        assertThat(assumed.credentials().sessionToken()).isNotEmpty();
        assertThat(assumed.credentials().expiration()).isEqualTo(time.instant().plusSeconds(900));
        Identity session = identities.find(assumed.credentials().accessKeyId()).orElseThrow();
        assertThat(session.isAdministrator()).isTrue();
        assertThat(identity(session))
                .contains("<Arn>arn:aws:sts::000000000000:assumed-role/" + DEPLOY + "/aws-cdk-ana</Arn>")
                .contains("<UserId>" + assumed.assumedRoleUser().assumedRoleId() + "</UserId>");
    }

    /**
     * A role's name alone gives nobody more permissions: the session is an administrator's only if the caller is one.
     */
    @Test
    void functionThatMayAssumeARoleOfTheBootstrap_doesNotBecomeAdministrator() throws Exception {
        role(DEPLOY, ACCOUNT, "");
        role("hello", LAMBDA, "");
        role("bold", LAMBDA, allow(DEPLOY));

        assertThat(assume(function("hello"), DEPLOY, "").text())
                .contains("because no identity-based policy allows the sts:AssumeRole action");
        assertThat(assume(function("bold"), DEPLOY, "").text())
                .contains("<Code>AccessDenied</Code>", "only the teacher may assume one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy",
                "class/" + DEPLOY,
                "cdk-hnb659fds-deploy-role-111111111111-us-east-2",
                "cdk-hnb659fds-other-role-000000000000-us-east-2",
                "my-cdk-hnb659fds-deploy-role-000000000000-us-east-2"
            })
    void everyOtherRole_isEnforcedWhoeverAssumesIt(String name) throws Exception {
        role(name, ACCOUNT, "");

        String key = sdk().assumeRole(request -> request.roleArn(arn(name)).roleSessionName("ana"))
                .credentials()
                .accessKeyId();

        assertThat(identities.find(key).orElseThrow())
                .returns(false, Identity::isAdministrator)
                .returns(arn(name), Identity::role);
    }

    @Test
    void sessionThatHasEnded_isNobodyAnyMore() throws Exception {
        role("deploy", ACCOUNT, "");
        String key = key("deploy");

        time.advance(Duration.ofSeconds(3601));

        assertThat(identities.find(key)).isEmpty();
    }

    @Test
    void deletedRole_takesItsSessionsWithIt() throws Exception {
        role("deploy", ACCOUNT, "");
        role("other", ACCOUNT, "");
        String key = key("deploy");
        String other = key("other");

        roles.delete("deploy");
        role("deploy", ACCOUNT, "");

        assertThat(identities.find(key)).isEmpty();
        assertThat(identities.find(other)).isPresent();
    }

    /** IAM User Guide, "AWS JSON policy elements: Principal", on roles that are deleted and made again. */
    @Test
    void roleThatWasMadeAgain_isNotTheOneThatIsTrusted() throws Exception {
        role("hello", LAMBDA, "");
        role("deploy", allowed("'AWS': '" + arn("hello") + "'"), "");
        assertThat(assume(function("hello"), "deploy", "").status()).isEqualTo(200);

        roles.delete("hello");
        role("hello", LAMBDA, "");

        assertThat(assume(function("hello"), "deploy", "").status()).isEqualTo(403);
        assertThat(roles.named("deploy").orElseThrow().trust().toString())
                .contains(Identity.roleId("hello"))
                .doesNotContain(arn("hello"));
    }

    @Test
    void session_lastsAsLongAsItsRoleAllows() throws Exception {
        roles.put(new Role(arn("long"), policy(ACCOUNT), Map.of(), Map.of(), Duration.ofHours(2)));
        role("short", ACCOUNT, "");

        assertThat(assume(identities.teacher(), "long", "&DurationSeconds=7200").status())
                .isEqualTo(200);
        assertThat(assume(identities.teacher(), "short", "&DurationSeconds=3601")
                        .text())
                .contains("<Code>ValidationError</Code>")
                .contains("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    @Test
    void sessionOfASession_lastsAnHourAtMost() throws Exception {
        roles.put(new Role(arn("long"), policy(ACCOUNT), Map.of(), Map.of(), Duration.ofHours(2)));
        role("bold", LAMBDA, allow("long"));

        assertThat(assume(function("bold"), "long", "&DurationSeconds=3600").status())
                .isEqualTo(200);
        assertThat(assume(function("bold"), "long", "&DurationSeconds=3601").text())
                .contains("exceeds the 1 hour session limit for roles assumed by role chaining");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&Tags.member.1.Key=a&Tags.member.1.Value=b", "&SourceIdentity=ana"})
    void tagsAndSourceIdentity_mustBeTrustedToo(String parameter) throws Exception {
        role("without", ACCOUNT, "");
        role("with", ACCOUNT + "," + TAGS, "");

        assertThat(assume(identities.teacher(), "without", parameter).text())
                .contains("<Code>AccessDenied</Code>")
                .containsPattern("sts:(TagSession|SetSourceIdentity)");
        assertThat(assume(identities.teacher(), "with", parameter).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::000000000000:role/hello",
                "arn:aws:iam::000000000000:role/nobody",
                "arn:aws:iam::000000000000:role/dev/deploy",
                "arn:aws:iam::111111111111:role/deploy",
                "arn:aws:iam::000000000000:user/deploy"
            })
    void roleThatTheCallerMayNotAssume_isDeniedInTheWordsOfSts(String arn) throws Exception {
        role("deploy", ACCOUNT, "");
        role("hello", LAMBDA, "");

        Answer response = client.send(
                Request.form("sts", "Action=AssumeRole&Version=2011-06-15&RoleSessionName=ana&RoleArn=" + arn));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text())
                .contains("<Code>AccessDenied</Code>")
                .contains("<Message>User: arn:aws:iam::000000000000:user/teacher is not authorized to perform:"
                        + " sts:AssumeRole on resource: " + arn + "</Message>");
    }

    @Test
    void trustThatCannotBeRead_isDeniedAndSaysWhy() throws Exception {
        role("deploy", allowed("'Federated': 'cognito'"), "");
        role("wrong", allowed("'Service': 'lambda'"), "");

        assertThat(assume(identities.teacher(), "deploy", "").text())
                .contains("<Code>AccessDenied</Code>")
                .contains("the principal type Federated is not supported");
        assertThat(assume(identities.teacher(), "wrong", "").text())
                .contains("<Code>AccessDenied</Code>")
                .contains("Invalid principal in policy: &quot;SERVICE&quot;:&quot;lambda&quot;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&DurationSeconds=1",
                "&DurationSeconds=x",
                "&Policy=%7B%7D",
                "&PolicyArns.member.1.arn=a",
                "&TokenCode=1"
            })
    void whatCannotBe_isAValidationError(String parameter) throws Exception {
        role("deploy", ACCOUNT, "");

        assertThat(assume(identities.teacher(), "deploy", parameter).text()).contains("<Code>ValidationError</Code>");
    }

    private void role(String name, String trust, String statement) {
        roles.put(new Role(
                arn(name),
                policy(trust),
                statement.isEmpty() ? Map.of() : Map.of("own", policy(statement)),
                Map.of(),
                Duration.ofHours(1)));
    }

    private static String arn(String name) {
        return Role.arn("/" + name);
    }

    private static JsonNode policy(String statements) {
        return json("{'Version': '2012-10-17', 'Statement': [" + statements + "]}");
    }

    private static String allowed(String principal) {
        return "{'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {" + principal + "}}";
    }

    private static String allow(String role) {
        return "{'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Resource': '" + arn(role) + "'}";
    }

    private Identity function(String role) {
        return identities.issue(arn(role), "hello");
    }

    private String key(String role) {
        return sdk().assumeRole(request -> request.roleArn(arn(role)).roleSessionName("ana"))
                .credentials()
                .accessKeyId();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private Answer assume(Identity caller, String role, String more) throws Exception {
        return client.as(caller.accessKeyId())
                .send(Request.form(
                        "sts", "Action=AssumeRole&Version=2011-06-15&RoleSessionName=ana&RoleArn=" + arn(role) + more));
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
        Answer response = client.as(caller.accessKeyId())
                .send(Request.form("sts", "Action=GetCallerIdentity&Version=2011-06-15"));
        assertThat(response.status()).isEqualTo(200);
        return response.text();
    }
}

package classroom.cloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

class SsmApiTest {
    private static final String VERSION = "/cdk-bootstrap/hnb659fds/version";

    private final Identities identities = new Identities();
    private final Gateway gateway = new Gateway(identities);
    private SsmClient ssm;
    private Loopback wire;

    @BeforeEach
    void start() throws IOException {
        gateway.add(new SsmApi(new Parameters(Clock.systemUTC()), new RoleAuthorizer(new Roles()), Cloud.ENVIRONMENT));
        URI uri = gateway.start(0);
        ssm = SsmClient.builder()
                .endpointOverride(uri)
                .region(Region.US_EAST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("CLASSROOM", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        wire = new Loopback(uri.getPort(), "us-east-2", Identities.TEACHER);
    }

    @AfterEach
    void stop() {
        ssm.close();
        gateway.close();
    }

    @Test
    void parameter_isReadByNameAndByArn() {
        put(VERSION, "33");

        var parameter = ssm.getParameter(request -> request.name(VERSION)).parameter();

        assertThat(parameter.value()).isEqualTo("33");
        assertThat(parameter.type()).isEqualTo(ParameterType.STRING);
        assertThat(parameter.version()).isEqualTo(1);
        assertThat(parameter.arn()).isEqualTo("arn:aws:ssm:us-east-2:000000000000:parameter" + VERSION);
        assertThat(ssm.getParameter(request -> request.name(parameter.arn()))
                        .parameter()
                        .value())
                .isEqualTo("33");
    }

    @Test
    void nameWithoutSlash_isReadByItsArn() {
        put("plain", "1");
        String arn =
                ssm.getParameter(request -> request.name("plain")).parameter().arn();

        assertThat(arn).endsWith(":parameter/plain");
        assertThat(ssm.getParameter(request -> request.name(arn)).parameter().value())
                .isEqualTo("1");
    }

    @Test
    void missingParameter_isNotFound() {
        assertThatThrownBy(() -> ssm.getParameter(request -> request.name(VERSION)))
                .isInstanceOf(ParameterNotFoundException.class);
        assertThatThrownBy(() -> ssm.deleteParameter(request -> request.name(VERSION)))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    void overwriting_countsVersions() {
        put("a", "1");
        assertThatThrownBy(() -> put("a", "2")).isInstanceOf(ParameterAlreadyExistsException.class);

        assertThat(ssm.putParameter(request -> request.name("a").value("2").overwrite(true))
                        .version())
                .isEqualTo(2);

        assertThat(ssm.getParameter(request -> request.name("a:2")).parameter().value())
                .isEqualTo("2");
        assertThatThrownBy(() -> ssm.getParameter(request -> request.name("a:1")))
                .isInstanceOf(ParameterVersionNotFoundException.class);
    }

    @Test
    void severalParameters_areReadAndTheMissingNamed() {
        put("a", "1");

        var answer = ssm.getParameters(request -> request.names("a", "none"));

        assertThat(answer.parameters()).extracting(one -> one.value()).containsExactly("1");
        assertThat(answer.invalidParameters()).containsExactly("none");
    }

    @Test
    void description_pagesAndFilters() {
        IntStream.range(0, 5).forEach(i -> put("/a/" + i, "v"));
        put("/b", "v");

        assertThat(ssm.describeParametersPaginator(request -> request.maxResults(2)).stream()
                        .flatMap(page -> page.parameters().stream()))
                .extracting(ParameterMetadata::name)
                .containsExactly("/a/0", "/a/1", "/a/2", "/a/3", "/a/4", "/b");
        assertThat(ssm.describeParameters(request -> request.parameterFilters(ParameterStringFilter.builder()
                                .key("Name")
                                .option("BeginsWith")
                                .values("/b")
                                .build()))
                        .parameters())
                .extracting(ParameterMetadata::name)
                .containsExactly("/b");
    }

    @Test
    void deletedParameter_isGone() {
        put("a", "1");

        ssm.deleteParameter(request -> request.name("a"));

        assertThat(ssm.describeParameters(request -> {}).parameters()).isEmpty();
    }

    @Test
    void encryptedParameter_isRefused() {
        assertThat(catchThrowableOfType(
                                SsmException.class,
                                () -> ssm.putParameter(
                                        request -> request.name("a").value("1").type(ParameterType.SECURE_STRING)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("UnsupportedParameterType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AmazonSSM.SendCommand", "AmazonSSM.", "Other.GetParameter"})
    void otherOperation_isUnknown(String target) throws Exception {
        Answer response = wire.send(Request.json("ssm", target, "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("\"__type\":\"UnknownOperationException\"");
    }

    @Test
    void functionWithoutPermission_isRefused() throws Exception {
        put("a", "1");

        Answer response = wire.as(identities.issue("HelloRole", "hello").accessKeyId())
                .send(Request.json(
                        "ssm", "AmazonSSM.GetParameter", "{\"Name\": \"a\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(response.text())
                .contains("AccessDeniedException")
                .contains("ssm:GetParameter on resource: arn:aws:ssm:us-east-2:000000000000:parameter/a ");
    }

    private void put(String name, String value) {
        ssm.putParameter(request -> request.name(name).value(value).type(ParameterType.STRING));
    }
}

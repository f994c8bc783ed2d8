package classroom.cli.leftovers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.cli.terminal.CommandException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Requests as an account would get them; a server on 127.0.0.1 stands for it. */
class SignedWireTest {
    private static final String THROTTLED =
            "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private int status = 400;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("X-Amz-Security-Token") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean refused = !refusals.isEmpty();
            byte[] body = (refused ? refusals.remove(0) : "{\"ok\": true}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refused ? status : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void request_isSignedForItsServiceInTheAccountsRegion() {
        JsonNode answer = ask("sqs");

        assertThat(answer.path("ok").asBoolean()).isTrue();
        assertThat(asked)
                .singleElement()
                .asString()
                .matches("POST / AWS4-HMAC-SHA256 Credential=AKIATEST/\\d{8}/sa-east-1/sqs/aws4_request, "
                        + "SignedHeaders=[a-z0-9;-]*x-amz-target, Signature=[0-9a-f]{64} TOKEN \\{}")
                .doesNotContain("SECRET");
    }

    /** IAM and Budgets have one place for all Regions. */
    @Test
    void serviceWithoutRegions_isSignedForItsOwn() {
        ask("budgets");

        assertThat(asked).singleElement().asString().contains("/us-east-1/budgets/aws4_request");
    }

    @Test
    void throttledRequest_isSentAgain() {
        refusals.add(THROTTLED);

        assertThat(ask("sqs").path("ok").asBoolean()).isTrue();
        assertThat(asked).hasSize(2);
    }

    @Test
    void faultOfTheService_isSentAgain() {
        status = 503;
        refusals.add("<html>");

        assertThat(ask("sqs").path("ok").asBoolean()).isTrue();
        assertThat(asked).hasSize(2);
    }

    @Test
    void deniedRequest_isSentOnce() {
        refusals.add("{\"__type\": \"AccessDeniedException\", \"Message\": \"You may not\"}");

        assertThatThrownBy(() -> ask("sqs"))
                .isInstanceOf(ServiceException.class)
                .hasMessage("You may not");
        assertThat(asked).hasSize(1);
    }

    @Test
    @Tag("long") // It waits for six seconds.
    void requestThatIsAlwaysThrottled_isSentFiveTimes() {
        refusals.addAll(Collections.nCopies(6, THROTTLED));

        assertThatThrownBy(() -> ask("sqs"))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Rate exceeded");
        assertThat(asked).hasSize(5);
    }

    @Test
    void noCredentials_sendNothing() {
        AwsCredentialsProvider none = () -> {
            throw new IllegalStateException("the token has expired");
        };

        assertThatThrownBy(() -> ask("sqs", none))
                .isInstanceOf(CommandException.class)
                .hasMessage("no credentials of the profile school: the token has expired");
        assertThat(asked).isEmpty();
    }

    private JsonNode ask(String service) {
        return ask(service, credentials());
    }

    private JsonNode ask(String service, AwsCredentialsProvider credentials) {
        try (SignedWire wire = new SignedWire(account(credentials))) {
            return new Client(wire).call(service, "T.List", JsonNodeFactory.instance.objectNode());
        }
    }

    private static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsSessionCredentials.create("AKIATEST", "SECRET", "TOKEN"));
    }

    private Account account(AwsCredentialsProvider credentials) {
        return new Account(
                "profile school",
                "sa-east-1",
                credentials,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                " --profile school");
    }
}

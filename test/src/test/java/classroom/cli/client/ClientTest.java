package classroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server with prepared answers. */
class ClientTest {
    private final AtomicReference<Headers> asked = new AtomicReference<>();
    private final AtomicReference<String> path = new AtomicReference<>();
    private volatile int status = 200;
    private volatile Map<String, String> headers = Map.of();
    private volatile String answer = "{}";

    private HttpServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestHeaders());
            path.set(exchange.getRequestURI().toString());
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new Client(server.getAddress().getPort(), "us-east-2", "CLASSROOM");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void invoke_success_givesPayloadAndLogTail() {
        answer = "{\"statusCode\":200,\"headers\":{},\"body\":\"\\\"Oi Ana Souza\\\"\"}";
        headers = Map.of("X-Amz-Log-Result", base64("START\n"));

        Invocation invocation = client.invoke("hello", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(path).hasValue("/2015-03-31/functions/hello/invocations");
        assertThat(asked.get().getFirst("X-Amz-Log-Type")).isEqualTo("Tail");
        assertThat(invocation.functionError()).isEmpty();
        assertThat(invocation.statusCode()).isEqualTo(200);
        assertThat(invocation.body().textValue()).isEqualTo("Oi Ana Souza");
        assertThat(invocation.logTail()).isEqualTo("START\n");
    }

    @Test
    void invoke_functionFails_isAnAnswerWithTheError() {
        answer = "{\"errorMessage\":\"boom\",\"errorType\":\"java.lang.IllegalStateException\"}";
        headers = Map.of("X-Amz-Function-Error", "Unhandled");

        Invocation invocation = client.invoke("hello", new byte[0]);

        assertThat(invocation.functionError()).contains("Unhandled");
        assertThat(invocation.statusCode()).isZero();
        assertThat(invocation.body().isMissingNode()).isTrue();
    }

    @Test
    void invoke_unknownFunction_throwsWithLambdasErrorCode() {
        status = 404;
        headers = Map.of("x-amzn-ErrorType", "ResourceNotFoundException:http://internal.amazon.com/");
        answer = "{\"Type\":\"User\",\"Message\":\"Function not found: x\"}";

        assertThatThrownBy(() -> client.invoke("x", new byte[0])).isInstanceOfSatisfying(ServiceException.class, e -> {
            assertThat(e.status()).isEqualTo(404);
            assertThat(e.code()).isEqualTo("ResourceNotFoundException");
            assertThat(e).hasMessage("Function not found: x");
        });
    }

    @Test
    void call_isSignedForTheServiceAndRegionByTheGivenKey() {
        client.call("dynamodb", "DynamoDB_20120810.ListTables", empty());

        assertThat(asked.get().getFirst("X-Amz-Target")).isEqualTo("DynamoDB_20120810.ListTables");
        assertThat(asked.get().getFirst("Authorization"))
                .matches("AWS4-HMAC-SHA256 Credential=CLASSROOM/\\d{8}/us-east-2/dynamodb/aws4_request, "
                        + "SignedHeaders=host;x-amz-date, Signature=[0-9a-f]{64}");
    }

    @Test
    void call_refused_throwsWithTheCodeAndTheMessage() {
        status = 400;
        answer = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                + "\"message\":\"The conditional request failed\",\"Item\":{\"id\":{\"N\":\"1\"}}}";

        assertThatThrownBy(() -> client.call("dynamodb", "DynamoDB_20120810.PutItem", empty()))
                .isInstanceOfSatisfying(ServiceException.class, e -> {
                    assertThat(e.code()).isEqualTo("ConditionalCheckFailedException");
                    assertThat(e).hasMessage("The conditional request failed");
                });
    }

    @Test
    void call_answerIsNoJson_throwsWithWhatWasAnswered() {
        status = 502;
        answer = "<html>";

        assertThatThrownBy(() -> client.call("dynamodb", "DynamoDB_20120810.PutItem", empty()))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("HTTP 502"))
                .hasMessage("<html>");
    }

    @Test
    void call_emptyAnswer_isAnEmptyObject() {
        answer = "";

        assertThat(client.call("sqs", "AmazonSQS.DeleteMessage", empty())).isEqualTo(empty());
    }

    @Test
    void call_noClassRunning_saysHowToStartOne() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        Client nobody = new Client(unused, "us-east-2", "CLASSROOM");

        assertThatThrownBy(() -> nobody.get("lambda", "/2015-03-31/functions/"))
                .isInstanceOf(NotRunningException.class)
                .hasMessageContaining("127.0.0.1:" + unused)
                .hasMessageContaining("./classroom up");
    }

    private static JsonNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

package classroom.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.local.iam.Identities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SIGNED = authorization("CLASSROOM", "echo");

    private final Identities identities = new Identities();
    private final Gateway gateway = new Gateway(identities);
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        gateway.add(new Echo());
        uri = gateway.start(0);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void signedRequest_reachesTheServiceItIsSignedFor_withItsIdentity() throws Exception {
        HttpResponse<String> response = send(request("/a%2Fb?c=d").header("Authorization", SIGNED));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("arn:aws:iam::000000000000:user/teacher POST /a%2Fb c=d {}");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void accessKeyOfAnEnvironment_isItsRole() throws Exception {
        String key = identities.issue("Role", "hello").accessKeyId();
        assertThat(send(request("/").header("Authorization", authorization(key, "echo")))
                        .body())
                .startsWith("arn:aws:sts::000000000000:assumed-role/Role/hello ");
    }

    @Test
    void revokedKey_isRefused() throws Exception {
        var identity = identities.issue("Role", "hello");
        identities.revoke(identity);
        HttpResponse<String> response =
                send(request("/").header("Authorization", authorization(identity.accessKeyId(), "echo")));
        assertThat(response.body()).isEqualTo("echo refuses: UnrecognizedClientException");
    }

    @Test
    void unknownKey_isRefusedInTheWordsOfTheService() throws Exception {
        HttpResponse<String> response = send(request("/").header("Authorization", authorization("AKIAOTHER", "echo")));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("echo refuses: UnrecognizedClientException");
    }

    @Test
    void missingSignature_isRefusedInTheProtocolOfTheRequest() throws Exception {
        HttpResponse<String> json = send(request("/")
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0"));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.body())
                .isEqualTo("{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\","
                        + "\"message\":\"Request is missing Authentication Token\"}");
        HttpResponse<String> query = send(request("/").header("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(query.statusCode()).isEqualTo(403);
        assertThat(query.body()).contains("<Code>MissingAuthenticationToken</Code>");
        HttpResponse<String> rest = send(request("/2015-03-31/functions/hello/invocations"));
        assertThat(rest.statusCode()).isEqualTo(403);
        assertThat(rest.headers().firstValue("x-amzn-ErrorType")).contains("MissingAuthenticationTokenException");
    }

    @Test
    void incompleteSignature_namesWhatIsMissing() throws Exception {
        HttpResponse<String> response = send(request("/")
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=CLASSROOM/20260101/r/echo/aws4_request"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("IncompleteSignatureException")
                .contains("requires 'Signature' parameter")
                .contains("requires 'SignedHeaders' parameter")
                .doesNotContain("requires 'Credential'");
    }

    @Test
    void credentialWithoutScope_isRefused() throws Exception {
        HttpResponse<String> response = send(
                request("/").header("Authorization", "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=h, Signature=s"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("5 slash-delimited elements");
    }

    @Test
    void serviceThatTheClassHasNot_isNamed() throws Exception {
        HttpResponse<String> response =
                send(request("/").header("Authorization", authorization("CLASSROOM", "quantum")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("no service 'quantum'");
    }

    @Test
    void unsignedPrefix_isServedWithoutSignature_longestWins() throws Exception {
        gateway.addUnsigned("/env/", call -> new Reply(200, Map.of(), "short".getBytes(StandardCharsets.UTF_8)));
        gateway.addUnsigned("/env/a/", call -> new Reply(201, Map.of(), "long".getBytes(StandardCharsets.UTF_8)));
        assertThat(send(request("/env/b/next")).body()).isEqualTo("short");
        assertThat(send(request("/env/a/next")).body()).isEqualTo("long");
    }

    @Test
    void status_saysUnsignedWhatThisIs() throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(uri.resolve(Gateway.STATUS)).GET());
        assertThat(response.body()).isEqualTo("{\"service\":\"classroom\",\"signingNames\":[\"echo\"]}");
    }

    @Test
    void requestOfAWebPage_isRefused() throws Exception {
        assertThat(send(request("/").header("Authorization", SIGNED).header("Origin", uri.toString()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(request("/").header("Authorization", SIGNED).header("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void foreignHost_isRefused() throws Exception {
        assertThat(statusForHost("rebound.example:" + uri.getPort())).isEqualTo("403");
        assertThat(statusForHost("127.0.0.1")).isEqualTo("403");
        assertThat(statusForHost("localhost:" + uri.getPort())).isEqualTo("200");
        assertThat(statusForHost("[::1]:" + uri.getPort())).isEqualTo("200");
    }

    @RepeatedTest(5) // A race: the refusal must not overtake the body.
    void oversizedBody_isRefused() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri)
                .header("Authorization", SIGNED)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(64 << 20) + 1])));
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void fault_isAnswered_andTheGatewayGoesOn() throws Exception {
        HttpResponse<String> fault = send(request("/fault").header("Authorization", SIGNED));
        assertThat(fault.statusCode()).isEqualTo(500);
        assertThat(fault.body()).isEqualTo("echo refuses: InternalFailure");
        assertThat(send(request("/").header("Authorization", SIGNED)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void port_isOpenOnLoopbackOnly() throws Exception {
        List<InetAddress> others = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            Collections.list(each.getInetAddresses()).stream()
                    .filter(a -> !a.getHostAddress().equals("127.0.0.1"))
                    .forEach(others::add);
        }
        others.add(InetAddress.getByName("127.0.0.2"));
        for (InetAddress other : others) {
            assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(other, uri.getPort()), 500))
                    .as(other.toString())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void portTaken_saysSo() {
        assertThatThrownBy(() -> new Gateway(identities).start(uri.getPort())).isInstanceOf(IOException.class);
    }

    @Test
    void close_whileARequestIsWaiting_endsWithinASecond() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        gateway.addUnsigned("/wait", call -> {
            waiting.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Reply(200, Map.of(), new byte[0]);
        });
        CompletableFuture<HttpResponse<String>> open =
                CLIENT.sendAsync(request("/wait").build(), HttpResponse.BodyHandlers.ofString());
        waiting.await();
        long began = System.nanoTime();
        gateway.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(open).failsWithin(Duration.ofSeconds(5));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path)).POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String statusForHost(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", uri.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + Gateway.STATUS + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.split(" ")[1];
        }
    }

    private static String authorization(String key, String service) {
        return "AWS4-HMAC-SHA256 Credential=" + key + "/20260101/us-east-2/" + service
                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";
    }

    /** Answers with what it was asked. */
    private static final class Echo implements Service {
        @Override
        public String signingName() {
            return "echo";
        }

        @Override
        public Reply answer(Call call) {
            if (call.path().equals("/fault")) {
                throw new IllegalStateException("on purpose");
            }
            String text = String.join(
                    " ",
                    call.caller().arn(),
                    call.method(),
                    call.path(),
                    call.query(),
                    new String(call.body(), StandardCharsets.UTF_8));
            return new Reply(200, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Reply error(Call call, AwsError error) {
            return new Reply(
                    error.status(),
                    Map.of("Content-Type", "text/plain"),
                    ("echo refuses: " + error.code()).getBytes(StandardCharsets.UTF_8));
        }
    }
}

package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void otherRegion_isAnswered_andToldOnce() throws Exception {
        List<String> told = new ArrayList<>();
        gateway.in("us-east-2", told::add);

        for (String region : List.of("us-east-2", "us-east-1", "us-east-1", "no region", "sa-east-1")) {
            String authorization = authorization(Identities.TEACHER, "echo").replace("us-east-2", region);
            assertThat(send(request("/").header("Authorization", authorization)).statusCode())
                    .isEqualTo(200);
        }

        assertThat(told)
                .containsExactly(
                        "A client asks echo in us-east-1. The class is in us-east-2 and answers; on AWS the client would"
                                + " not find it: set AWS_REGION=us-east-2.",
                        "A client asks echo in sa-east-1. The class is in us-east-2 and answers; on AWS the client would"
                                + " not find it: set AWS_REGION=us-east-2.");
    }

    @Test
    void regionOfGlobalServices_isNoOther() {
        List<String> told = new ArrayList<>();
        Strays regions = new Strays("us-east-2", told::add);

        regions.answered(new Signature("key", "us-east-1", "iam"));
        regions.answered(new Signature("key", "us-east-1", "sts"));

        assertThat(told).isEmpty();
    }

    @Test
    void incompleteSignature_namesWhatIsMissing() throws Exception {
        HttpResponse<String> response = send(request("/")
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=CLASSROOM/20260101/r/quantum/aws4_request"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("IncompleteSignatureException")
                .contains("requires 'Signature' parameter")
                .contains("requires 'SignedHeaders' parameter")
                .doesNotContain("requires 'Credential'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS4-HMAC-SHA256 Credential=PLANTEDSECRET/20260101/r/quantum/aws4_request",
                "AWS4-HMAC-SHA256 Credential=PLANTEDSECRET, SignedHeaders=h, Signature=PLANTEDSECRET",
                "AWS4-HMAC-SHA256 PLANTEDSECRET",
                "Basic PLANTEDSECRET",
                "PLANTEDSECRET"
            })
    void malformedAuthorization_isNotRepeated(String authorization) throws Exception {
        HttpResponse<String> response = send(request("/").header("Authorization", authorization));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("IncompleteSignatureException");
        assertThat(response.body()).doesNotContain("PLANTEDSECRET");
    }

    @Test
    void incompleteSignature_isRefusedInTheWordsOfTheServiceThatItNames() throws Exception {
        HttpResponse<String> response = send(request("/")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=CLASSROOM/20260101/r/echo/aws4_request"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("echo refuses: IncompleteSignatureException");
    }

    @Test
    void credentialWithoutScope_isRefused() throws Exception {
        HttpResponse<String> response = send(
                request("/").header("Authorization", "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=h, Signature=s"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("5 slash-delimited elements");
    }

    @Test
    void serviceThatTheClassHasNot_isNamed_andToldOnce() throws Exception {
        List<String> told = new ArrayList<>();
        gateway.in("us-east-2", told::add);

        for (String service : List.of("quantum", "quantum", "no service")) {
            HttpResponse<String> response =
                    send(request("/").header("Authorization", authorization("CLASSROOM", service)));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("no service '" + service + "'");
        }

        assertThat(told).containsExactly("A client asks quantum, which the class has not: its requests are refused.");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://site.example",
                "Origin: http://127.0.0.1:1",
                "Origin: http://127.0.0.1",
                "Origin: null",
                "Origin: ",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void requestOfAWebPage_isRefused_whateverItAsksFor(String sign) throws Exception {
        gateway.addUnsigned("/env/", call -> new Reply(200, Map.of(), new byte[0]));
        RawHttp.Answer signed = raw("POST / HTTP/1.1", sign, "Authorization: " + SIGNED, "Content-Length: 0");
        assertThat(signed.status()).isEqualTo(403);
        assertThat(signed.text()).isEqualTo("echo refuses: ForbiddenException");
        for (String path : List.of(Gateway.STATUS, "/env/key/next")) {
            RawHttp.Answer unsigned = raw("GET " + path + " HTTP/1.1", sign);
            assertThat(unsigned.status()).isEqualTo(403);
            assertThat(unsigned.text()).contains("web pages may not call").contains(uri.toString());
            assertThat(unsigned.headers()).containsEntry("x-amzn-errortype", "ForbiddenException");
        }
    }

    @Test
    void requestOfAWebPage_toAJsonService_isRefusedInItsProtocol() throws Exception {
        RawHttp.Answer answer = raw(
                "POST / HTTP/1.1",
                "Origin: https://site.example",
                "X-Amz-Target: DynamoDB_20120810.ListTables",
                "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).startsWith("{\"__type\":\"com.amazon.coral.service#ForbiddenException\"");
    }

    @Test
    void preflight_isRefused_withoutLeave() throws Exception {
        for (String origin : List.of("https://site.example", uri.toString())) {
            RawHttp.Answer answer = raw(
                    "OPTIONS " + Gateway.STATUS + " HTTP/1.1",
                    "Origin: " + origin,
                    "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: authorization",
                    "Access-Control-Request-Private-Network: true");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
    }

    @Test
    void originOfTheClass_isLetIn() throws Exception {
        for (String own : List.of("127.0.0.1", "localhost", "[::1]")) {
            assertThat(raw(
                                    "GET " + Gateway.STATUS + " HTTP/1.1",
                                    "Origin: http://" + own + ":" + uri.getPort(),
                                    "Sec-Fetch-Site: same-origin")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void foreignHost_isRefused() throws Exception {
        assertThat(statusForHost("rebound.example:" + uri.getPort())).isEqualTo("403");
        assertThat(statusForHost("127.0.0.1.site.example:" + uri.getPort())).isEqualTo("403");
        assertThat(statusForHost("localhost@site.example:" + uri.getPort())).isIn("400", "403");
        assertThat(statusForHost("bucket.localhost:" + uri.getPort())).isEqualTo("403");
        assertThat(statusForHost("127.0.0.1")).isEqualTo("403");
        assertThat(statusForHost("localhost:" + uri.getPort())).isEqualTo("200");
        assertThat(statusForHost("[::1]:" + uri.getPort())).isEqualTo("200");
    }

    @Test
    void foreignHost_isToldTheWayIn() throws Exception {
        RawHttp.Answer answer = RawHttp.send(
                uri.getPort(), "GET " + Gateway.STATUS + " HTTP/1.1", "Host: rebound.example:" + uri.getPort());
        assertThat(answer.text()).contains("Host 'rebound.example:").contains("called at " + uri);
    }

    @Test
    void requestWithoutHost_isRefused() throws Exception {
        assertThat(RawHttp.send(uri.getPort(), "GET " + Gateway.STATUS + " HTTP/1.0")
                        .status())
                .isEqualTo(403);
        assertThat(RawHttp.send(uri.getPort(), "GET " + Gateway.STATUS + " HTTP/1.1")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void operationWithAnotherMethodThanPost_isUnknown() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "TRACE", "NONSENSE")) {
            RawHttp.Answer answer = raw(
                    method + " / HTTP/1.1", "X-Amz-Target: Echo.Say", "Authorization: " + SIGNED, "Content-Length: 0");
            assertThat(answer.text()).isEqualTo("echo refuses: UnknownOperationException");
        }
        RawHttp.Answer connect = RawHttp.send(
                uri.getPort(), "CONNECT 127.0.0.1:" + uri.getPort() + " HTTP/1.1", "Host: 127.0.0.1:" + uri.getPort());
        assertThat(connect.status()).isBetween(400, 499);
        RawHttp.assertWorded(connect);
        RawHttp.Answer status = raw("DELETE " + Gateway.STATUS + " HTTP/1.1");
        assertThat(status.status()).isEqualTo(405);
        RawHttp.assertWorded(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-2\r\n{}", "2\r\n{}}}\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n"})
    void brokenChunks_areRefusedInTheWordsOfTheService(String body) throws Exception {
        List<RawHttp.Answer> answers =
                RawHttp.exchange(uri.getPort(), RawHttp.bytes(head("Transfer-Encoding: chunked") + body));
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).status()).isEqualTo(400);
        assertThat(answers.get(0).text()).isEqualTo("echo refuses: MalformedHttpRequestException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 9\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n9\r\n{}"})
    void bodyThatEndsEarly_isRefusedInTheWordsOfTheService(String rest) throws Exception {
        String head = head(rest);
        List<RawHttp.Answer> answers =
                RawHttp.exchange(uri.getPort(), RawHttp.bytes(head.substring(0, head.length() - 4)));
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).status()).isEqualTo(400);
        assertThat(answers.get(0).text()).isEqualTo("echo refuses: MalformedHttpRequestException");
    }

    @Test
    void bodiesThatStall_holdNobodyUp_andAreToldSo() throws Exception {
        try (Gateway impatient = new Gateway(identities, Duration.ofMillis(500), Gateway.ROOM)) {
            impatient.add(new Echo());
            int port = impatient.start(0).getPort();
            String address = "Host: 127.0.0.1:" + port;
            List<Socket> stalled = new ArrayList<>();
            try {
                // More than the gateway has threads.
                for (int i = 0; i < 300; i++) {
                    Socket socket = RawHttp.connect(port);
                    stalled.add(socket);
                    socket.getOutputStream()
                            .write(RawHttp.bytes("POST / HTTP/1.1\r\n" + address + "\r\nAuthorization: " + SIGNED
                                    + "\r\nContent-Length: 9\r\n\r\n{"));
                }
                assertThat(RawHttp.send(port, "GET " + Gateway.STATUS + " HTTP/1.1", address)
                                .status())
                        .isEqualTo(200);
                for (Socket socket : stalled) {
                    // To the end: the connection is closed.
                    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                    assertThat(answer).startsWith("HTTP/1.1 408 ").endsWith("echo refuses: RequestTimeoutException");
                }
            } finally {
                for (Socket socket : stalled) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void silenceAfterTheBody_isNoStall() throws Exception {
        try (Gateway impatient = new Gateway(identities, Duration.ofMillis(200), Gateway.ROOM)) {
            int port = impatient.start(0).getPort();
            impatient.addUnsigned("/slow", call -> {
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Reply(200, Map.of(), call.body());
            });
            try (Socket socket = RawHttp.connect(port)) {
                for (int i = 0; i < 2; i++) {
                    socket.getOutputStream()
                            .write(RawHttp.bytes("POST /slow HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                    + "\r\nContent-Length: 2\r\n\r\n{"));
                    Thread.sleep(50); // The rest comes later, so the gateway must wait for it.
                    socket.getOutputStream().write('}');
                    byte[] answer = new byte[200];
                    int length = 0;
                    while (length < 2 || answer[length - 1] != '}') {
                        int read = socket.getInputStream().read(answer, length, answer.length - length);
                        assertThat(read).as("the connection is kept").isPositive();
                        length += read;
                    }
                    assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII))
                            .startsWith("HTTP/1.1 200 ");
                    Thread.sleep(500); // As a client's pool does.
                }
            }
        }
    }

    @Test
    void oversizedHeaders_areRefused() throws Exception {
        RawHttp.Answer answer = raw("GET / HTTP/1.1", "Authorization: " + SIGNED, "X-Large: " + "x".repeat(40_000));
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.headers()).containsEntry("x-amzn-errortype", "MalformedHttpRequestException");
        assertThat(answer.text()).contains("at most 32768 bytes");
        assertThat(raw("GET /" + "x".repeat(40_000) + " HTTP/1.1").status()).isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE",
                "GET /\u0000 HTTP/1.1",
                "GET / HTTP/7.1",
                "GET /%zz HTTP/1.1",
                "GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: site.example",
                "GET /a HTTP/1.1\r\nHost: ",
                "GET http://site.example/ HTTP/1.1\r\nHost: 127.0.0.1",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nNo colon",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: yes",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: miracles"
            })
    void whatIsNoHttp_isRefused_andTheGatewayGoesOn(String request) throws Exception {
        RawHttp.Answer answer = RawHttp.send(uri.getPort(), request);
        assertThat(answer.status()).isGreaterThanOrEqualTo(400).isNotEqualTo(500);
        RawHttp.assertWorded(answer);
        assertThat(raw("GET " + Gateway.STATUS + " HTTP/1.1").status()).isEqualTo(200);
    }

    @Test
    void whatUtf8AndXmlHaveNoBytesFor_isWrittenAllTheSame() {
        String half = "\ud800";
        assertThat(Protocol.bytes(JsonNodeFactory.instance.objectNode().put("name", half + "é")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"name\":\"\\uD800é\"}");
        assertThat(new Xml().text("a\u0000\t" + half + "\ufffe\ud83d\ude00").toString())
                .endsWith("a\ufffd\t\ufffd\ufffd\ud83d\ude00");
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

    private RawHttp.Answer raw(String line, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(line, "Host: 127.0.0.1:" + uri.getPort()));
        lines.addAll(List.of(headers));
        return RawHttp.send(uri.getPort(), lines.toArray(String[]::new));
    }

    private String head(String header) {
        return String.join(
                "\r\n",
                "POST / HTTP/1.1",
                "Host: 127.0.0.1:" + uri.getPort(),
                "Authorization: " + SIGNED,
                header,
                "",
                "");
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

    /** Answers with the request's body. */
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

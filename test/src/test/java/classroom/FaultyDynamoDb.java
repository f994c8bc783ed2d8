package classroom;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local behind a door that refuses what a test wants refused; the SDK in front of it is the real one. */
public final class FaultyDynamoDb implements AutoCloseable {
    private final URI real;
    private final Door door;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private final DynamoDbClient client;

    /** Decides on every call. */
    @FunctionalInterface
    public interface Door {
        /**
         * @param operation such as {@code PutItem}
         * @param database answers a request as DynamoDB Local does
         */
        Answer answer(String operation, JsonNode request, Database database);
    }

    /** What is behind the door. */
    @FunctionalInterface
    public interface Database {
        Answer answer(JsonNode request);
    }

    public record Answer(int status, String body) {
        /** What DynamoDB answers when it refuses with {@code code}. */
        public static Answer refusal(String code) {
            return refusal(code, "refused by the test");
        }

        public static Answer refusal(String code, String message) {
            return new Answer(
                    code.equals("InternalServerError") ? 500 : 400,
                    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"" + message + "\"}");
        }
    }

    public FaultyDynamoDb(URI real, Door door) {
        this.real = real;
        this.door = door;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        client = DynamoDbLocal.clientOf(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    /** A client that knocks at the door. */
    public DynamoDbClient client() {
        return client;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        JsonNode request =
                Invocation.json(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer answer = door.answer(
                target.substring(target.indexOf('.') + 1), request, json -> forward(target, authorization, json));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Answer forward(String target, String authorization, JsonNode request) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(real)
                            .header("X-Amz-Target", target)
                            .header("Authorization", authorization)
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }
}

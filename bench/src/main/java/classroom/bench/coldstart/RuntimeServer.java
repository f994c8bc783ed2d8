package classroom.bench.coldstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The Lambda Runtime API for one process at a time: hands out one event and takes the answer ("Using the Lambda runtime
 * API").
 */
final class RuntimeServer implements AutoCloseable {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";

    private static final String CREDENTIALS = "/credentials";

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "runtime-api");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    private volatile Call call;

    /**
     * An event and its future answer.
     *
     * @param initialised completes when a process with SnapStart waits for its restore
     * @param restored when this completes, that process goes on
     */
    record Call(
            byte[] event,
            CompletableFuture<Answer> answer,
            CompletableFuture<Void> initialised,
            CompletableFuture<Void> restored) {
        Call(String event) {
            this(
                    event.getBytes(StandardCharsets.UTF_8),
                    new CompletableFuture<>(),
                    new CompletableFuture<>(),
                    new CompletableFuture<>());
        }
    }

    /**
     * A function's answer.
     *
     * @param at its time, by {@link System#nanoTime}
     * @param failed whether the function or its start failed
     */
    record Answer(long at, boolean failed, String text) {}

    RuntimeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What {@code AWS_LAMBDA_RUNTIME_API} is to say. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort() + "/env/bench";
    }

    /** Where a process with SnapStart fetches credentials. */
    String credentials() {
        return "http://" + address() + CREDENTIALS;
    }

    /** The next process that asks gets this event. */
    void expect(Call next) {
        call = next;
    }

    private void handle(HttpExchange exchange) throws IOException {
        long at = System.nanoTime();
        Call current = call;
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith(INVOCATION + "next")) {
            if (current.answer().isDone()) {
                // It is ended while it waits for a second event that never comes.
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "bench");
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 10_000));
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-2:000000000000:function:bench");
            answer(exchange, 200, current.event());
            return;
        }
        if (path.endsWith(CREDENTIALS)) {
            answer(
                    exchange,
                    200,
                    ("{\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"not-a-secret\","
                                    + "\"Token\":\"not-a-token\",\"Expiration\":\""
                                    + Instant.now().plus(HOUR) + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (path.endsWith("/restore/next")) {
            current.initialised().complete(null);
            current.restored().join();
            answer(exchange, 200, new byte[] {'{', '}'});
            return;
        }
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        current.answer().complete(new Answer(at, !path.endsWith("/response"), text));
        answer(exchange, 202, new byte[] {'{', '}'});
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

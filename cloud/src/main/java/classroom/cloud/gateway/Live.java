package classroom.cloud.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What happens in the class, as it happens: server-sent events (HTML Standard, "Server-sent events") of one JSON object
 * each. Who follows must know the console's {@linkplain #token token}, because an event names callers of every role.
 *
 * <p>It costs nothing while nobody follows. Nobody waits for one that follows slowly: of the events that it has not
 * taken yet only the newest {@value #KEPT} are kept, and then an event {@code {"missed": N}} comes first.
 */
public final class Live {
    /** Where the gateway serves it. */
    public static final String PATH = "/_classroom/events";

    /** The header with the token. */
    static final String HEADER = "x-classroom-console";

    static final int KEPT = 1000;

    /** Pages at once. One that went away without a word counts until the next event. */
    private static final int MOST = 16;

    private final String token = newToken();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    /** What a console shows with each request, new in every class. */
    public String token() {
        return token;
    }

    /** Says whether a request comes from the console's page. */
    boolean isConsole(Call call) {
        return call.header(HEADER).filter(token::equals).isPresent();
    }

    /** Tells everyone who follows; {@code event} is asked only if anyone does. */
    public void tell(Supplier<ObjectNode> event) {
        if (!followers.isEmpty()) {
            String line = event.get().toString();
            followers.forEach(follower -> follower.take(line));
        }
    }

    /**
     * Answers a request with events from now on.
     *
     * @throws AwsError if it has no token, or too many follow already
     */
    void open(Call call, Response response, Callback callback) {
        if (!isConsole(call)) {
            throw new AwsError(
                    403, "AccessDeniedException", "The events are the console's: " + HEADER + " must be its token");
        }
        if (followers.size() >= MOST) {
            throw new AwsError(503, "ServiceUnavailable", MOST + " pages follow the class already: close one");
        }
        response.getHeaders().put("Content-Type", "text/event-stream; charset=utf-8");
        response.getHeaders().put("Cache-Control", "no-store");
        EndPoint connection =
                response.getRequest().getConnectionMetaData().getConnection().getEndPoint();
        connection.setIdleTimeout(0); // A class in which nothing happens is silent.
        Follower follower = new Follower(response, callback);
        followers.add(follower);
        follower.begin();
    }

    private static String newToken() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** One who follows: one write at a time, of everything that has come since the last one. */
    private final class Follower implements Callback {
        private final Response response;
        private final Callback end;
        private final Deque<String> waiting = new ArrayDeque<>();
        private long missed;
        private boolean writing = true;

        Follower(Response response, Callback end) {
            this.response = response;
            this.end = end;
        }

        /** The headers go out at once, so that the page knows that it follows. */
        void begin() {
            write(": the class\n\n");
        }

        synchronized void take(String line) {
            if (waiting.size() == KEPT) {
                waiting.poll();
                missed++;
            }
            waiting.add(line);
            if (!writing) {
                next();
            }
        }

        private void next() {
            writing = true;
            StringBuilder lines = new StringBuilder();
            if (missed > 0) {
                append(
                        lines,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("missed", missed)
                                .toString());
                missed = 0;
            }
            waiting.forEach(line -> append(lines, line));
            waiting.clear();
            write(lines.toString());
        }

        private static void append(StringBuilder lines, String data) {
            lines.append("data: ").append(data).append("\n\n");
        }

        private void write(String lines) {
            response.write(false, ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)), this);
        }

        @Override
        public synchronized void succeeded() {
            if (waiting.isEmpty()) {
                writing = false;
            } else {
                next();
            }
        }

        @Override
        public void failed(Throwable gone) {
            followers.remove(this);
            end.failed(gone);
        }
    }
}

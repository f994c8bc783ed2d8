package classroom.cloud.gateway;

import classroom.cloud.identity.Keys;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What happens in the class, as it happens: server-sent events (HTML Standard, "Server-sent events"). Each is a JSON
 * object with its kind and its time in milliseconds since 1970. Who follows must know the {@linkplain #token token} of
 * the console, because an event names callers of every role.
 *
 * <p>It costs nothing while nobody follows. Nobody waits for one that follows slowly: of the events that it has not
 * taken yet only the newest {@value #KEPT} are kept, and then one of the kind {@code missed} says how many.
 */
public final class Live {
    /** Where the gateway serves it. */
    public static final String PATH = "/_classroom/events";

    /** The header with the token. */
    static final String HEADER = "x-classroom-console";

    static final int KEPT = 1000;

    /** Pages at once. One that went away without a word counts until two writes to it have failed to arrive. */
    private static final int MOST = 16;

    /** Says nothing. */
    private static final String COMMENT = ": the class\n\n";

    private final String token = Keys.unguessable();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    /** What a console shows with each request, new in every class. */
    public String token() {
        return token;
    }

    /** Says whether a request comes from the console's page. */
    boolean isConsole(Call call) {
        return call.header(HEADER).filter(token::equals).isPresent();
    }

    /** Says whether anyone follows: whether it is worth finding out what to tell. */
    public boolean isFollowed() {
        return !followers.isEmpty();
    }

    /** Tells everyone who follows; what the event has besides its kind and time is asked only if anyone does. */
    public void tell(String kind, Supplier<ObjectNode> members) {
        if (isFollowed()) {
            String block = block(kind, members.get());
            followers.forEach(follower -> follower.take(block));
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
        followers.forEach(follower -> follower.take(COMMENT)); // Whoever is gone is noticed by a write.
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

    private static String block(String kind, ObjectNode members) {
        return "data: " + members.put("kind", kind).put("time", System.currentTimeMillis()) + "\n\n";
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
            write(COMMENT);
        }

        synchronized void take(String block) {
            if (waiting.size() == KEPT) {
                missed += waiting.poll().equals(COMMENT) ? 0 : 1;
            }
            waiting.add(block);
            if (!writing) {
                next();
            }
        }

        private void next() {
            writing = true;
            StringBuilder blocks = new StringBuilder();
            if (missed > 0) {
                blocks.append(
                        block("missed", JsonNodeFactory.instance.objectNode().put("missed", missed)));
                missed = 0;
            }
            waiting.forEach(blocks::append);
            waiting.clear();
            write(blocks.toString());
        }

        private void write(String blocks) {
            response.write(false, ByteBuffer.wrap(blocks.getBytes(StandardCharsets.UTF_8)), this);
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

package classroom.cloud.gateway;

import classroom.cloud.identity.Keys;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What happens in the class, as it happens: server-sent events (HTML Standard, "Server-sent events"). Each is a JSON
 * object with its kind and its time in milliseconds since 1970. Who follows must know the {@linkplain #token token} of
 * the console, because an event names callers of every role.
 *
 * <p>It costs nothing while nobody follows. Who tells an event does not wait: what has come within
 * {@value #PAUSE_MILLIS} ms is written at once, by a thread of the server. Of the events that a slow one has not taken
 * yet only the newest {@value #KEPT} are kept, and then one of the kind {@code missed} says how many.
 */
public final class Live {
    /** Where the gateway serves it. */
    public static final String PATH = "/_classroom/events";

    /** The header with the token. */
    static final String HEADER = "x-classroom-console";

    static final int KEPT = 1000;

    /** No person sees it, and a call need not wait for a write. */
    private static final int PAUSE_MILLIS = 50;

    /** Pages at once. One that went away without a word counts until two writes to it have failed to arrive. */
    private static final int MOST = 16;

    private static final String COMMENT = ": the class\n\n";

    /** An event that says nothing, sent as a comment. */
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

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
            ObjectNode event = event(kind, members.get());
            followers.forEach(follower -> follower.take(event));
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
        followers.forEach(follower -> follower.take(NOTHING)); // Whoever is gone is noticed by a write.
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

    private static ObjectNode event(String kind, ObjectNode members) {
        return members.put("kind", kind).put("time", System.currentTimeMillis());
    }

    private static String block(ObjectNode event) {
        return event == NOTHING ? COMMENT : "data: " + event + "\n\n";
    }

    /** One who follows: one write at a time, of everything that has come since the last one. */
    private final class Follower implements Callback {
        private final Response response;
        private final Callback end;
        private final Scheduler scheduler;
        private final Deque<ObjectNode> waiting = new ArrayDeque<>();
        private long missed;
        private boolean writing = true;

        Follower(Response response, Callback end) {
            this.response = response;
            this.end = end;
            this.scheduler =
                    response.getRequest().getConnectionMetaData().getConnector().getScheduler();
        }

        /** The headers go out at once, so that the page knows that it follows. */
        void begin() {
            write(COMMENT);
        }

        synchronized void take(ObjectNode event) {
            if (waiting.size() == KEPT) {
                missed += waiting.poll() == NOTHING ? 0 : 1;
            }
            waiting.add(event);
            if (!writing) {
                writeSoon();
            }
        }

        private void writeSoon() {
            writing = true;
            scheduler.schedule(this::next, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** Writes what waits. Who tells an event meanwhile does not wait until its text is made. */
        private void next() {
            List<ObjectNode> events;
            synchronized (this) {
                events = new ArrayList<>(waiting);
                waiting.clear();
                if (missed > 0) {
                    events.add(
                            0,
                            event(
                                    "missed",
                                    JsonNodeFactory.instance.objectNode().put("missed", missed)));
                    missed = 0;
                }
            }
            write(events.stream().map(Live::block).collect(Collectors.joining()));
        }

        private void write(String blocks) {
            response.write(false, ByteBuffer.wrap(blocks.getBytes(StandardCharsets.UTF_8)), this);
        }

        @Override
        public synchronized void succeeded() {
            if (waiting.isEmpty()) {
                writing = false;
            } else {
                writeSoon();
            }
        }

        @Override
        public void failed(Throwable gone) {
            followers.remove(this);
            end.failed(gone);
        }
    }
}

package classroom.cloud.gateway;

import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port of the class, on 127.0.0.1 only. A signed request goes to the {@link Service} that it is signed for,
 * with the {@link Identity} of its access key; a path that was {@linkplain #addUnsigned registered} for it goes to its
 * {@link Endpoint} without. {@code GET /_classroom/status} says unsigned what this is.
 *
 * <p>Every request gets an answer, in the format of its service if that is known. What a web page sends is refused with
 * 403 ({@link Door}), and so is a body that is too large, broken or late ({@link Body} says what it takes). What is not
 * HTTP is answered in the format of REST JSON. Then the connection is closed.
 */
public final class Gateway implements AutoCloseable {
    /** The path that says what this is, to {@code ./classroom env} and {@code invoke}. */
    public static final String STATUS = "/_classroom/status";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    /** How long a client may send nothing in the middle of a body, or take nothing of an answer; S3 waits no longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** How long a connection stays without a request: a function that runs for its 15 minutes finds its own again. */
    private static final Duration IDLE = Duration.ofMinutes(20);
    /** Connections that may come at once, before one is looked at; the system may have a lower bound. */
    private static final int BACKLOG = 1024;
    /** What large bodies may take of the memory: each is copied once or twice until it is answered. */
    static final int ROOM =
            (int) Math.max(Body.MAX_BYTES, Math.min(Runtime.getRuntime().maxMemory() / 8, Integer.MAX_VALUE));
    /** Every function's long poll, a room of pupils with a few connections each, and some to spare. */
    private static final int MAX_THREADS = 256;
    /** Room for a client context (3,583 bytes) and for the tail of a log (4 KB, base64). */
    private static final int MAX_HEADER_BYTES = 32 << 10;

    private static final byte[] NOTHING = new byte[0];

    private final Identities identities;
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Map<String, Endpoint> unsigned = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<String>>> notes = new ConcurrentSkipListMap<>();
    private final Server server;
    private final ServerConnector connector;
    private final Duration patience;
    private final Live live = new Live();
    private final LiveCalls calls = new LiveCalls(live);
    private volatile boolean starting;
    private final Semaphore room;
    private Strays strays = new Strays("", line -> {});
    private Door door;

    public Gateway(Identities identities) {
        this(identities, UnaryOperator.identity());
    }

    /** With what {@code front} puts before everything that is served. */
    public Gateway(Identities identities, UnaryOperator<Handler> front) {
        this(identities, front, PATIENCE, ROOM);
    }

    /** With another patience for clients that are slow, and another room for large bodies. */
    Gateway(Identities identities, Duration patience, int room) {
        this(identities, UnaryOperator.identity(), patience, room);
    }

    private Gateway(Identities identities, UnaryOperator<Handler> front, Duration patience, int room) {
        this.identities = identities;
        this.patience = patience;
        this.room = new Semaphore(room);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("gateway");
        threads.setDaemon(true);
        threads.setStopTimeout(200);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        configuration.setResponseHeaderSize(MAX_HEADER_BYTES);
        // ARNs and keys in a path have percent-encoded slashes; no path here is ever a file's.
        configuration.setUriCompliance(UriCompliance.from(UriCompliance.AMBIGUOUS_VIOLATIONS));
        connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        Entrance entrance = new Entrance();
        server.setHandler(front.apply(entrance));
        server.setErrorHandler(entrance::refuseUnread);
        unsigned.put(STATUS, this::status);
    }

    /** Serves a service to requests signed for it, from now on. */
    public void add(Service service) {
        services.put(service.signingName(), service);
    }

    /** Has the status say something more, whenever there is something to say. */
    public void note(String member, Supplier<Optional<String>> value) {
        notes.put(member, value);
    }

    /** Says whether services are still to be added: SDKs try again what is asked of them meanwhile. */
    public void starting(boolean more) {
        starting = more;
    }

    /** Says before the start where the class is, and who is told what a client looks for in vain. */
    public void in(String region, Consumer<String> console) {
        strays = new Strays(region, console);
    }

    /** What it tells to those who follow the class. */
    public Live live() {
        return live;
    }

    /** Serves every path that begins with {@code prefix}, without a signature, from now on; the longest prefix wins. */
    public void addUnsigned(String prefix, Endpoint endpoint) {
        unsigned.put(prefix, endpoint);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @return the URL that clients use
     * @throws IOException if the port is taken
     */
    public URI start(int port) throws IOException {
        connector.setPort(port);
        connector.open();
        door = new Door(connector.getLocalPort());
        try {
            server.start();
        } catch (Exception e) {
            // Jetty declares that a life cycle may throw anything.
            throw new IOException("the gateway does not start on port " + port, e);
        }
        return uri();
    }

    /** The URL that clients use, once started. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Stops at once: closes the port, then every connection. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // Jetty declares that a life cycle may throw anything.
            throw new IllegalStateException("the gateway does not stop", e);
        }
    }

    private Reply status(Call call) {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            throw new AwsError(405, "MethodNotAllowedException", STATUS + " takes GET, not " + call.method());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("service", "classroom");
        new TreeSet<>(services.keySet()).forEach(body.putArray("signingNames")::add);
        notes.forEach((member, value) -> value.get().ifPresent(text -> body.put(member, text)));
        return new Reply(200, Map.of("Content-Type", "application/json"), Protocol.bytes(body));
    }

    private Reply answer(Call call) {
        try {
            Optional<Endpoint> endpoint = endpoint(call.path());
            return endpoint.isPresent() ? endpoint.get().answer(call) : answerSigned(call);
        } catch (AwsError error) {
            return error(call, error);
        } catch (StackOverflowError tooDeep) {
            return error(call, new AwsError(400, "ValidationException", "The request is nested too deeply."));
        } catch (RuntimeException | Error fault) { // Whatever it is, a client that gets no answer would wait for ever.
            LOG.error("{} {} failed", call.method(), call.path(), fault);
            return error(call, new AwsError(500, "InternalFailure", "The local class failed: " + fault));
        }
    }

    private Reply answerSigned(Call call) {
        Signature signature = Signature.parse(call.header("authorization").orElse(""));
        Identity caller = identities
                .find(signature.accessKeyId())
                .orElseThrow(() -> new AwsError(
                        403, Signature.UNKNOWN_KEY, "The security token included in the request is invalid."));
        Service service = services.get(signature.signingName());
        if (service == null && starting) {
            throw new AwsError(503, "ServiceUnavailable", "The class is starting. Try again.");
        }
        if (service == null) {
            strays.refused(signature);
            throw new AwsError(
                    400,
                    "UnknownOperationException",
                    "The local class has no service '" + signature.signingName() + "'" + AwsError.WAY);
        }
        strays.answered(signature);
        // The JSON protocols know POST alone (Smithy, "AWS JSON 1.0 protocol").
        if (call.header("x-amz-target").isPresent() && !call.method().equals("POST")) {
            throw new AwsError(400, "UnknownOperationException", "An operation takes POST, not " + call.method() + ".");
        }
        return calls.answer(call.by(leavesTrace(call, caller, service) ? caller : caller.uncounted()), service);
    }

    /** Decided here once, for all that keep evidence; IAM decides all the same. */
    private boolean leavesTrace(Call call, Identity caller, Service service) {
        return !live.isConsole(call) || !identities.isOfConsole(caller) || !OwnReading.is(call, service.signingName());
    }

    /** An error in the words of the service that the request is signed for, if that much can be read. */
    private Reply error(Call call, AwsError error) {
        Service service = Signature.signingName(call.header("authorization").orElse(""))
                .map(services::get)
                .orElse(null);
        return service == null ? Protocol.error(call, error) : service.error(call, error);
    }

    /** The refusal of a request as HTTP, whatever status its service's errors have; the connection ends with it. */
    private Reply refusal(Call call, AwsError error) {
        Reply worded = error(call, error);
        Map<String, String> headers = new HashMap<>(worded.headers());
        headers.put("Connection", "close");
        return new Reply(error.status(), headers, worded.body());
    }

    private Optional<Endpoint> endpoint(String path) {
        return unsigned.entrySet().stream()
                .filter(e -> path.startsWith(e.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(
                    field.getLowerCaseName(), field.getValue() == null ? "" : field.getValue(), (a, b) -> a + "," + b);
        }
        return headers;
    }

    /** A request without its body. */
    private static Call head(Request request) {
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        return new Call(
                request.getMethod(),
                path == null ? "/" : path,
                query == null ? "" : query,
                headers(request),
                NOTHING,
                null,
                UUID.randomUUID().toString());
    }

    /** Jetty's side of the gateway. */
    private final class Entrance extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Call head = head(request);
            Consumer<AwsError> refuse =
                    refused -> send(response, callback, head.requestId(), refusal(head, refused), patience);
            try {
                door.check(head);
            } catch (AwsError refused) {
                refuse.accept(refused);
                return true;
            }
            if (head.path().equals(Live.PATH)) {
                try {
                    live.open(head, response, callback);
                } catch (AwsError refused) {
                    refuse.accept(refused);
                }
                return true;
            }
            Consumer<byte[]> whole = body -> send(response, callback, head.requestId(), answer(head.with(body)), IDLE);
            new Body(request, patience, room, whole, refuse).run();
            return true;
        }

        /** What Jetty does not hand on because it is no HTTP, or too much of it before the body. */
        boolean refuseUnread(Request request, Response response, Callback callback) {
            Call head = head(request);
            Object failure = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
            AwsError error = failure instanceof HttpException http
                    ? new AwsError(
                            http.getCode(),
                            Body.MALFORMED,
                            "The local class cannot read the request (at most " + MAX_HEADER_BYTES
                                    + " bytes before the body): " + http.getReason())
                    : new AwsError(500, "InternalFailure", "The local class failed: " + failure);
            send(response, callback, head.requestId(), refusal(head, error), patience);
            return true;
        }

        /**
         * Sends an answer. Who does not read it does not keep it for ever.
         *
         * @param idle how long the connection is kept then: what a client that was refused has still to send is read
         *     and forgotten
         */
        private void send(Response response, Callback callback, String requestId, Reply reply, Duration idle) {
            EndPoint connection = response.getRequest()
                    .getConnectionMetaData()
                    .getConnection()
                    .getEndPoint();
            response.setStatus(reply.status());
            response.getHeaders().put("x-amzn-RequestId", requestId);
            reply.headers().forEach(response.getHeaders()::put);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
            connection.setIdleTimeout(patience.toMillis());
            response.write(
                    true,
                    ByteBuffer.wrap(reply.body()),
                    Callback.from(() -> connection.setIdleTimeout(idle.toMillis()), callback));
        }
    }
}

package classroom.local.gateway;

import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port of the class, on 127.0.0.1 only. A signed request goes to the {@link Service} that it is signed for, with
 * the {@link Identity} of its access key; a path that was {@linkplain #addUnsigned registered} for it goes to its
 * {@link Endpoint} without. {@code GET /_classroom/status} says unsigned what this is.
 *
 * <p>What a browser sends on behalf of a web site, and what comes under a foreign {@code Host}, is refused with 403: the
 * keys of the class are no secret.
 */
public final class Gateway implements AutoCloseable {
    /** The path that says what this is, to {@code ./classroom env} and {@code invoke}. */
    public static final String STATUS = "/_classroom/status";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    /** The AWS CLI's uploads of assets are the largest requests; Lambda's own limit is 6 MB. */
    private static final int MAX_BODY_BYTES = 64 << 20;
    /** Of a body over the limit. */
    private static final long MAX_DROPPED_BYTES = 1L << 30;
    /** Every function's long poll, a room of pupils with a few connections each, and some to spare. */
    private static final int MAX_THREADS = 256;
    /** Room for a client context (3,583 bytes) and for the tail of a log (4 KB, base64). */
    private static final int MAX_HEADER_BYTES = 32 << 10;

    private final Identities identities;
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Map<String, Endpoint> unsigned = new ConcurrentHashMap<>();
    private final Server server;
    private final ServerConnector connector;
    private Set<String> hosts = Set.of();

    public Gateway(Identities identities) {
        this.identities = identities;
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
        // A function may be silent for its 15 minutes, and a warm environment waits for its next event for hours.
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.setHandler(new Entrance());
        unsigned.put(STATUS, this::status);
    }

    /** Serves a service to requests signed for it, from now on. */
    public void add(Service service) {
        services.put(service.signingName(), service);
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
        String suffix = ":" + connector.getLocalPort();
        hosts = Set.of("127.0.0.1" + suffix, "localhost" + suffix, "[::1]" + suffix);
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
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("service", "classroom");
        new TreeSet<>(services.keySet()).forEach(body.putArray("signingNames")::add);
        return new Reply(200, Map.of("Content-Type", "application/json"), Protocol.bytes(body));
    }

    private Reply answer(Call call) {
        Optional<Endpoint> endpoint = endpoint(call.path());
        if (endpoint.isPresent()) {
            return endpoint.get().answer(call);
        }
        Service service = null;
        try {
            Signature signature = Signature.parse(call.header("authorization"));
            service = services.get(signature.signingName());
            Identity caller = identities
                    .find(signature.accessKeyId())
                    .orElseThrow(() -> new AwsError(
                            403, Signature.UNKNOWN_KEY, "The security token included in the request is invalid."));
            if (service == null) {
                throw new AwsError(
                        400,
                        "UnknownOperationException",
                        "The local class has no service '" + signature.signingName() + "'.");
            }
            Call signed = new Call(
                    call.method(), call.path(), call.query(), call.headers(), call.body(), caller, call.requestId());
            return service.answer(signed);
        } catch (AwsError error) {
            return service == null ? Protocol.error(call, error) : service.error(call, error);
        } catch (RuntimeException fault) {
            LOG.error("{} {} failed", call.method(), call.path(), fault);
            AwsError error = new AwsError(500, "InternalFailure", "The local class failed: " + fault);
            return service == null ? Protocol.error(call, error) : service.error(call, error);
        }
    }

    private Optional<Endpoint> endpoint(String path) {
        return unsigned.entrySet().stream()
                .filter(e -> path.startsWith(e.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(Map.Entry::getValue);
    }

    /** Why a request is not let in at all. */
    private Optional<String> foreign(Map<String, String> headers) {
        String host = headers.getOrDefault("host", "").toLowerCase(Locale.ROOT);
        if (!hosts.contains(host)) {
            return Optional.of("Host must be one of " + new TreeSet<>(hosts));
        }
        // A browser says 'none' when a person has typed the address.
        String site = headers.getOrDefault("sec-fetch-site", "none");
        if (headers.containsKey("origin") || !site.equals("none")) {
            return Optional.of("Web pages may not call the local class");
        }
        return Optional.empty();
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(
                    field.getLowerCaseName(), field.getValue() == null ? "" : field.getValue(), (a, b) -> a + "," + b);
        }
        return headers;
    }

    /**
     * The body, or nothing if it is over the limit. The rest is read and dropped, within reason: a client that is still
     * sending would take the refusal for a broken connection.
     */
    private static Optional<byte[]> body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            boolean fits = request.getLength() <= MAX_BODY_BYTES;
            byte[] body = fits ? in.readNBytes(MAX_BODY_BYTES + 1) : new byte[0];
            if (fits && body.length <= MAX_BODY_BYTES) {
                return Optional.of(body);
            }
            in.skip(MAX_DROPPED_BYTES);
            return Optional.empty();
        }
    }

    private static Reply refusal(int status, String code, String message) {
        return Protocol.restJsonError(new AwsError(status, code, message));
    }

    /** Jetty's side of the gateway. */
    private final class Entrance extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            String requestId = UUID.randomUUID().toString();
            Map<String, String> headers = headers(request);
            send(response, callback, requestId, reply(request, headers, requestId));
            return true;
        }

        private Reply reply(Request request, Map<String, String> headers, String requestId) throws IOException {
            Optional<String> foreign = foreign(headers);
            if (foreign.isPresent()) {
                return refusal(403, "ForbiddenException", foreign.get());
            }
            Optional<byte[]> body = body(request);
            if (body.isEmpty()) {
                return refusal(
                        413,
                        "RequestEntityTooLargeException",
                        "The local class takes no more than " + MAX_BODY_BYTES + " bytes");
            }
            String query = request.getHttpURI().getQuery();
            Call call = new Call(
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    query == null ? "" : query,
                    headers,
                    body.get(),
                    null,
                    requestId);
            try {
                return answer(call);
            } catch (RuntimeException fault) {
                LOG.error("{} {} failed", call.method(), call.path(), fault);
                return refusal(500, "InternalFailure", "The local class failed: " + fault);
            }
        }

        private void send(Response response, Callback callback, String requestId, Reply reply) {
            response.setStatus(reply.status());
            response.getHeaders().put("x-amzn-RequestId", requestId);
            reply.headers().forEach(response.getHeaders()::put);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
            response.write(true, ByteBuffer.wrap(reply.body()), callback);
        }
    }
}

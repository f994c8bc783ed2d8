package classroom;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local behind a door that refuses or loses calls as a test wants; the SDK in front of it is the real one.
 * {@link DoorHandler} puts a door before a whole local class.
 */
public final class FaultyDynamoDb implements AutoCloseable {
    private final Server server = new Server();
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

    /** The server behind the door. */
    @FunctionalInterface
    public interface Database {
        Answer answer(JsonNode request);
    }

    /** How much of an answer arrives before the connection is cut. */
    public enum Arrival {
        WHOLE,
        HALF,
        NOTHING
    }

    public record Answer(int status, String body, Arrival arrival) {
        public Answer(int status, String body) {
            this(status, body, Arrival.WHOLE);
        }

        /** What DynamoDB answers when it refuses with {@code code}. */
        public static Answer refusal(String code) {
            return refusal(code, "refused by the test");
        }

        public static Answer refusal(String code, String message) {
            return new Answer(
                    code.equals("InternalServerError") ? 500 : 400,
                    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"" + message + "\"}");
        }

        /** The answer, cut short. */
        public Answer arriving(Arrival cut) {
            return new Answer(status, body, cut);
        }
    }

    public FaultyDynamoDb(URI real, Door door) {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new DoorHandler(door, new Forwarding(real)));
        try {
            server.start();
        } catch (Exception failed) {
            // Jetty declares that a life cycle may throw anything.
            throw new IllegalStateException(failed);
        }
        client = DynamoDbLocal.clientOf(URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    /** A client that knocks at the door. */
    public DynamoDbClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Sends the calls to the real one. */
    private static final class Forwarding extends Handler.Abstract {
        private final URI real;
        private final HttpClient http = HttpClient.newHttpClient();

        Forwarding(URI real) {
            this.real = real;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            HttpRequest.Builder forwarded = HttpRequest.newBuilder(real)
                    .POST(HttpRequest.BodyPublishers.ofString(Content.Source.asString(request)));
            for (String name : new String[] {"X-Amz-Target", "Authorization", "Content-Type"}) {
                forwarded.header(name, request.getHeaders().get(name));
            }
            try {
                HttpResponse<byte[]> answer = http.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
                response.setStatus(answer.statusCode());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
                response.write(true, ByteBuffer.wrap(answer.body()), callback);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ended);
            }
            return true;
        }
    }
}

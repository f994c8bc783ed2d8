package classroom;

import classroom.FaultyDynamoDb.Answer;
import classroom.FaultyDynamoDb.Arrival;
import classroom.FaultyDynamoDb.Door;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Puts a {@link Door} before a server that answers for DynamoDB, such as the local class's gateway: clients see its
 * faults as over a network. Requests to other services pass.
 */
public final class DoorHandler extends Handler.Wrapper {
    private static final String PREFIX = "DynamoDB_20120810.";

    private final Door door;

    public DoorHandler(Door door, Handler behind) {
        super(behind);
        this.door = door;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String target = request.getHeaders().get("X-Amz-Target");
        if (target == null || !target.startsWith(PREFIX)) {
            return super.handle(request, response, callback);
        }
        JsonNode body = Invocation.json(Content.Source.asString(request));
        Answer answer =
                door.answer(target.substring(PREFIX.length()), body, changed -> behind(request, response, changed));
        send(answer, request, response, callback);
        return true;
    }

    /** Returns the server's answer to the request with this body. */
    private Answer behind(Request request, Response response, JsonNode body) {
        Kept kept = new Kept(request, response);
        try {
            super.handle(new Sent(request, body), kept, Callback.NOOP);
        } catch (Exception failed) {
            // Jetty declares that a handler may throw anything.
            throw new IllegalStateException(failed);
        }
        return new Answer(kept.getStatus(), kept.body.toString(StandardCharsets.UTF_8));
    }

    private static void send(Answer answer, Request request, Response response, Callback callback) throws IOException {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        if (answer.arrival() == Arrival.NOTHING) {
            if (connection instanceof SocketChannelEndPoint socket) {
                // Closing it now sends RST, not FIN.
                socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            connection.close();
            callback.failed(new EofException("cut by the test"));
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.getHeaders().remove("x-amz-crc32");
        if (answer.arrival() == Arrival.WHOLE) {
            response.write(true, ByteBuffer.wrap(body), callback);
            return;
        }
        Content.Sink.write(response, false, ByteBuffer.wrap(body, 0, body.length / 2));
        connection.close();
        callback.failed(new EofException("cut by the test"));
    }

    /** A request whose body has been read, and perhaps changed. */
    private static final class Sent extends Request.Wrapper {
        private final byte[] body;
        private boolean read;

        Sent(Request request, JsonNode body) {
            super(request);
            this.body = body.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Content.Chunk read() {
            if (read) {
                return Content.Chunk.EOF;
            }
            read = true;
            return Content.Chunk.from(ByteBuffer.wrap(body), true);
        }

        @Override
        public long getLength() {
            return body.length;
        }
    }

    /** An answer that is not sent yet. */
    private static final class Kept extends Response.Wrapper {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Kept(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            body.writeBytes(bytes);
            callback.succeeded();
        }
    }
}

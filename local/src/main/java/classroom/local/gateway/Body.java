package classroom.local.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Reads the bodies of requests, whole or not at all; the refusals are those of the AWS API references' "Common errors". */
final class Body {
    /** A request that is no HTTP, or none from some byte on. */
    static final String MALFORMED = "MalformedHttpRequestException";

    static final String TIMED_OUT = "RequestTimeoutException";
    static final String TOO_LARGE = "RequestEntityTooLargeException";

    /** The AWS CLI's uploads of assets are the largest requests; Lambda's own limit is 6 MB. */
    static final int MAX_BYTES = 64 << 20;

    /** Of a body over the limit. */
    private static final long MAX_DROPPED_BYTES = 1L << 30;

    private Body() {}

    /**
     * The whole body.
     *
     * @param patience how long the client may send nothing: whoever waits here holds a thread
     * @throws AwsError if it is too large, broken or does not come
     */
    static byte[] read(Request request, Duration patience) {
        ByteArrayOutputStream come = new ByteArrayOutputStream();
        if (readCome(request, come)) {
            return fitting(come.toByteArray());
        }
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        connection.setIdleTimeout(patience.toMillis());
        try (InputStream in = Content.Source.asInputStream(request)) {
            return fitting(readRest(request, in, come));
        } catch (IOException | HttpException.RuntimeException e) {
            throw broken(e, patience);
        } finally {
            connection.setIdleTimeout(0);
        }
    }

    /** Reads what is here already, as most bodies are: it takes no timer. Says whether that was all. */
    private static boolean readCome(Request request, ByteArrayOutputStream come) {
        while (come.size() <= MAX_BYTES) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw broken(chunk.getFailure(), Duration.ZERO);
            }
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes, 0, bytes.length);
            come.writeBytes(bytes);
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                return true;
            }
        }
        return false;
    }

    /**
     * All of it, or more than is allowed. The rest of a body over the limit is read and dropped, within reason: a client
     * that is still sending would take the refusal for a broken connection.
     */
    private static byte[] readRest(Request request, InputStream in, ByteArrayOutputStream come) throws IOException {
        if (request.getLength() <= MAX_BYTES) {
            come.writeBytes(in.readNBytes(Math.max(0, MAX_BYTES + 1 - come.size())));
            if (come.size() <= MAX_BYTES) {
                return come.toByteArray();
            }
        }
        in.skip(MAX_DROPPED_BYTES);
        throw tooLarge();
    }

    private static byte[] fitting(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw tooLarge();
        }
        return body;
    }

    private static AwsError tooLarge() {
        return new AwsError(413, TOO_LARGE, "The local class takes no more than " + MAX_BYTES + " bytes");
    }

    private static AwsError broken(Throwable failure, Duration patience) {
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            return new AwsError(
                    408, TIMED_OUT, "Nothing more of the request's body came within " + patience.toMillis() + " ms");
        }
        // Jetty calls a broken chunk an early end, too.
        return new AwsError(
                400, MALFORMED, "The request's body ends early or is in broken chunks: " + failure.getMessage());
    }
}

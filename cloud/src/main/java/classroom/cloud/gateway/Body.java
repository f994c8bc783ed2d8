package classroom.cloud.gateway;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * The body of one request, which is had whole or not at all. Nobody waits for it: whatever a client sends, and however
 * slowly, it holds no thread. The refusals are those of the AWS API references' "Common errors".
 */
final class Body implements Runnable {
    /** A request that is no HTTP, or none from some byte on. */
    static final String MALFORMED = "MalformedHttpRequestException";

    static final String TIMED_OUT = "RequestTimeoutException";
    static final String TOO_LARGE = "RequestEntityTooLargeException";
    static final String NO_ROOM = "ServiceUnavailable";

    /** The AWS CLI's uploads of assets are the largest requests; Lambda's own limit is 6 MB. */
    static final int MAX_BYTES = 64 << 20;

    /** Bodies up to this size are had even where large ones leave no room. */
    private static final int SMALL = 64 << 10;

    /** Of a body over the limit. */
    private static final long MAX_DROPPED_BYTES = 1L << 30;

    private final Request request;
    private final Duration patience;
    private final Semaphore room;
    private final Consumer<byte[]> whole;
    private final Consumer<AwsError> refused;
    private final EndPoint connection;
    private final long began = System.nanoTime();
    private ByteArrayOutputStream come = new ByteArrayOutputStream();
    private long dropped;
    private int held;

    /**
     * A body of which nothing is read yet.
     *
     * @param patience how long the client may send nothing, and how long it may take in all, beside a second for each
     *     1,000 bytes
     * @param room the bytes of large bodies that the gateway has memory for
     * @param whole takes the body; it may block
     * @param refused takes why there is none
     */
    Body(Request request, Duration patience, Semaphore room, Consumer<byte[]> whole, Consumer<AwsError> refused) {
        this.request = request;
        this.patience = patience;
        this.room = room;
        this.whole = whole;
        this.refused = refused;
        this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Reads what is here, and is run again when more is. */
    @Override
    public void run() {
        try {
            if (!isAllRead()) {
                connection.setIdleTimeout(patience.toMillis());
                request.demand(this);
                return;
            }
        } catch (AwsError refusal) {
            room.release(held);
            refused.accept(refusal);
            return;
        }
        // Whoever waits for an answer may be silent for as long as that takes.
        connection.setIdleTimeout(0);
        try {
            whole.accept(come.toByteArray());
        } finally {
            room.release(held);
        }
    }

    private boolean isAllRead() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                checkPace();
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw broken(chunk.getFailure());
            }
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes, 0, bytes.length);
            boolean last = chunk.isLast();
            chunk.release();
            take(bytes);
            if (last && dropped > 0) {
                throw tooLarge();
            }
            if (last) {
                return true;
            }
        }
    }

    /**
     * Keeps what has come. Of a body over the limit everything is dropped, within reason: a client that is still
     * sending would take the refusal for a broken connection.
     */
    private void take(byte[] bytes) {
        if (dropped > 0 || request.getLength() > MAX_BYTES || come.size() + bytes.length > MAX_BYTES) {
            dropped += come.size() + bytes.length;
            come = new ByteArrayOutputStream();
            room.release(held);
            held = 0;
            if (dropped > MAX_DROPPED_BYTES) {
                throw tooLarge();
            }
            return;
        }
        int more = Math.max(0, come.size() + bytes.length - SMALL) - held;
        if (more > 0) {
            if (!room.tryAcquire(more)) {
                throw new AwsError(
                        503,
                        NO_ROOM,
                        "The local class has no memory for more large requests at the moment: send it again");
            }
            held += more;
        }
        come.writeBytes(bytes);
    }

    private void checkPace() {
        long allowed = patience.toMillis() + come.size() + dropped;
        if (System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(allowed)) {
            throw new AwsError(
                    408, TIMED_OUT, "The request's body comes too slowly: not all came within " + allowed + " ms");
        }
    }

    private static AwsError tooLarge() {
        return new AwsError(413, TOO_LARGE, "The local class takes no more than " + MAX_BYTES + " bytes");
    }

    private AwsError broken(Throwable failure) {
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            return new AwsError(
                    408, TIMED_OUT, "Nothing more of the request's body came within " + patience.toMillis() + " ms");
        }
        // Jetty calls a broken chunk an early end, too.
        return new AwsError(
                400, MALFORMED, "The request's body ends early or is in broken chunks: " + failure.getMessage());
    }
}

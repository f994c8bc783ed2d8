package classroom.cloud.dynamodb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A response that goes over no connection: status, headers and body are kept. */
final class InProcessResponse implements Response {
    private final Request request;
    private final HttpFields.Mutable headers = HttpFields.build();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    private int status = 200;
    private boolean committed;
    private boolean last;
    private Supplier<HttpFields> trailers;

    InProcessResponse(Request request) {
        this.request = request;
    }

    byte[] body() {
        return body.toByteArray();
    }

    @Override
    public Request getRequest() {
        return request;
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setStatus(int code) {
        status = code;
    }

    @Override
    public HttpFields.Mutable getHeaders() {
        return headers;
    }

    @Override
    public Supplier<HttpFields> getTrailersSupplier() {
        return trailers;
    }

    @Override
    public void setTrailersSupplier(Supplier<HttpFields> supplier) {
        trailers = supplier;
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }

    @Override
    public boolean hasLastWrite() {
        return last;
    }

    @Override
    public boolean isCompletedSuccessfully() {
        return last;
    }

    @Override
    public void reset() {
        headers.clear();
        body.reset();
        status = 200;
        committed = false;
        last = false;
    }

    @Override
    public CompletableFuture<Void> writeInterim(int interimStatus, HttpFields interimHeaders) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void write(boolean isLast, ByteBuffer bytes, Callback callback) {
        committed = true;
        last |= isLast;
        if (bytes != null) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            body.write(copy, 0, copy.length);
        }
        callback.succeeded();
    }
}

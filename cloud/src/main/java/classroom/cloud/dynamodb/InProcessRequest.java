package classroom.cloud.dynamodb;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Attributes;

/**
 * A request that has come over no connection: a method, headers and a body that is already here. What only a
 * connection has is refused, so that a reader that comes to need it is noticed.
 */
final class InProcessRequest extends Attributes.Lazy implements Request {
    private static final HttpURI ROOT = HttpURI.from("http://127.0.0.1/");

    private final HttpFields headers;
    private final long began = System.nanoTime();
    private Content.Chunk next;

    InProcessRequest(HttpFields headers, byte[] body) {
        this.headers = headers;
        this.next = Content.Chunk.from(ByteBuffer.wrap(body), true);
    }

    @Override
    public String getId() {
        return "in-process";
    }

    @Override
    public String getMethod() {
        return "POST";
    }

    @Override
    public HttpURI getHttpURI() {
        return ROOT;
    }

    @Override
    public HttpFields getHeaders() {
        return headers;
    }

    @Override
    public HttpFields getTrailers() {
        return null;
    }

    @Override
    public long getBeginNanoTime() {
        return began;
    }

    @Override
    public long getHeadersNanoTime() {
        return began;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = next;
        next = Content.Chunk.EOF;
        return chunk;
    }

    @Override
    public long getLength() {
        return next.remaining();
    }

    @Override
    public boolean consumeAvailable() {
        next = Content.Chunk.EOF;
        return true;
    }

    @Override
    public void demand(Runnable demandCallback) {
        demandCallback.run();
    }

    @Override
    public void fail(Throwable failure) {
        next = Content.Chunk.from(failure);
    }

    @Override
    public void addIdleTimeoutListener(Predicate<TimeoutException> onIdleTimeout) {
        // Nothing is waited for.
    }

    @Override
    public void addFailureListener(Consumer<Throwable> onFailure) {
        // There is no connection to fail.
    }

    @Override
    public Components getComponents() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionMetaData getConnectionMetaData() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Context getContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TunnelSupport getTunnelSupport() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addHttpStreamWrapper(Function<HttpStream, HttpStream> wrapper) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session getSession(boolean create) {
        throw new UnsupportedOperationException();
    }
}

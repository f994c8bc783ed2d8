package classroom.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A client of the Lambda Runtime API (AWS Lambda developer guide, "Using the Lambda runtime API") over one kept-alive
 * connection.
 *
 * <p>An answer of 204 to {@code next} means "ask again": a long poll may be cut in pieces. A broken connection is
 * opened once more, because the server may have closed it while a handler ran; then the class is gone and
 * {@link IOException} says so.
 */
final class RuntimeClient {
    /** A longer answer is cut here: Lambda refuses answers of over 6 MB, and these bytes show that it is longer. */
    private static final int LONGEST = 8 << 20;

    private final String host;
    private final int port;
    private final String path;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] buffer = new byte[8192];
    private int position;
    private int limit;

    private byte[] body;
    private InvocationRequest headers;

    /** Takes {@code AWS_LAMBDA_RUNTIME_API}: {@code 127.0.0.1:PORT/env/KEY}. */
    RuntimeClient(String api) {
        int colon = api.indexOf(':');
        int slash = api.indexOf('/', colon);
        host = api.substring(0, colon);
        port = Integer.parseInt(api.substring(colon + 1, slash));
        path = api.substring(slash);
    }

    /** The unguessable part of the path. */
    String key() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    InvocationRequest next() throws IOException {
        int status;
        do {
            status = exchange("GET", "/2018-06-01/runtime/invocation/next", null);
        } while (status == 204);
        if (status != 200) {
            throw new IOException("this environment has ended");
        }
        InvocationRequest request = headers;
        request.setContent(body);
        return request;
    }

    void response(String id, byte[] answer) throws IOException {
        exchange("POST", "/2018-06-01/runtime/invocation/".concat(id).concat("/response"), answer);
    }

    void error(String id, byte[] fault) throws IOException {
        exchange("POST", "/2018-06-01/runtime/invocation/".concat(id).concat("/error"), fault);
    }

    void initError(byte[] fault) throws IOException {
        exchange("POST", "/2018-06-01/runtime/init/error", fault);
    }

    /** Returns when the environment is restored. */
    void restoreNext() throws IOException {
        if (exchange("GET", "/2018-06-01/runtime/restore/next", null) != 200) {
            throw new IOException("this environment has ended");
        }
    }

    void restoreError(byte[] fault) throws IOException {
        exchange("POST", "/2018-06-01/runtime/restore/error", fault);
    }

    private int exchange(String method, String resource, byte[] body) throws IOException {
        byte[] content = body == null || body.length <= LONGEST ? body : Arrays.copyOf(body, LONGEST);
        byte[] head = head(method, resource, content);
        if (socket != null) {
            try {
                return send(head, content);
            } catch (IOException e) {
                socket.close();
            }
        }
        connect();
        return send(head, content);
    }

    private void connect() throws IOException {
        socket = new Socket(Proxy.NO_PROXY);
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        position = 0;
        limit = 0;
    }

    private byte[] head(String method, String resource, byte[] content) {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(path).append(resource).append(" HTTP/1.1\r\nHost: ");
        head.append(host).append(':').append(port).append("\r\n");
        if (content != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ").append(content.length);
            head.append("\r\n");
        }
        head.append("\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private int send(byte[] head, byte[] content) throws IOException {
        if (content == null) {
            out.write(head);
        } else if (content.length > 65536) {
            out.write(head);
            out.write(content);
        } else {
            byte[] whole = new byte[head.length + content.length];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(content, 0, whole, head.length, content.length);
            out.write(whole);
        }
        return receive();
    }

    private int receive() throws IOException {
        String line = line();
        int space = line.indexOf(' ');
        int status = Integer.parseInt(line.substring(space + 1, space + 4));
        headers = new InvocationRequest();
        int length = 0;
        for (line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).trim();
            if (named(line, colon, "Content-Length")) {
                length = Integer.parseInt(value);
            } else if (named(line, colon, "Lambda-Runtime-Aws-Request-Id")) {
                headers.setId(value);
            } else if (named(line, colon, "Lambda-Runtime-Deadline-Ms")) {
                headers.setDeadlineTimeInMs(Long.parseLong(value));
            } else if (named(line, colon, "Lambda-Runtime-Invoked-Function-Arn")) {
                headers.setInvokedFunctionArn(value);
            } else if (named(line, colon, "Lambda-Runtime-Client-Context")) {
                headers.setClientContext(value);
            } else if (named(line, colon, "Transfer-Encoding")) {
                throw new IOException("the Runtime API answers with a length");
            }
        }
        body = new byte[length];
        int have = Math.min(length, limit - position);
        System.arraycopy(buffer, position, body, 0, have);
        position += have;
        while (have < length) {
            int n = in.read(body, have, length - have);
            if (n < 0) {
                throw new EOFException();
            }
            have += n;
        }
        return status;
    }

    private static boolean named(String line, int colon, String name) {
        return colon == name.length() && line.regionMatches(true, 0, name, 0, colon);
    }

    private String line() throws IOException {
        int start = position;
        for (int at = start; ; at++) {
            if (at == limit) {
                if (start > 0) {
                    System.arraycopy(buffer, start, buffer, 0, limit - start);
                    limit -= start;
                    at -= start;
                    start = 0;
                } else if (limit == buffer.length) {
                    buffer = Arrays.copyOf(buffer, buffer.length * 2);
                }
                int n = in.read(buffer, limit, buffer.length - limit);
                if (n < 0) {
                    throw new EOFException();
                }
                limit += n;
            }
            if (buffer[at] == '\n') {
                position = at + 1;
                int end = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
                return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
            }
        }
    }
}

package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Sends requests to a gateway as AWS clients do, over real HTTP. */
public final class SignedClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final String service;

    public SignedClient(URI uri, String service) {
        this.uri = uri;
        this.service = service;
    }

    /** A request of a JSON protocol; {@code version} is {@code 1.0} or {@code 1.1}. */
    public HttpResponse<byte[]> json(Identity caller, String version, String target, String body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri)
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-" + version)
                .header("Authorization", authorization(caller))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A request of a query protocol. */
    public HttpResponse<byte[]> form(Identity caller, String path, String form)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .header("Authorization", authorization(caller))
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /**
     * A request of a REST protocol.
     *
     * @param request method and path, such as {@code PUT /bucket/key}
     * @param headers names and values in turn
     */
    public HttpResponse<byte[]> rest(Identity caller, String request, byte[] body, String... headers)
            throws IOException, InterruptedException {
        int space = request.indexOf(' ');
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(uri + request.substring(space + 1)))
                .header("Authorization", authorization(caller))
                .method(request.substring(0, space), HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return send(builder);
    }

    /** The text of an answer. */
    public static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String authorization(Identity caller) {
        return "AWS4-HMAC-SHA256 Credential=" + caller.accessKeyId() + "/20260101/us-east-2/" + service
                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";
    }
}

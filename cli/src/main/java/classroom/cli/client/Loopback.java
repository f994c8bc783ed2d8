package classroom.cli.client;

import classroom.cloud.gateway.Gateway;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Sends requests to a running class on 127.0.0.1, and to nothing else.
 *
 * <p>They carry an {@code Authorization} header in the shape of Signature Version 4 ("Elements of an AWS API request
 * signature", IAM User Guide), because the class reads from it which service is meant and who asks. The signature
 * itself is no real one: the class verifies none.
 *
 * @param region the class's region, which the requests are signed for
 * @param accessKey who asks, such as {@link classroom.cloud.identity.Identities#TEACHER}
 */
public record Loopback(int port, String region, String accessKey) implements Wire {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final String NO_SIGNATURE = "0".repeat(64);

    /** Longer than the longest function may run (15 minutes). */
    private static final Duration PATIENCE = Duration.ofMinutes(16);

    private static final Duration PATIENCE_FOR_STATUS = Duration.ofSeconds(10);

    private static final Pattern HERE =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0(:0){6}:1]", Pattern.CASE_INSENSITIVE);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    /** A wire to the same class for somebody else. */
    public Loopback as(String otherAccessKey) {
        return new Loopback(port, region, otherAccessKey);
    }

    /** Whether a URL leads to this machine, whatever listens there. */
    public static boolean isHere(URI url) {
        return url.getHost() != null && HERE.matcher(url.getHost()).matches();
    }

    /**
     * Returns if a class answers on the port.
     *
     * @throws NotRunningException when nothing does, or something else
     */
    public void requireClass() {
        if (!isClass()) {
            throw new NotRunningException(port, new IOException("What listens there is no class"));
        }
    }

    /** Whether a class answers on the port. What else may listen there is sent nothing but this one request. */
    public boolean isClass() {
        HttpRequest status = HttpRequest.newBuilder(uri(Gateway.STATUS))
                .timeout(PATIENCE_FOR_STATUS)
                .build();
        try {
            HttpResponse<String> response = HTTP.send(status, BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().contains("\"service\":\"classroom\"");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws NotRunningException when no class answers
     */
    @Override
    public Answer send(Request request) {
        String now = ZonedDateTime.now(ZoneOffset.UTC).format(TIMESTAMP);
        String scope = now.substring(0, 8) + "/" + region + "/" + request.service() + "/aws4_request";
        BodyPublisher body =
                request.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body());
        HttpRequest.Builder signed = HttpRequest.newBuilder(uri(request.path()))
                .timeout(PATIENCE)
                .method(request.method(), body)
                .header("X-Amz-Date", now)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/" + scope
                                + ", SignedHeaders=host;x-amz-date, Signature=" + NO_SIGNATURE);
        request.headers().forEach(signed::header);
        try {
            HttpResponse<byte[]> response = HTTP.send(signed.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (ConnectException e) {
            throw new NotRunningException(port, e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    Texts.of("the class on 127.0.0.1:%d did not answer: %s", port, e.getMessage()), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static UncheckedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UncheckedIOException(new IOException("Interrupted while waiting for the class", e));
    }
}

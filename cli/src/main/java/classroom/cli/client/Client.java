package classroom.cli.client;

import classroom.cloud.gateway.Gateway;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A client of a running class on 127.0.0.1, for those without the AWS CLI and for the commands of the class.
 *
 * <p>It speaks Lambda's REST paths and the JSON protocols of DynamoDB, its Streams, CloudWatch Logs and SQS. Its
 * requests carry an {@code Authorization} header in the shape of Signature Version 4 ("Elements of an AWS API request
 * signature", IAM User Guide), because the class reads from it which service is meant and who asks. The signature
 * itself is no real one: the class verifies none, and this client can reach nothing but 127.0.0.1.
 */
public final class Client {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final String NO_SIGNATURE = "0".repeat(64);

    /** Longer than the longest function may run (15 minutes). */
    private static final Duration PATIENCE = Duration.ofMinutes(16);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final int port;
    private final String region;
    private final String accessKey;

    /**
     * A client of the class on {@code 127.0.0.1:port}.
     *
     * @param region the class's region, which the requests are signed for
     * @param accessKey who asks, such as {@link classroom.cloud.identity.Identities#TEACHER}
     */
    public Client(int port, String region, String accessKey) {
        this.port = port;
        this.region = region;
        this.accessKey = accessKey;
    }

    /** A client of the same class for somebody else. */
    public Client as(String otherAccessKey) {
        return new Client(port, region, otherAccessKey);
    }

    /**
     * Invokes a function and waits for its answer ({@code RequestResponse}, {@code LogType=Tail}).
     *
     * @throws ServiceException what Lambda refuses, such as a function that does not exist; a failure of the function
     *     itself is an {@link Invocation} with a {@link Invocation#functionError() functionError}
     * @throws NotRunningException when no class answers
     */
    public Invocation invoke(String function, byte[] event) {
        HttpRequest request = request("lambda", "/2015-03-31/functions/" + encode(function) + "/invocations")
                .header("Content-Type", "application/json")
                .header("X-Amz-Invocation-Type", "RequestResponse")
                .header("X-Amz-Log-Type", "Tail")
                .POST(BodyPublishers.ofByteArray(event))
                .build();
        HttpResponse<byte[]> response = send(request);
        String tail = response.headers()
                .firstValue("X-Amz-Log-Result")
                .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .orElse("");
        String error = response.headers().firstValue("X-Amz-Function-Error").orElse(null);
        return new Invocation(response.statusCode(), error, response.body(), tail);
    }

    /**
     * Calls one operation of a service with a JSON protocol.
     *
     * @param signingName {@code dynamodb} (its Streams too), {@code logs} or {@code sqs}
     * @param target the value of {@code X-Amz-Target}, such as {@code DynamoDBStreams_20120810.ListStreams}
     * @throws ServiceException what the service refuses
     * @throws NotRunningException when no class answers
     */
    public JsonNode call(String signingName, String target, JsonNode input) {
        return read(exchange(signingName, target, input.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a request of a JSON protocol; the bodies are as they are sent and received. */
    public byte[] exchange(String signingName, String target, byte[] input) {
        HttpRequest request = request(signingName, "/")
                .header(
                        "Content-Type",
                        signingName.equals("logs") ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0")
                .header("X-Amz-Target", target)
                .POST(BodyPublishers.ofByteArray(input))
                .build();
        return send(request).body();
    }

    /**
     * Reads from a service with REST paths.
     *
     * @param signingName {@code lambda}
     * @param path with its query, such as {@code /2015-03-31/functions/}
     * @throws ServiceException what the service refuses
     * @throws NotRunningException when no class answers
     */
    public JsonNode get(String signingName, String path) {
        return read(send(request(signingName, path).GET().build()).body());
    }

    /**
     * Returns if a class answers on the port.
     *
     * @throws NotRunningException when nothing does, or something else
     */
    public void requireClass() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + Gateway.STATUS))
                .timeout(PATIENCE)
                .build();
        byte[] answer = send(request).body();
        if (!new String(answer, StandardCharsets.UTF_8).contains("\"service\":\"classroom\"")) {
            throw new NotRunningException(port, new IOException("What listens there is no class"));
        }
    }

    private HttpRequest.Builder request(String signingName, String path) {
        String now = ZonedDateTime.now(ZoneOffset.UTC).format(TIMESTAMP);
        String scope = now.substring(0, 8) + "/" + region + "/" + signingName + "/aws4_request";
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("X-Amz-Date", now)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/" + scope
                                + ", SignedHeaders=host;x-amz-date, Signature=" + NO_SIGNATURE);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new NotRunningException(port, e);
        } catch (IOException e) {
            throw new UncheckedIOException("The class on 127.0.0.1:" + port + " did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted while waiting for the class", e));
        }
        if (response.statusCode() >= 300) {
            throw refusal(response);
        }
        return response;
    }

    /** JSON protocols name the error in {@code __type} ("ns#Code"), Lambda in {@code x-amzn-ErrorType} ("Code:uri"). */
    private static ServiceException refusal(HttpResponse<byte[]> response) {
        JsonNode answer;
        try {
            answer = JSON.readTree(response.body());
        } catch (IOException e) {
            answer = JsonNodeFactory.instance.textNode(new String(response.body(), StandardCharsets.UTF_8));
        }
        String type = response.headers()
                .firstValue("x-amzn-ErrorType")
                .orElse(answer.path("__type").asText("HTTP " + response.statusCode()));
        String code = type.substring(type.indexOf('#') + 1);
        code = code.contains(":") ? code.substring(0, code.indexOf(':')) : code;
        JsonNode message = answer.has("message") ? answer.path("message") : answer.path("Message");
        String text = message.isTextual() ? message.textValue() : answer.isTextual() ? answer.textValue() : code;
        return new ServiceException(response.statusCode(), code, text, answer);
    }

    private static JsonNode read(byte[] body) {
        try {
            return body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The answer is no JSON: " + new String(body, StandardCharsets.UTF_8), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

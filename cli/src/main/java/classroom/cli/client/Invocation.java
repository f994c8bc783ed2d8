package classroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What Lambda answered to one synchronous invocation.
 *
 * @param status HTTP status of the Invoke API, 200 even when the function itself failed
 * @param error the kind of failure as {@code X-Amz-Function-Error} says it ({@code Unhandled}), {@code null} for none
 * @param payload what the function answered, or the failure with {@code errorType} and {@code errorMessage}
 * @param logTail the last 4 KB that this invocation logged
 */
public record Invocation(int status, String error, byte[] payload, String logTail) {

    /** The kind of failure, if the function failed. */
    public Optional<String> functionError() {
        return Optional.ofNullable(error);
    }

    /** The payload as text. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The payload as JSON; a missing node when it is empty. */
    public JsonNode json() {
        return payload.length == 0 ? MissingNode.getInstance() : read(payload);
    }

    /** The status inside an answer {@code {"statusCode", "headers", "body"}}, 0 when the payload is no such answer. */
    public int statusCode() {
        return json().path("statusCode").asInt(0);
    }

    /** The body of such an answer, parsed; a missing node when there is none. */
    public JsonNode body() {
        JsonNode body = json().path("body");
        return body.isTextual() ? read(body.textValue().getBytes(StandardCharsets.UTF_8)) : MissingNode.getInstance();
    }

    private static JsonNode read(byte[] json) {
        try {
            return Client.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("The answer is not JSON: " + new String(json, StandardCharsets.UTF_8), e);
        }
    }
}

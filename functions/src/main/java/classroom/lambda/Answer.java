package classroom.lambda;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer of a function: {@code {"statusCode", "headers", "body"}}. The body is a JSON text. */
public final class Answer {
    private final int statusCode;
    private final Object body;

    private Answer(int statusCode, Object body) {
        this.statusCode = statusCode;
        this.body = body;
    }

    public static Answer ok(Object body) {
        return new Answer(200, body);
    }

    public static Answer created(Object body) {
        return new Answer(201, body);
    }

    public static Answer notFound() {
        return new Answer(404, Map.of("status", "Nao encontrado"));
    }

    /** The event is valid, but the stored item does not allow it. */
    public static Answer conflict(String message) {
        return error(409, "Conflict").with("message", message);
    }

    /** DynamoDB had no capacity left, not even for the SDK's retries. Nothing was written. */
    public static Answer throttled() {
        return error(503, "Throttled")
                .with("message", "DynamoDB has no capacity left for this at the moment; try again later");
    }

    /** Makes an answer that says no more than the {@code error}'s name: add a message to it. */
    public static Answer error(int statusCode, String error) {
        return new Answer(statusCode, Map.of("error", error));
    }

    /** Returns this answer with one more field in its body. */
    public Answer with(String field, Object value) {
        Map<String, Object> extended = new LinkedHashMap<>(Json.object(body));
        extended.put(field, value);
        return new Answer(statusCode, extended);
    }

    void write(OutputStream output) throws IOException {
        try (JsonGenerator generator = Json.generator(output)) {
            generator.writeStartObject();
            generator.writeNumberField("statusCode", statusCode);
            generator.writeObjectFieldStart("headers");
            generator.writeStringField("Content-Type", "application/json");
            generator.writeStringField("Access-Control-Allow-Origin", "*");
            generator.writeEndObject();
            generator.writeStringField("body", Json.text(body));
            generator.writeEndObject();
        }
    }
}

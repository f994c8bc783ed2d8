package classroom.lambda;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a function answers: {@code {"statusCode", "headers", "body"}}, the body a JSON text. */
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

    /** The request is well-formed, but not for what is stored now. */
    public static Answer conflict(String message) {
        return error(409, "Conflict", message);
    }

    /** DynamoDB had no capacity left, even for the SDK's retries. Nothing was written. */
    public static Answer throttled() {
        return error(503, "Throttled", "DynamoDB has no capacity left for this at the moment; try again later");
    }

    static Answer badRequest(BadRequest refused) {
        return error(400, "BadRequest", refused.getMessage()).with("field", refused.field());
    }

    public static Answer error(int statusCode, String error, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("message", message);
        return new Answer(statusCode, body);
    }

    /** This answer, its body extended by a field. */
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

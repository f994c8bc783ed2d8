package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Something that happened to a stack or to one of its resources.
 *
 * @param id unique
 * @param logicalId of the resource, or the stack's name
 * @param physicalId {@code null} before there is one; the stack's id for the stack itself
 * @param status such as {@code CREATE_FAILED}
 * @param reason the reason, {@code null} if there is none
 * @param properties the resource's resolved properties, {@code null} for the stack itself
 */
public record StackEvent(
        String id,
        Instant time,
        String logicalId,
        String physicalId,
        String type,
        String status,
        String reason,
        JsonNode properties) {
    /** How the services say that something else has a name. */
    private static final Pattern TAKEN = Pattern.compile("already exist|preexisting");

    /** The reason of a failure, as an event says it. */
    static String reason(RuntimeException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return TAKEN.matcher(message).find()
                ? message + " (if that is not the class's, -c student=NAME gives the class other names)"
                : message;
    }

    /** What those who follow the class are told of it. */
    public ObjectNode members() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("logicalId", logicalId)
                .put("type", type)
                .put("status", status)
                .put("reason", reason);
    }
}

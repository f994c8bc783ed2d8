package classroom.cloud.lambda.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * An invocation that has ended, whoever asked for it: a client, a stream, the queue of asynchronous events.
 *
 * @param cold whether its environment was started for it
 * @param nanoseconds from the moment at which it had a place; a cold one waits for the initialisation
 */
record Ended(String function, Invocation invocation, boolean cold, long nanoseconds) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Its event: the function's name, how it went and, of a failure, the type of the error. */
    ObjectNode members(Invocation.Result result) {
        ObjectNode members = JsonNodeFactory.instance
                .objectNode()
                .put("function", function)
                .put("requestId", invocation.requestId())
                .put("cold", cold)
                .put("outcome", result.failed() ? "failed" : "succeeded")
                .put("milliseconds", TimeUnit.NANOSECONDS.toMillis(nanoseconds));
        return result.failed() ? members.put("error", errorType(result.payload())) : members;
    }

    private static String errorType(byte[] payload) {
        try {
            JsonNode error = JSON.readTree(payload);
            return error.path("errorType").asText("Unhandled");
        } catch (IOException e) {
            return "Unhandled"; // A runtime of the function's own may answer anything.
        }
    }
}

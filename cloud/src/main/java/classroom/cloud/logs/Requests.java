package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of a request to CloudWatch Logs, and how one is refused that lacks them. */
final class Requests {
    private Requests() {}

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    static int limit(JsonNode request, int usual, int most) {
        int limit = integer(request, "limit", usual);
        if (limit < 1 || limit > most) {
            throw invalid("Value '" + limit + "' at 'limit' must be between 1 and " + most);
        }
        return limit;
    }

    static int integer(JsonNode request, String member, int absent) {
        return request.hasNonNull(member) ? request.path(member).asInt() : absent;
    }

    static String required(JsonNode request, String member) {
        String value = request.path(member).asText("");
        if (value.isEmpty()) {
            throw missing(member);
        }
        return value;
    }

    static AwsError missing(String member) {
        return invalid("1 validation error detected: Value null at '" + member
                + "' failed to satisfy constraint: Member must not be null");
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }

    static AwsError noStream() {
        return new AwsError(400, "ResourceNotFoundException", "The specified log stream does not exist.");
    }

    static AwsError badToken() {
        return invalid("The specified nextToken is invalid.");
    }
}

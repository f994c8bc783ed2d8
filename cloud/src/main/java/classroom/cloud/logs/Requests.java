package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;

/** How CloudWatch Logs refuses requests. */
final class Requests {
    static final String INVALID = "InvalidParameterException";

    private Requests() {}

    /** How many a request asks for at once, {@code most} if it does not say. */
    static int limit(JsonRequest request, int most) {
        int limit = request.integer("limit", most);
        if (limit < 1 || limit > most) {
            throw invalid("Value '" + limit + "' at 'limit' must be between 1 and " + most);
        }
        return limit;
    }

    static AwsError invalid(String message) {
        return new AwsError(400, INVALID, message);
    }

    static AwsError noStream() {
        return new AwsError(400, "ResourceNotFoundException", "The specified log stream does not exist.");
    }

    static AwsError badToken() {
        return invalid("The specified nextToken is invalid.");
    }
}

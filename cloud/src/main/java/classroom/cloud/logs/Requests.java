package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import java.util.List;

/** How CloudWatch Logs refuses requests. */
final class Requests {
    static final String INVALID = "InvalidParameterException";

    private static final int LONGEST_NAME = 512;

    private Requests() {}

    static AwsError invalid(String message) {
        return new AwsError(400, INVALID, message);
    }

    /** Refuses names of a group and a stream that are too long: AWS names both, where its model names the member. */
    static void checkLengths(JsonRequest request) {
        List.of("logGroupName", "logStreamName").forEach(member -> checkLength(request.text(member)));
    }

    static void checkLength(String name) {
        if (name.length() > LONGEST_NAME) {
            throw invalid(
                    "Invalid LogGroup or LogStream, both must have length less than or equal to " + LONGEST_NAME + ".");
        }
    }

    static AwsError noStream() {
        return new AwsError(400, "ResourceNotFoundException", "The specified log stream does not exist.");
    }

    static AwsError badToken() {
        return invalid("The specified nextToken is invalid.");
    }
}

package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;

/** How CloudWatch Logs refuses requests. */
final class Requests {
    static final String INVALID = "InvalidParameterException";

    private Requests() {}

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

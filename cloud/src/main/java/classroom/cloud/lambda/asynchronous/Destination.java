package classroom.cloud.lambda.asynchronous;

import java.util.Optional;

/**
 * A queue or a function that gets records of asynchronous invocations.
 *
 * @param service the part of the ARN that names the service
 */
record Destination(String arn, String service) {
    static final String QUEUE = "sqs";
    static final String FUNCTION = "lambda";

    /** Of an ARN; empty if it is of neither. */
    static Optional<Destination> of(String arn) {
        String service = service(arn);
        return service.equals(QUEUE) || service.equals(FUNCTION)
                ? Optional.of(new Destination(arn, service))
                : Optional.empty();
    }

    /** The service that an ARN names, {@code ""} if it is none. */
    static String service(String arn) {
        String[] parts = arn.split(":", 4);
        return parts.length < 4 ? "" : parts[2];
    }

    boolean isQueue() {
        return service.equals(QUEUE);
    }

    /** What the function's role must be allowed to do, without the service. */
    String action() {
        return isQueue() ? "SendMessage" : "InvokeFunction";
    }
}

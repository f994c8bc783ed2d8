package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An event source mapping of a stream to a function, as the template states it (names as in the Lambda API).
 *
 * @param functionName in any form in which the Lambda API takes it
 * @param startingPosition {@code ""} if none is stated, which Lambda refuses
 * @param parallelizationFactor how many batches of a shard are handled at once; changes of one item stay in order
 * @param tumblingWindowInSeconds 0 for none
 * @param onFailureDestination the ARN of the on-failure destination, {@code null} for none
 * @param maximumRetryAttempts -1 for no bound
 * @param maximumRecordAgeInSeconds -1 for no bound
 */
public record EventSourceMapping(
        String uuid,
        String functionName,
        String eventSourceArn,
        String startingPosition,
        boolean enabled,
        int batchSize,
        int maximumBatchingWindowInSeconds,
        int parallelizationFactor,
        int tumblingWindowInSeconds,
        int maximumRetryAttempts,
        int maximumRecordAgeInSeconds,
        boolean bisectBatchOnFunctionError,
        boolean reportBatchItemFailures,
        String onFailureDestination,
        Filters filters,
        Map<String, String> tags) {
    public static final String REPORT = "ReportBatchItemFailures";
    private static final int LARGEST_BATCH = 10_000;
    private static final int LONGEST_WINDOW_SECONDS = 300;
    private static final int LONGEST_TUMBLING_SECONDS = 900;
    private static final int MOST_PARALLEL = 10;
    private static final int MOST_RETRIES = 10_000;
    private static final int YOUNGEST_SECONDS = 60;
    private static final int OLDEST_SECONDS = 604_800;

    /** What Lambda reads besides DynamoDB streams. */
    private static final Set<String> OTHER_SOURCES = Set.of("kafka", "kinesis", "mq", "rds", "sqs");

    /**
     * Checks what needs no look at the function or the stream.
     *
     * @throws AwsError if Lambda would not create it (Lambda API Reference, CreateEventSourceMapping), or the class
     *     cannot
     */
    void check() {
        if (!startingPosition.isEmpty()
                && !List.of("LATEST", "AT_TIMESTAMP", "TRIM_HORIZON").contains(startingPosition)) {
            throw AwsError.violation(
                    "ValidationException",
                    startingPosition,
                    "startingPosition",
                    "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]");
        }
        between(1, batchSize, LARGEST_BATCH, "batchSize");
        between(0, maximumBatchingWindowInSeconds, LONGEST_WINDOW_SECONDS, "maximumBatchingWindowInSeconds");
        between(1, parallelizationFactor, MOST_PARALLEL, "parallelizationFactor");
        between(0, tumblingWindowInSeconds, LONGEST_TUMBLING_SECONDS, "tumblingWindowInSeconds");
        between(-1, maximumRetryAttempts, MOST_RETRIES, "maximumRetryAttempts");
        between(-1, maximumRecordAgeInSeconds, OLDEST_SECONDS, "maximumRecordAgeInSeconds");
        checkSource();
        if (maximumRecordAgeInSeconds >= 0 && maximumRecordAgeInSeconds < YOUNGEST_SECONDS) {
            throw invalid("MaximumRecordAgeInSeconds must be -1, or from " + YOUNGEST_SECONDS + " to " + OLDEST_SECONDS
                    + ".");
        }
        if (tumblingWindowInSeconds > 0 && parallelizationFactor > 1) {
            throw invalid("ParallelizationFactor must be 1 with a TumblingWindowInSeconds of more than 0.");
        }
        if (onFailureDestination != null && !onFailureDestination.startsWith("arn:aws:sqs:")) {
            throw invalid(
                    "The local class sends discarded records to SQS queues only, not to " + onFailureDestination + ".");
        }
    }

    private void checkSource() {
        String[] arn = eventSourceArn.split(":", 6);
        if (arn.length > 2 && OTHER_SOURCES.contains(arn[2])) {
            throw invalid("The local class reads DynamoDB streams only, not " + eventSourceArn + ".");
        }
        if (arn.length < 6 || !arn[2].equals("dynamodb")) {
            throw invalid("Unrecognized event source.");
        }
        if (!eventSourceArn.contains("/stream/")) {
            throw invalid("Unrecognized event source. " + eventSourceArn
                    + " is no stream: DescribeTable names a table's stream, LatestStreamArn.");
        }
    }

    /**
     * Checks the position, after the function was found. The words were recorded on AWS (LocalStack's
     * test_create_event_source_validation, 2025-11-25).
     */
    void checkPosition() {
        if (startingPosition.isEmpty()) {
            throw invalid("1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: "
                    + "Member must not be null.");
        }
        if (startingPosition.equals("AT_TIMESTAMP")) {
            throw invalid("Unsupported starting position for arn type: " + eventSourceArn);
        }
    }

    /**
     * Reads {@code FunctionResponseTypes}.
     *
     * @throws AwsError if it has an unknown value, or more than one
     */
    public static boolean reportsItemFailures(List<String> responseTypes) {
        if (!List.of(REPORT).containsAll(responseTypes)) {
            throw badTypes(
                    responseTypes,
                    "Member must satisfy constraint: [Member must satisfy enum value set: [" + REPORT + "]]");
        }
        if (responseTypes.size() > 1) {
            throw badTypes(responseTypes, "Member must have length less than or equal to 1");
        }
        return !responseTypes.isEmpty();
    }

    private static AwsError badTypes(List<String> types, String constraint) {
        return AwsError.violation("ValidationException", types.toString(), "functionResponseTypes", constraint);
    }

    private static void between(int least, int value, int most, String member) {
        if (value < least || value > most) {
            throw AwsError.violation(
                    "ValidationException",
                    Integer.toString(value),
                    member,
                    "Member must have value "
                            + (value < least ? "greater than or equal to " + least : "less than or equal to " + most));
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }

    /** What it reads, and for whom. */
    Checkpoints.Feed feed() {
        return new Checkpoints.Feed(eventSourceArn, functionName);
    }

    /** This mapping under that id, its function named {@code name} or {@code name:qualifier}. */
    EventSourceMapping with(String id, String reference) {
        return with(id, reference, enabled);
    }

    /** This mapping under that id and for that function, switched on or off. */
    EventSourceMapping with(String id, String reference, boolean on) {
        return new EventSourceMapping(
                id,
                reference,
                eventSourceArn,
                startingPosition,
                on,
                batchSize,
                maximumBatchingWindowInSeconds,
                parallelizationFactor,
                tumblingWindowInSeconds,
                maximumRetryAttempts,
                maximumRecordAgeInSeconds,
                bisectBatchOnFunctionError,
                reportBatchItemFailures,
                onFailureDestination,
                filters,
                tags);
    }
}

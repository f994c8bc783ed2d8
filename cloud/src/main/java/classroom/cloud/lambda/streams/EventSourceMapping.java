package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import java.util.List;
import java.util.Map;

/**
 * An event source mapping of a stream to a function, as the template states it (names as in the Lambda API).
 *
 * @param functionName in any form in which the Lambda API takes it
 * @param parallelizationFactor 1: a shard is handled by one call at a time
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
        int maximumRetryAttempts,
        int maximumRecordAgeInSeconds,
        boolean bisectBatchOnFunctionError,
        boolean reportBatchItemFailures,
        String onFailureDestination,
        Map<String, String> tags) {
    public static final String REPORT = "ReportBatchItemFailures";
    private static final int LARGEST_BATCH = 10_000;
    private static final int LONGEST_WINDOW_SECONDS = 300;
    private static final int MOST_RETRIES = 10_000;
    private static final int YOUNGEST_SECONDS = 60;
    private static final int OLDEST_SECONDS = 604_800;

    /**
     * @throws AwsError if Lambda would not create it (Lambda API Reference, CreateEventSourceMapping), or the class
     *     cannot
     */
    void check() {
        if (!startingPosition.equals("TRIM_HORIZON") && !startingPosition.equals("LATEST")) {
            throw invalid("StartingPosition of a DynamoDB stream must be TRIM_HORIZON or LATEST.");
        }
        between(1, batchSize, LARGEST_BATCH, "BatchSize");
        between(0, maximumBatchingWindowInSeconds, LONGEST_WINDOW_SECONDS, "MaximumBatchingWindowInSeconds");
        between(-1, maximumRetryAttempts, MOST_RETRIES, "MaximumRetryAttempts");
        between(-1, maximumRecordAgeInSeconds, OLDEST_SECONDS, "MaximumRecordAgeInSeconds");
        if (maximumRecordAgeInSeconds >= 0 && maximumRecordAgeInSeconds < YOUNGEST_SECONDS) {
            throw invalid("MaximumRecordAgeInSeconds must be -1, or from " + YOUNGEST_SECONDS + " to " + OLDEST_SECONDS
                    + ".");
        }
        if (parallelizationFactor != 1) {
            throw invalid("The local class handles a shard by one call at a time: ParallelizationFactor must be 1.");
        }
        if (onFailureDestination != null && !onFailureDestination.startsWith("arn:aws:sqs:")) {
            throw invalid(
                    "The local class sends discarded records to SQS queues only, not to " + onFailureDestination + ".");
        }
    }

    /**
     * Reads {@code FunctionResponseTypes}.
     *
     * @throws AwsError if it has an unknown value, or more than one
     */
    public static boolean reportsItemFailures(List<String> responseTypes) {
        if (responseTypes.size() > 1 || !List.of(REPORT).containsAll(responseTypes)) {
            throw AwsError.violation(
                    "ValidationException",
                    responseTypes.toString(),
                    "functionResponseTypes",
                    "Member must have length less than or equal to 1 and satisfy enum value set: [" + REPORT + "]");
        }
        return !responseTypes.isEmpty();
    }

    private static void between(int least, int value, int most, String member) {
        if (value < least || value > most) {
            throw AwsError.violation(
                    "ValidationException",
                    Integer.toString(value),
                    member,
                    "Member must have value between " + least + " and " + most);
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
                maximumRetryAttempts,
                maximumRecordAgeInSeconds,
                bisectBatchOnFunctionError,
                reportBatchItemFailures,
                onFailureDestination,
                tags);
    }
}

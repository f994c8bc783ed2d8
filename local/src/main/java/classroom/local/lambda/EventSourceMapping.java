package classroom.local.lambda;

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

    /** The same mapping under this id, its function named {@code name} or {@code name:qualifier}. */
    EventSourceMapping with(String id, String reference) {
        return new EventSourceMapping(
                id,
                reference,
                eventSourceArn,
                startingPosition,
                enabled,
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

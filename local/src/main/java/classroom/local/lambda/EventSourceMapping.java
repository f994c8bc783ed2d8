package classroom.local.lambda;

import java.util.Map;

/**
 * An event source mapping of a stream to a function, as the template states it (names as in the Lambda API).
 *
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

    /** The same mapping under this id. */
    EventSourceMapping withUuid(String id) {
        return new EventSourceMapping(
                id,
                functionName,
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

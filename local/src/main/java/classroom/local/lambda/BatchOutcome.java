package classroom.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Reads what a function answered to a batch ("Configuring partial batch response with DynamoDB and Lambda").
 */
final class BatchOutcome {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchOutcome() {}

    /**
     * The index of the lowest failed record; empty if the batch succeeded.
     *
     * <p>An answer without failures, {@code null} or empty is success. Whatever cannot be understood fails the batch
     * from its first record on.
     */
    static OptionalInt lowestFailure(StreamBatch batch, byte[] answer) {
        JsonNode response;
        try {
            response = JSON.readTree(answer);
        } catch (IOException e) {
            return OptionalInt.of(0);
        }
        if (response.isMissingNode() || response.isNull()) {
            return OptionalInt.empty();
        }
        JsonNode failures = response.path("batchItemFailures");
        if (!response.isObject() || !(failures.isArray() || failures.isNull() || failures.isMissingNode())) {
            return OptionalInt.of(0);
        }
        int lowest = Integer.MAX_VALUE;
        for (JsonNode failure : failures) {
            OptionalInt index = batch.indexOf(failure.path("itemIdentifier").asText());
            if (index.isEmpty()) {
                return OptionalInt.of(0);
            }
            lowest = Math.min(lowest, index.getAsInt());
        }
        return lowest == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(lowest);
    }
}

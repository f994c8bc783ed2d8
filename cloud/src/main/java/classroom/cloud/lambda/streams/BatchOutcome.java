package classroom.cloud.lambda.streams;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Reads a function's answer to a batch ("Configuring partial batch response with DynamoDB and Lambda"). */
final class BatchOutcome {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private BatchOutcome() {}

    /**
     * The index of the lowest failed record; empty if the batch succeeded.
     *
     * <p>The page lists as success an answer and a list of failures that are empty or {@code null}. On Lambda the
     * answers {@code []} and {@code ""} are empty ones, too, as others have recorded. The page does not know any other
     * answer that is no object: it is of no use, as an identifier that names no record is, and fails the batch from its
     * first record on.
     */
    static OptionalInt lowestFailure(StreamBatch batch, byte[] answer) {
        JsonNode response;
        try {
            response = JSON.readTree(answer);
        } catch (IOException e) {
            return OptionalInt.of(0);
        }
        boolean empty = response.isArray()
                ? response.isEmpty()
                : response.isTextual() && response.textValue().isEmpty();
        if (response.isMissingNode() || response.isNull() || empty) {
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

    /** The identifiers of the records that an answer reports; none if it is no such answer. */
    static List<String> reported(byte[] answer) {
        try {
            return JSON.readTree(answer)
                    .path("batchItemFailures")
                    .valueStream()
                    .map(failure -> failure.path("itemIdentifier").asText())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}

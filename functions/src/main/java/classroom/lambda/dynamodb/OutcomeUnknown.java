package classroom.lambda.dynamodb;

import classroom.lambda.Answer;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Nobody knows whether an item was written: the answer to an attempt was lost, and a later attempt was refused. A store
 * catches this only if it can tell from the item. The {@link TableHandler} answers 503
 * {@code {"error": "OutcomeUnknown", "message", "current"?}}. {@code current} is the stored item, when the write asked
 * for it ({@code returnValuesOnConditionCheckFailure}).
 */
public final class OutcomeUnknown extends RuntimeException {
    private final Map<String, AttributeValue> current;

    /** @param refused the answer to the last attempt */
    OutcomeUnknown(AwsServiceException refused) {
        super("The answer to a write was lost and its repetition refused", refused);
        current = refused instanceof ConditionalCheckFailedException failed ? failed.item() : Map.of();
    }

    /**
     * Returns the stored item, in which a store may recognise its own write; empty when the write did not ask for the
     * item.
     */
    public Map<String, AttributeValue> current() {
        return current;
    }

    Answer answer() {
        Answer answer = Answer.error(503, "OutcomeUnknown")
                .with(
                        "message",
                        "DynamoDB's answer was lost on the way, and when this was sent again it was refused, perhaps"
                                + " because it had been carried out: read the item before you try again");
        return current.isEmpty() ? answer : answer.with("current", Attributes.plain(current));
    }
}

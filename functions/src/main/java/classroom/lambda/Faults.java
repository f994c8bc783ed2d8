package classroom.lambda;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** The faults of DynamoDB that a caller can do something about. Loaded only when there is one. */
final class Faults {
    private Faults() {}

    /** The answer to {@code fault}, or the fault itself thrown, when only the class's owner can mend it. */
    static Answer answer(RuntimeException fault) {
        if (fault instanceof TransactionConflictException) {
            return Answer.conflict("A transaction is changing this item; try again");
        }
        if (fault instanceof AwsServiceException refused && refused.isThrottlingException()) {
            return Answer.throttled();
        }
        throw fault;
    }
}

package classroom.lambda;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** The faults of DynamoDB that a caller can do something about. Loaded only when there is one. */
final class Faults {
    /** Source: DynamoDB API Reference, "TransactWriteItems", the codes of cancellation reasons. */
    private static final Set<String> THROTTLING = Set.of("ProvisionedThroughputExceeded", "ThrottlingError");

    private Faults() {}

    /** The answer to {@code fault}, or the fault itself thrown, when only the class's owner can mend it. */
    static Answer answer(RuntimeException fault) {
        if (fault instanceof TransactionConflictException) {
            return Answer.conflict("A transaction is changing this item; try again");
        }
        if (fault instanceof OutcomeUnknown unknown) {
            return unknown.answer();
        }
        if (isThrottling(fault)) {
            return Answer.throttled();
        }
        throw fault;
    }

    private static boolean isThrottling(RuntimeException fault) {
        if (fault instanceof TransactionCanceledException canceled) {
            for (CancellationReason reason : canceled.cancellationReasons()) {
                if (THROTTLING.contains(reason.code())) {
                    return true;
                }
            }
        }
        return fault instanceof AwsServiceException refused && refused.isThrottlingException();
    }
}

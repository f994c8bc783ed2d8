package classroom.lambda;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** The faults of DynamoDB that a caller can do something about. Loaded only when there is one. */
public final class Faults {
    /** Source: DynamoDB API Reference, "TransactWriteItems", the codes of cancellation reasons. */
    private static final Set<String> THROTTLING = Set.of("ProvisionedThroughputExceeded", "ThrottlingError");

    private static final Set<String> CONFLICT = Set.of("TransactionConflict");

    private Faults() {}

    /** The answer to {@code fault}, or the fault itself thrown, when only the class's owner can mend it. */
    static Answer answer(RuntimeException fault) {
        if (fault instanceof TransactionConflictException || isCanceledFor(fault, CONFLICT)) {
            return Answer.conflict("A transaction is changing this item; try again");
        }
        if (fault instanceof OutcomeUnknown unknown) {
            return unknown.answer();
        }
        if (isThrottling(fault)) {
            return Answer.throttled();
        }
        if (fault instanceof IdempotentParameterMismatchException) {
            return Answer.badRequest(
                    new BadRequest(Event.TOKEN, "must be new, because it was used for another transaction"));
        }
        throw fault;
    }

    private static boolean isThrottling(RuntimeException fault) {
        return isCanceledFor(fault, THROTTLING)
                || fault instanceof AwsServiceException refused && refused.isThrottlingException();
    }

    /** Whether it is a transaction that was canceled, for one of its items with one of these codes. */
    public static boolean isCanceledFor(RuntimeException fault, Set<String> codes) {
        if (fault instanceof TransactionCanceledException canceled) {
            for (CancellationReason reason : canceled.cancellationReasons()) {
                if (codes.contains(reason.code())) {
                    return true;
                }
            }
        }
        return false;
    }
}

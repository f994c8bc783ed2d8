package classroom.lambda.dynamodb;

import classroom.lambda.Answer;
import classroom.lambda.BadRequest;
import classroom.lambda.Event;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** The faults of DynamoDB that a caller can do something about. This class is loaded only when there is one. */
public final class Faults {
    /** Source: DynamoDB API Reference, "TransactWriteItems", the codes of cancellation reasons. */
    private static final Set<String> THROTTLING = Set.of("ProvisionedThroughputExceeded", "ThrottlingError");

    private static final Set<String> CONFLICT = Set.of("TransactionConflict");

    private Faults() {}

    /** Returns the answer to {@code fault}, or throws the fault when only the owner of the stack can mend it. */
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
            return new BadRequest(Event.TOKEN, "must be new, because it was used for another transaction").answer();
        }
        throw fault;
    }

    private static boolean isThrottling(RuntimeException fault) {
        return isCanceledFor(fault, THROTTLING)
                || fault instanceof AwsServiceException refused && refused.isThrottlingException();
    }

    /** Whether the fault is a canceled transaction, and one of its items has one of these codes. */
    public static boolean isCanceledFor(RuntimeException fault, Set<String> codes) {
        if (fault instanceof TransactionCanceledException canceled) {
            for (CancellationReason reason : canceled.cancellationReasons()) {
                // A set of constants takes no null, and a reason need not have a code.
                if (reason.code() != null && codes.contains(reason.code())) {
                    return true;
                }
            }
        }
        return false;
    }
}

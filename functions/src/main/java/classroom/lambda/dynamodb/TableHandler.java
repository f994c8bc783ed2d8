package classroom.lambda.dynamodb;

import classroom.lambda.Answer;
import classroom.lambda.Handler;

/**
 * A function whose store is in DynamoDB. A transaction in the way is answered with 409; an exhausted table and an
 * {@linkplain OutcomeUnknown unknown outcome} with 503.
 */
public abstract class TableHandler extends Handler {
    @Override
    protected final Answer answer(RuntimeException fault) {
        return Faults.answer(fault);
    }
}

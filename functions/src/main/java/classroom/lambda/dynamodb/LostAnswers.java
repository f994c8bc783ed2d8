package classroom.lambda.dynamodb;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Finds a write that may have refused itself. The SDK sends a call again when it gets no answer (connection reset, half
 * an answer, time-out, 5xx). The lost attempt may have written, and then the condition of the next one fails because of
 * that write. Such a refusal becomes {@link OutcomeUnknown}, so that no store takes it for a conflict or for absence.
 * The client of this package has this interceptor; a store does nothing for it.
 *
 * <p>It concerns the operations that write one item. A transaction is repeated under its token, and a batch puts the
 * items again.
 *
 * <p>Source: AWS SDK for Java 2.x Developer Guide, "Retry behavior" and "Execution interceptors".
 */
public final class LostAnswers implements ExecutionInterceptor {
    /** How many attempts of a call were sent and not refused for certain, including the one under way. */
    private static final ExecutionAttribute<Integer> LOST = new ExecutionAttribute<>("classroom.lost");

    @Override
    public void beforeTransmission(Context.BeforeTransmission attempt, ExecutionAttributes call) {
        call.putAttribute(LOST, lost(call) + 1);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission attempt, ExecutionAttributes call) {
        if (isRefusal(attempt.httpResponse().statusCode())) {
            call.putAttribute(LOST, lost(call) - 1);
        }
    }

    /** Throws its exception, for the SDK takes no returned exception of another class. */
    @Override
    public Throwable modifyException(Context.FailedExecution failed, ExecutionAttributes call) {
        if (failed.exception() instanceof AwsServiceException refused
                && isRefusal(refused.statusCode())
                && lost(call) > 0
                && writesAnItem(call.getAttribute(SdkExecutionAttribute.OPERATION_NAME))) {
            throw new OutcomeUnknown(refused);
        }
        return failed.exception();
    }

    private static int lost(ExecutionAttributes call) {
        Integer lost = call.getAttribute(LOST);
        return lost == null ? 0 : lost;
    }

    /** DynamoDB has not carried out a call that it answers with 4xx, throttling included. */
    private static boolean isRefusal(int statusCode) {
        return statusCode >= 400 && statusCode < 500;
    }

    private static boolean writesAnItem(String operation) {
        return operation.equals("PutItem") || operation.equals("UpdateItem") || operation.equals("DeleteItem");
    }
}

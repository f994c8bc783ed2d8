package classroom.lambda;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Keeps a write from being reported as refused when it may have been its own success that refused it. The SDK sends a
 * call again whose answer it did not get (connection reset, half an answer, time-out, 5xx); the lost attempt may have
 * written, and a condition then fails for what it wrote. Such a refusal becomes {@link OutcomeUnknown}, so that no
 * store takes it for a conflict or for absence. Every client of this package has it; stores do nothing for it.
 *
 * <p>Only of operations that write one item: a transaction is repeated under its token and a batch puts the same again.
 *
 * <p>Source: AWS SDK for Java 2.x Developer Guide, "Retry behavior" and "Execution interceptors".
 */
public final class LostAnswers implements ExecutionInterceptor {
    /** How many attempts of a call were sent and not refused for certain, the one under way among them. */
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

    /** Thrown and not returned: the SDK takes no exception of another class in a failure's place. */
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

    /** Whatever DynamoDB answers with 4xx, throttling among it, it has not carried out. */
    private static boolean isRefusal(int statusCode) {
        return statusCode >= 400 && statusCode < 500;
    }

    private static boolean writesAnItem(String operation) {
        return operation.equals("PutItem") || operation.equals("UpdateItem") || operation.equals("DeleteItem");
    }
}

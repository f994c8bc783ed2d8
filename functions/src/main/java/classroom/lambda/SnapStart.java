package classroom.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/**
 * Whether Lambda takes a snapshot of this environment once it has initialised. Kept apart from what it then does, so that
 * a function without SnapStart loads nothing of it.
 *
 * <p>Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
 */
public final class SnapStart {
    private static final boolean ON = "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));

    private SnapStart() {}

    static boolean isOn() {
        return ON;
    }

    /** Has the function rehearse a call before the snapshot is taken, if one is. */
    public static void prepare(RequestStreamHandler function) {
        if (ON) {
            Priming.register(function);
        }
    }
}

package classroom.lambda.snapstart;

/**
 * Whether Lambda takes a snapshot of this environment once it has initialised. This class stands apart from the others
 * of its package, so that a function without SnapStart loads nothing else of it.
 *
 * <p>Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
 */
public final class SnapStart {
    private static final boolean ON = "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));

    private SnapStart() {}

    public static boolean isOn() {
        return ON;
    }

    /** Has the environment's function rehearse a call before the snapshot, if Lambda takes one. */
    public static void prepare() {
        if (ON) {
            Priming.register();
        }
    }
}

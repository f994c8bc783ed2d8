package classroom.lambda.snapstart;

/**
 * Whether Lambda takes a snapshot of this environment once it has initialised. This class does not use the other
 * classes of its package, so a function without SnapStart loads none of them.
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

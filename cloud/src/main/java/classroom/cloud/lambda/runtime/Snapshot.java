package classroom.cloud.lambda.runtime;

import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import java.io.IOException;

/**
 * The steps of a function with SnapStart between its initialisation and its first invocation, in the order of AWS's
 * {@code AWSLambda}: its hooks before the checkpoint, the wait for the restore, its hooks after it. Here the process
 * simply goes on.
 */
final class Snapshot {
    /** As AWS's runtime ends. */
    private static final int HOOK_FAILED = 64;

    private Snapshot() {}

    static void pass(RuntimeClient runtime, Console console) throws IOException {
        try {
            beforeCheckpoint();
        } catch (Exception failed) {
            report(console, failed);
            runtime.initError(Fault.of(failed));
            System.exit(HOOK_FAILED);
        }
        runtime.restoreNext();
        try {
            Core.getGlobalContext().afterRestore(null);
        } catch (Exception failed) {
            report(console, failed);
            runtime.restoreError(Fault.of(failed));
            System.exit(HOOK_FAILED);
        }
    }

    private static void beforeCheckpoint() throws Exception {
        try {
            Core.getGlobalContext().beforeCheckpoint(null);
        } catch (UnsatisfiedLinkError missing) {
            // When every hook has run, Lambda's native part clears the cache of host names. It is Linux's only.
            if (!missing.getStackTrace()[0].getClassName().startsWith(Core.class.getPackageName())) {
                throw missing;
            }
        }
    }

    private static void report(Console console, Exception failed) {
        UserFault.filterStackTrace(failed);
        console.log(UserFault.makeUserFault(failed, true).reportableError());
        console.mark("init");
    }
}

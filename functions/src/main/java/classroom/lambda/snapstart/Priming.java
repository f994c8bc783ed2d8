package classroom.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Before the snapshot, does the work that would slow down a function's first call (docs/decisions/0016). The function
 * answers an event while {@link Rehearsal} replaces DynamoDB; then the connections are opened once. DynamoDB gets no
 * call, so the function needs no permission and nothing changes. The snapshot contains no connection and no
 * credentials.
 *
 * <p>Source: AWS Lambda Developer Guide, "Lambda SnapStart runtime hooks for Java".
 */
final class Priming implements Resource {
    /** After so many calls the JVM has compiled the code that a call runs most. */
    private static final int ROUNDS = 20;

    /** Lambda's runtime holds a registered resource weakly: this field keeps it. */
    private static final Priming REGISTERED = new Priming();

    private Priming() {}

    static void register() {
        Core.getGlobalContext().register(REGISTERED);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws IOException, ReflectiveOperationException {
        // Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
        Class<?> handler = Class.forName(System.getenv("_HANDLER"));
        RequestStreamHandler function =
                (RequestStreamHandler) handler.getConstructor().newInstance();
        PrintStream log = System.out;
        // A rehearsal is no event of the function: its log stays out.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Rehearsal.of(function);
            }
        } finally {
            System.setOut(log);
        }
        try {
            Rehearsal.openConnections();
        } catch (IOException | RuntimeException unreachable) {
            // It only makes the first call slower; a snapshot without it is better than none.
            log.println("SnapStart: the connections could not be rehearsed: " + unreachable);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // The snapshot holds nothing that must be mended.
    }
}

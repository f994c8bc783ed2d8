package classroom.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Does before the snapshot what a function's first call would be slow for (docs/decisions/0016): the function answers an
 * event while {@link Rehearsal} stands for DynamoDB, then the connections are opened once. Nothing is sent to DynamoDB,
 * so no permission is needed and nothing changes; no connection and no credentials are left for the snapshot.
 *
 * <p>Source: AWS Lambda Developer Guide, "Lambda SnapStart runtime hooks for Java".
 */
final class Priming implements Resource {
    /** So often the code that a call runs through is compiled as well. */
    private static final int ROUNDS = 20;

    /** Lambda's runtime holds what is registered weakly. */
    private static Priming registered;

    private final List<RequestStreamHandler> functions = new ArrayList<>();

    private Priming() {}

    static synchronized void register(RequestStreamHandler function) {
        if (registered == null) {
            registered = new Priming();
            Core.getGlobalContext().register(registered);
        }
        registered.functions.add(function);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
        PrintStream log = System.out;
        // What is rehearsed has not happened, and must not stand in the log.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                for (RequestStreamHandler function : functions) {
                    Rehearsal.of(function);
                }
            }
        } finally {
            System.setOut(log);
        }
        try {
            DynamoDb.rehearseConnections();
        } catch (IOException | RuntimeException unreachable) {
            // It only makes the first call slower; a snapshot without it is better than none.
            log.println("SnapStart: the connections could not be rehearsed: " + unreachable);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Nothing to mend: what must not be in the snapshot was never left for it.
    }
}

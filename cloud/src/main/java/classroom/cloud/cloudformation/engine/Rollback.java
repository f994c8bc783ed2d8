package classroom.cloud.cloudformation.engine;

import classroom.cloud.gateway.AwsError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The steps that undo an operation. */
final class Rollback {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /** Remembers how to undo the next step. */
    void push(Runnable step) {
        steps.push(step);
    }

    /**
     * Undoes everything, last first.
     *
     * @return why steps have failed
     */
    List<String> run() {
        List<String> failed = new ArrayList<>();
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (AwsError e) {
                // A resource that somebody deleted by hand cannot be restored, and the rollback must not fail for that.
                if (!"ResourceNotFoundException".equals(e.code())) {
                    failed.add(StackEvent.reason(e));
                }
            } catch (RuntimeException e) { // The other steps must still be undone.
                failed.add(StackEvent.reason(e));
            }
        }
        return failed;
    }
}

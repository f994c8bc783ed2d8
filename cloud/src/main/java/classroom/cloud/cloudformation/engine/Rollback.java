package classroom.cloud.cloudformation.engine;

import classroom.cloud.gateway.AwsError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The steps that undo an operation. */
final class Rollback {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /** Remembers how to undo what is done next. */
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
                // What somebody deleted by hand cannot be brought back, and is no reason to fail for good.
                if (!"ResourceNotFoundException".equals(e.code())) {
                    failed.add(StackEvent.reason(e));
                }
            } catch (RuntimeException e) { // The rest must be undone all the same.
                failed.add(StackEvent.reason(e));
            }
        }
        return failed;
    }
}

package classroom.cloud.cloudformation.engine;

import classroom.cloud.gateway.AwsError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** The steps that undo an operation, or one after the other those of several. */
final class Rollback {
    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean deletesRetained;

    private record Step(String logicalId, Runnable undo) {}

    /** Remembers how to undo the next step. */
    void push(String logicalId, Runnable undo) {
        steps.push(new Step(logicalId, undo));
    }

    /** Has new resources deleted whatever their deletion policy is. */
    void deleteRetained() {
        deletesRetained = true;
    }

    /** Whether new resources are deleted whatever their deletion policy is. */
    boolean deletesRetained() {
        return deletesRetained;
    }

    /**
     * Leaves resources as they are.
     *
     * @return whether each of them had to be undone
     */
    boolean skip(Collection<String> logicalIds) {
        List<String> own = steps.stream().map(Step::logicalId).toList();
        steps.removeIf(step -> logicalIds.contains(step.logicalId()));
        return own.containsAll(logicalIds);
    }

    /**
     * Undoes everything, last first. What fails can be tried again.
     *
     * @return why steps have failed
     */
    List<String> run() {
        List<String> failed = new ArrayList<>();
        Deque<Step> left = new ArrayDeque<>();
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.undo().run();
            } catch (AwsError e) {
                // A resource that somebody deleted by hand cannot be restored, and the rollback must not fail for that.
                if (!"ResourceNotFoundException".equals(e.code())) {
                    failed.add(StackEvent.reason(e));
                    left.add(step);
                }
            } catch (RuntimeException e) { // The other steps must still be undone.
                failed.add(StackEvent.reason(e));
                left.add(step);
            }
        }
        steps.addAll(left);
        return failed;
    }
}

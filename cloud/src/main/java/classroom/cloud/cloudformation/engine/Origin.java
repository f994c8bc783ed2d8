package classroom.cloud.cloudformation.engine;

import classroom.template.Output;
import java.util.Map;

/**
 * What a rollback goes back to: the last state of a stack in which no operation had failed.
 *
 * @param isNew whether that is no stack at all
 * @param change what the stack was brought to; for a new one, what it was to be
 */
record Origin(boolean isNew, Map<String, StackResource> resources, Map<String, Output> outputs, Change change) {
    /** A stack as an operation begins that does not go on from a failed one. */
    static Origin of(StackRecord stack) {
        return new Origin(
                stack.status() == StackStatus.CREATE_IN_PROGRESS,
                stack.resources(),
                stack.outputs(),
                stack.current().orElse(null));
    }

    /** The state of a stack that goes back to it. */
    StackStatus rollback() {
        return isNew ? StackStatus.ROLLBACK_IN_PROGRESS : StackStatus.UPDATE_ROLLBACK_IN_PROGRESS;
    }

    /** Has the stack be so in what is told of it; its resources are still to be undone. */
    void restore(StackRecord stack) {
        stack.become(resources, outputs);
        stack.current(change);
    }
}

package classroom.cloud.cloudformation.engine;

import classroom.template.Output;
import java.util.List;
import java.util.Map;

/**
 * The result of a deployment.
 *
 * @param steps its steps, in this order
 * @param leftOut parts of the template that the local class does not carry out
 * @param outputs the stack's outputs by name, resolved
 */
public record Deployment(List<Step> steps, List<LeftOut> leftOut, Map<String, Output> outputs) {

    /** The action on one resource. */
    public enum Kind {
        CREATED,
        UPDATED,
        REPLACED,
        DELETED
    }

    /** One thing done. */
    public record Step(Kind kind, StackResource resource) {}
}

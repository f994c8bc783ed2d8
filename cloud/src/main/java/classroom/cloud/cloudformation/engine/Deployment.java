package classroom.cloud.cloudformation.engine;

import classroom.template.Output;
import java.util.List;
import java.util.Map;

/**
 * What a deployment did.
 *
 * @param steps what was done, in this order
 * @param leftOut what the template asks for and the class does not carry out
 * @param outputs the stack's outputs by name, resolved
 */
public record Deployment(List<Step> steps, List<LeftOut> leftOut, Map<String, Output> outputs) {

    /** What was done to one resource. */
    public enum Kind {
        CREATED,
        UPDATED,
        REPLACED,
        DELETED
    }

    /** One thing done. */
    public record Step(Kind kind, StackResource resource) {}
}

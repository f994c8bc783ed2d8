package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.InvalidProperty;
import classroom.cloud.cloudformation.engine.Planned;
import classroom.cloud.cloudformation.engine.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A change that waits to be carried out.
 *
 * @param id an ARN
 * @param request what the client said of it that has no effect
 * @param parameters the values of all parameters of the template
 * @param planned what it would do to each resource
 * @param failure why it cannot be carried out; {@code null} if it can
 */
record ChangeSet(
        String id,
        String name,
        Stack stack,
        Instant created,
        Request request,
        Change change,
        Map<String, String> parameters,
        List<Planned> planned,
        String failure) {
    /** It would do nothing at all. */
    static final String EMPTY =
            "The submitted information didn't contain changes. Submit different information to create a change set.";

    /** CloudFormation has validated the properties of its resources: {@link #validation} says what is wrong. */
    static final String INVALID =
            "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early"
                    + " Validation errors, use the DescribeEvents API for detailed failure information.";

    /**
     * What the client gave along.
     *
     * @param description {@code null} for none
     */
    record Request(String description, List<String> capabilities) {}

    String status() {
        return failure == null ? "CREATE_COMPLETE" : "FAILED";
    }

    String executionStatus() {
        return failure == null ? "AVAILABLE" : "UNAVAILABLE";
    }

    /** An error that the validation found. */
    record Invalid(Planned resource, InvalidProperty property) {}

    /** What the validation found; nothing if there was none. */
    List<Invalid> validation() {
        return INVALID.equals(failure) ? invalid(planned) : List.of();
    }

    /** What is wrong in the properties of the resources that it would create or change. */
    static List<Invalid> invalid(List<Planned> planned) {
        return planned.stream()
                .flatMap(resource -> resource.invalid().stream().map(property -> new Invalid(resource, property)))
                .toList();
    }
}

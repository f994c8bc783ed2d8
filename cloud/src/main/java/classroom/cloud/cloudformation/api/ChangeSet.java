package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.Planned;
import classroom.cloud.cloudformation.engine.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change that waits to be carried out.
 *
 * @param id an ARN
 * @param request what the client said of it that has no effect
 * @param parameters the values of all parameters of the template
 * @param planned what it would do to each resource
 * @param empty whether it would do nothing at all: then it has failed
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
        boolean empty) {

    /**
     * What the client gave along.
     *
     * @param description {@code null} for none
     */
    record Request(String description, List<String> capabilities) {}

    String status() {
        return empty ? "FAILED" : "CREATE_COMPLETE";
    }

    String executionStatus() {
        return empty ? "UNAVAILABLE" : "AVAILABLE";
    }

    Optional<String> reason() {
        return empty
                ? Optional.of("The submitted information didn't contain changes. Submit different information to create"
                        + " a change set.")
                : Optional.empty();
    }
}

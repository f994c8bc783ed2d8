package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.gateway.AwsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The change sets of all stacks. */
final class ChangeSets {
    private final Map<String, ChangeSet> byId = new LinkedHashMap<>();

    /** @throws AwsError if the stack has one of that name */
    synchronized void add(ChangeSet changeSet) {
        if (find(changeSet.name(), changeSet.stack()).isPresent()) {
            throw new AwsError(400, "AlreadyExistsException", "ChangeSet " + changeSet.name() + " already exists");
        }
        byId.put(changeSet.id(), changeSet);
    }

    /**
     * By its id, or by its name in a stack.
     *
     * @param stack {@code null} if only an id will do
     */
    synchronized Optional<ChangeSet> find(String nameOrId, Stack stack) {
        return Optional.ofNullable(byId.get(nameOrId))
                .or(() -> byId.values().stream()
                        .filter(changeSet -> changeSet.name().equals(nameOrId))
                        .filter(changeSet -> changeSet.stack().equals(stack))
                        .findFirst());
    }

    synchronized List<ChangeSet> of(Stack stack) {
        return byId.values().stream()
                .filter(changeSet -> changeSet.stack().equals(stack))
                .toList();
    }

    synchronized void remove(ChangeSet changeSet) {
        byId.remove(changeSet.id());
    }

    /** Those that were made for a state which the stack is about to leave. */
    synchronized void removeAll(Stack stack) {
        byId.values().removeIf(changeSet -> changeSet.stack().equals(stack));
    }
}

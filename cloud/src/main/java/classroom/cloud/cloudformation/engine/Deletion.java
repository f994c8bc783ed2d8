package classroom.cloud.cloudformation.engine;

import classroom.template.Resource.Retention;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes the resources of a stack that their policy does not retain, and writes an event for each. */
final class Deletion {
    private final StackRecord stack;
    private final Providers providers;

    Deletion(StackRecord stack, Providers providers) {
        this.stack = stack;
        this.providers = providers;
    }

    /**
     * Deletes all, each before the resources that it depends on. If a resource cannot be deleted, it stays, and so do
     * the resources that it depends on.
     *
     * @throws StackException naming the resources that could not be deleted
     */
    void deleteAll() {
        List<StackResource> reverse = new ArrayList<>(stack.resources().values());
        Collections.reverse(reverse);
        Map<String, String> failed = new LinkedHashMap<>();
        Set<String> needed = new HashSet<>();
        for (StackResource resource : reverse) {
            if (needed.contains(resource.logicalId())) {
                needed.addAll(resource.dependencies());
                continue;
            }
            Optional<String> reason = delete(resource, resource.deletionPolicy());
            if (reason.isEmpty()) {
                stack.remove(resource);
            } else {
                failed.put(resource.logicalId(), reason.get());
                needed.addAll(resource.dependencies());
            }
        }
        if (!failed.isEmpty()) {
            String reason = "The following resource(s) failed to delete: " + failed.keySet() + ".";
            stack.status(StackStatus.DELETE_FAILED, reason);
            throw new StackException(stack.identity().name(), reason + " " + failed, stack.status());
        }
    }

    /** Deletes one resource; the reason if that failed. */
    Optional<String> delete(StackResource resource, Retention policy) {
        if (policy != Retention.DELETE && policy != Retention.SNAPSHOT) {
            stack.event(resource, "DELETE_SKIPPED", null);
            return Optional.empty();
        }
        stack.event(resource, "DELETE_IN_PROGRESS", null);
        try {
            providers
                    .of(resource.type())
                    .delete(resource.physical(), resource.desired().properties());
        } catch (RuntimeException e) { // The rest of the stack must still be deleted after any exception of a provider.
            stack.event(resource, "DELETE_FAILED", StackEvent.reason(e));
            return Optional.of(StackEvent.reason(e));
        }
        stack.event(resource, "DELETE_COMPLETE", null);
        return Optional.empty();
    }
}

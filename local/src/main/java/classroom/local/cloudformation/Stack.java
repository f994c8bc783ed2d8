package classroom.local.cloudformation;

import classroom.local.cloudformation.Provider.Desired;
import classroom.local.cloudformation.Provider.Physical;
import classroom.template.Output;
import classroom.template.Resolver;
import classroom.template.Resource;
import classroom.template.Resource.Retention;
import classroom.template.Scope;
import classroom.template.StackIdentity;
import classroom.template.TemplateException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One stack: what was made of a template's resources. It is created, updated and deleted here and nowhere else.
 *
 * <p>The order of things is CloudFormation's (User Guide, "Stack failure options", "Update behaviors of stack
 * resources"): resources are created and updated each after what it refers to; what is no longer wanted is deleted only
 * when all the rest has succeeded; a failure undoes everything done so far, last first.
 *
 * <p>One operation at a time; reading is possible meanwhile.
 */
public final class Stack {
    private final StackIdentity identity;
    private final Place place;
    private final Providers providers;
    private final Consumer<StackEvent> listener;
    private final Clock clock;

    private final Map<String, StackResource> resources = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile Map<String, Output> outputs = Map.of();
    private volatile StackStatus status = StackStatus.REVIEW_IN_PROGRESS;

    Stack(StackIdentity identity, Providers providers, Consumer<StackEvent> listener, Clock clock) {
        this.identity = identity;
        this.place = new Place(identity.region());
        this.providers = providers;
        this.listener = listener;
        this.clock = clock;
    }

    /** Name, id, region and account. */
    public StackIdentity identity() {
        return identity;
    }

    /** Its state, in CloudFormation's words. */
    public StackStatus status() {
        return status;
    }

    /** Its resources, in the order in which they were made. */
    public List<StackResource> resources() {
        synchronized (resources) {
            return List.copyOf(resources.values());
        }
    }

    /** Its outputs by name, resolved. */
    public Map<String, Output> outputs() {
        return outputs;
    }

    /**
     * Brings the stack to what a template says: creates, updates, replaces and deletes what it takes.
     *
     * @return what was done and what was left out
     * @throws StackException what failed and why; everything done before it has been undone
     */
    public synchronized Deployment deploy(Change change) {
        boolean first = resources.isEmpty();
        status(first ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS, null);
        Operation operation = new Operation(change);
        try {
            operation.run();
        } catch (Failed e) {
            operation.rollBack(first, e.reason());
            throw new StackException(identity.name(), e.reason(), status);
        }
        resources.clear();
        resources.putAll(operation.made);
        outputs = operation.newOutputs;
        if (!first) {
            status(StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, null);
        }
        operation.cleanUp();
        status(first ? StackStatus.CREATE_COMPLETE : StackStatus.UPDATE_COMPLETE, null);
        return new Deployment(List.copyOf(operation.done), List.copyOf(operation.leftOut), outputs);
    }

    /**
     * Deletes every resource that the template does not retain, each before what it depends on.
     *
     * @throws StackException naming what could not be deleted; it and what it depends on stay, and deleting can be
     *     tried again
     */
    public synchronized void delete() {
        status(StackStatus.DELETE_IN_PROGRESS, null);
        List<StackResource> reverse = new ArrayList<>(resources());
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
                resources.remove(resource.logicalId());
            } else {
                failed.put(resource.logicalId(), reason.get());
                needed.addAll(resource.dependencies());
            }
        }
        if (!failed.isEmpty()) {
            String reason = "The following resource(s) failed to delete: " + failed.keySet() + ".";
            status(StackStatus.DELETE_FAILED, reason);
            throw new StackException(identity.name(), reason + " " + failed, status);
        }
        outputs = Map.of();
        status(StackStatus.DELETE_COMPLETE, null);
    }

    /** Deletes one resource; the reason if that failed. */
    private Optional<String> delete(StackResource resource, Retention policy) {
        if (policy != Retention.DELETE && policy != Retention.SNAPSHOT) {
            event(resource, "DELETE_SKIPPED", null);
            return Optional.empty();
        }
        event(resource, "DELETE_IN_PROGRESS", null);
        try {
            providers
                    .of(resource.type())
                    .delete(resource.physical(), resource.desired().properties());
        } catch (RuntimeException e) { // Whatever a provider throws, the rest of the stack must still be deleted.
            event(resource, "DELETE_FAILED", reason(e));
            return Optional.of(reason(e));
        }
        event(resource, "DELETE_COMPLETE", null);
        return Optional.empty();
    }

    private void status(StackStatus status, String reason) {
        this.status = status;
        listener.accept(new StackEvent(
                clock.instant(),
                identity,
                identity.name(),
                identity.id(),
                "AWS::CloudFormation::Stack",
                status.name(),
                reason,
                null));
    }

    private void event(StackResource resource, String status, String reason) {
        event(resource.desired(), resource.type(), resource.physical().id(), status, reason);
    }

    private void event(Desired desired, String type, String physicalId, String status, String reason) {
        listener.accept(new StackEvent(
                clock.instant(),
                identity,
                desired.logicalId(),
                physicalId,
                type,
                status,
                reason,
                desired.properties().json()));
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** An operation failed; the reason as the stack's events have it. */
    private static final class Failed extends RuntimeException {
        Failed(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return getMessage();
        }
    }

    /** One deployment while it runs. */
    private final class Operation {
        private final Change change;
        private final Map<String, StackResource> before = new LinkedHashMap<>(resources);
        private final Map<String, StackResource> made = new LinkedHashMap<>();
        private final List<Deployment.Step> done = new ArrayList<>();
        private final List<LeftOut> leftOut = new ArrayList<>();
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final List<StackResource> replaced = new ArrayList<>();
        private final Set<String> stuck = new HashSet<>();
        private Map<String, Output> newOutputs = Map.of();

        private final Scope scope = new Scope() {
            @Override
            public Optional<JsonNode> ref(String id) {
                return Optional.ofNullable(made.get(id))
                        .map(resource -> TextNode.valueOf(resource.physical().id()));
            }

            @Override
            public Optional<JsonNode> attribute(String id, String name) {
                return Optional.ofNullable(made.get(id))
                        .flatMap(resource -> providers.of(resource.type()).attribute(resource.physical(), name))
                        .map(TextNode::valueOf);
            }
        };

        private Operation(Change change) {
            this.change = change;
        }

        private void run() {
            try {
                Resolver resolver = change.template().resolver(identity, change.parameters());
                for (Resource resource : resolver.inCreationOrder()) {
                    StackResource result = carryOut(resource, resolver);
                    made.put(resource.id(), result);
                }
                newOutputs = resolver.outputs(scope);
            } catch (TemplateException e) {
                throw new Failed(reason(e));
            }
        }

        private StackResource carryOut(Resource resource, Resolver resolver) {
            Provider provider = providers.of(resource.type());
            Optional<StackResource> current = Optional.ofNullable(before.get(resource.id()))
                    .filter(old -> old.type().equals(resource.type()));
            Desired desired = new Desired(
                    resource.id(),
                    Names.generate(identity.name(), resource.id()),
                    new Properties(resolver.properties(resource, scope)),
                    change.tags(),
                    change.assets());
            check(resource, provider, desired);
            StackResource wanted = new StackResource(
                    resource.type(),
                    desired,
                    current.map(StackResource::physical).orElse(null),
                    resolver.dependencies(resource),
                    resource.deletionPolicy(),
                    resource.updateReplacePolicy());
            try {
                return current.map(old -> bring(old, wanted, provider)).orElseGet(() -> create(wanted, provider));
            } catch (Failed e) {
                throw e;
            } catch (RuntimeException e) { // Whatever a provider throws, the stack must be rolled back.
                event(
                        desired,
                        resource.type(),
                        current.map(old -> old.physical().id()).orElse(null),
                        current.isPresent() ? "UPDATE_FAILED" : "CREATE_FAILED",
                        reason(e));
                throw new Failed(resource.id() + " (" + resource.type() + "): " + reason(e));
            }
        }

        private void check(Resource resource, Provider provider, Desired desired) {
            List<String> refused =
                    provider.support().refused(desired.properties().json());
            if (!refused.isEmpty()) {
                String reason = "the class cannot carry out " + String.join(", ", refused)
                        + ", and without it the resource would behave otherwise than on AWS";
                event(desired, resource.type(), null, "CREATE_FAILED", reason);
                throw new Failed(resource.id() + " (" + resource.type() + "): " + reason);
            }
            if (!providers.knows(resource.type())) {
                leftOut.add(new LeftOut(resource.id(), resource.type(), List.of()));
                return;
            }
            List<String> paths = provider.support().leftOut(desired.properties().json());
            if (!paths.isEmpty()) {
                leftOut.add(new LeftOut(resource.id(), resource.type(), paths));
            }
        }

        private StackResource create(StackResource wanted, Provider provider) {
            event(wanted.desired(), wanted.type(), null, "CREATE_IN_PROGRESS", null);
            StackResource created = wanted.with(provider.create(wanted.desired()));
            undo.push(() -> {
                boolean retained = created.deletionPolicy() == Retention.RETAIN;
                delete(created, retained ? Retention.RETAIN : Retention.DELETE).ifPresent(reason -> {
                    stuck.add(created.logicalId());
                    throw new Failed(created.logicalId() + ": " + reason);
                });
            });
            event(created, "CREATE_COMPLETE", null);
            done.add(new Deployment.Step(Deployment.Kind.CREATED, created));
            return created;
        }

        /** Updates or replaces what is there, or leaves it alone. */
        private StackResource bring(StackResource old, StackResource wanted, Provider provider) {
            List<String> changes = changes(old.desired(), wanted.desired());
            if (changes.isEmpty()) {
                return wanted;
            }
            if (changes.stream().anyMatch(provider.support()::replaces)) {
                return replace(old, wanted, provider);
            }
            event(wanted, "UPDATE_IN_PROGRESS", null);
            // Registered before the attempt: an update of several steps may fail in the middle.
            undo.push(() -> provider.update(
                    old.desired(), old.physical(), wanted.desired().properties()));
            Physical physical = provider.update(
                    wanted.desired(), old.physical(), old.desired().properties());
            StackResource updated = wanted.with(physical);
            event(updated, "UPDATE_COMPLETE", null);
            done.add(new Deployment.Step(Deployment.Kind.UPDATED, updated));
            return updated;
        }

        private StackResource replace(StackResource old, StackResource wanted, Provider provider) {
            Optional<String> name = provider.nameProperty()
                    .filter(property -> wanted.desired().properties().has(property))
                    .filter(property -> Objects.equals(
                            wanted.desired().properties().text(property),
                            old.desired().properties().text(property)));
            if (name.isPresent()) {
                throw new ResourceException(
                        "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename "
                                + wanted.desired().properties().required(name.get())
                                + " and update the stack again.");
            }
            event(
                    old,
                    "UPDATE_IN_PROGRESS",
                    "Requested update requires the creation of a new physical resource; " + "hence creating one.");
            StackResource created = wanted.with(provider.create(wanted.desired()));
            undo.push(
                    () -> provider.delete(created.physical(), created.desired().properties()));
            replaced.add(old);
            event(created, "UPDATE_COMPLETE", null);
            done.add(new Deployment.Step(Deployment.Kind.REPLACED, created));
            return created;
        }

        /** The top-level properties that differ, the stack's tags among them. */
        private List<String> changes(Desired old, Desired wanted) {
            Set<String> names = new HashSet<>();
            old.properties().json().fieldNames().forEachRemaining(names::add);
            wanted.properties().json().fieldNames().forEachRemaining(names::add);
            List<String> changes = new ArrayList<>(names.stream()
                    .filter(name -> !old.properties()
                            .json()
                            .path(name)
                            .equals(wanted.properties().json().path(name)))
                    .sorted()
                    .toList());
            if (!old.stackTags().equals(wanted.stackTags())) {
                changes.add("Tags");
            }
            return changes;
        }

        /** After success: what was replaced and what the template no longer has. A failure here is only told. */
        private void cleanUp() {
            List<StackResource> gone = new ArrayList<>();
            for (StackResource old : before.values()) {
                StackResource now = made.get(old.logicalId());
                if (now == null || !now.type().equals(old.type())) {
                    gone.add(old);
                }
            }
            Collections.reverse(gone);
            Collections.reverse(replaced);
            replaced.forEach(old -> delete(old, old.updateReplacePolicy()));
            for (StackResource old : gone) {
                if (delete(old, old.deletionPolicy()).isEmpty()) {
                    done.add(new Deployment.Step(Deployment.Kind.DELETED, old));
                }
            }
        }

        private void rollBack(boolean first, String reason) {
            status(
                    first ? StackStatus.ROLLBACK_IN_PROGRESS : StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
                    reason + " Rollback requested.");
            List<String> failed = new ArrayList<>();
            while (!undo.isEmpty()) {
                try {
                    undo.pop().run();
                } catch (RuntimeException e) { // The rest must be undone all the same.
                    failed.add(reason(e));
                }
            }
            // What could not be undone is still the stack's: deleting the stack tries again.
            made.forEach((id, resource) -> {
                if (stuck.contains(id)) {
                    resources.put(id, resource);
                }
            });
            if (failed.isEmpty()) {
                status(first ? StackStatus.ROLLBACK_COMPLETE : StackStatus.UPDATE_ROLLBACK_COMPLETE, null);
            } else {
                status(
                        first ? StackStatus.ROLLBACK_FAILED : StackStatus.UPDATE_ROLLBACK_FAILED,
                        String.join("; ", failed));
            }
        }
    }
}

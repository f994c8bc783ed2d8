package classroom.local.cloudformation;

import classroom.local.cloudformation.Provider.Desired;
import classroom.local.cloudformation.Provider.Physical;
import classroom.local.gateway.AwsError;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * One stack: what was made of a template's resources. It is created, updated and deleted here and nowhere else.
 *
 * <p>The order of things is CloudFormation's (User Guide, "Stack failure options", "Update behaviors of stack
 * resources"): resources are created and updated each after what it refers to; what is no longer wanted is deleted only
 * when all the rest has succeeded; a failure undoes everything done so far, last first.
 *
 * <p>One operation at a time; reading is possible meanwhile. An operation {@linkplain #begin begins} at once and is
 * then carried out in whatever thread the caller chooses.
 */
public final class Stack {
    /** Why something began, in CloudFormation's words. */
    private static final String USER = "User Initiated";

    private final StackIdentity identity;
    private final Providers providers;
    private final Clock clock;

    /** Held while resources are made or deleted. */
    private final Object work = new Object();

    private final List<StackEvent> events = new CopyOnWriteArrayList<>();
    private final Map<String, StackResource> resources = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile Map<String, Output> outputs = Map.of();
    private volatile Change current;
    private volatile StackStatus status = StackStatus.REVIEW_IN_PROGRESS;
    private volatile boolean protectedFromDeletion;

    Stack(StackIdentity identity, Providers providers, Clock clock) {
        this.identity = identity;
        this.providers = providers;
        this.clock = clock;
        status(StackStatus.REVIEW_IN_PROGRESS, USER);
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

    /** What happened to it, in that order. */
    public List<StackEvent> events() {
        return List.copyOf(events);
    }

    /** What it was last brought to, or is being created as; nothing while it is only under review. */
    public Optional<Change> current() {
        return Optional.ofNullable(current);
    }

    /** The values of its parameters by name, defaults included. */
    public Map<String, String> parameters() {
        return current().map(this::parameters).orElse(Map.of());
    }

    /**
     * The values that its parameters would have, defaults included.
     *
     * @throws TemplateException if one is missing or not allowed
     */
    public Map<String, String> parameters(Change change) {
        return resolver(change).parameterValues();
    }

    /** Whether it refuses to be deleted. */
    public boolean isProtected() {
        return protectedFromDeletion;
    }

    /** Sets whether it refuses to be deleted. */
    public void protect(boolean wanted) {
        protectedFromDeletion = wanted;
    }

    /**
     * What a change would do to its resources; none if it would only be refused with "No updates are to be performed".
     *
     * @throws TemplateException if the change cannot be carried out for what it says
     */
    public List<Planned> plan(Change change) {
        return planned(change).changes();
    }

    private Plan planned(Change change) {
        Map<String, StackResource> now = new LinkedHashMap<>();
        resources().forEach(resource -> now.put(resource.logicalId(), resource));
        return new Plan(resolver(change), providers, now, change);
    }

    /**
     * Whether a change would do anything at all: to resources, outputs or tags.
     *
     * @throws TemplateException if the change cannot be carried out for what it says
     */
    public boolean differs(Change change) {
        Plan plan = planned(change);
        return !plan.changes().isEmpty()
                || current().isEmpty()
                || !current.tags().equals(change.tags())
                || !plan.outputs().equals(outputs);
    }

    /**
     * Brings the stack to what a template says: creates, updates, replaces and deletes what it takes.
     *
     * @return what was done and what was left out
     * @throws StackException what failed and why; everything done before it has been undone
     */
    public Deployment deploy(Change change) {
        return begin(change).get();
    }

    /**
     * Marks the stack as being created or updated.
     *
     * @return does it, as {@link #deploy} says; whoever calls must run it, once
     * @throws StackException if the stack is in no state for it; nothing has changed
     */
    public synchronized Supplier<Deployment> begin(Change change) {
        boolean first = status == StackStatus.REVIEW_IN_PROGRESS;
        if (first) {
            current = change;
        } else {
            checkUpdatable();
        }
        status(first ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS, USER);
        return () -> {
            synchronized (work) {
                return carryOut(change, first);
            }
        };
    }

    /** @throws StackException if the stack is in no state to be updated, in CloudFormation's words */
    public void checkUpdatable() {
        if (!status.isUpdatable()) {
            throw new StackException(
                    identity.name(),
                    "Stack:" + identity.id() + " is in " + status + " state and can not be updated.",
                    status);
        }
    }

    private Deployment carryOut(Change change, boolean first) {
        Operation operation = new Operation(change);
        try {
            operation.run();
        } catch (Failed e) {
            operation.rollBack(first, e.reason());
            throw new StackException(identity.name(), e.reason(), status);
        }
        synchronized (resources) {
            resources.clear();
            resources.putAll(operation.made);
        }
        outputs = operation.newOutputs;
        current = change;
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
    public void delete() {
        beginDeletion().run();
    }

    /**
     * Marks the stack as being deleted. One that is being created is no longer created.
     *
     * @return does it, as {@link #delete} says; whoever calls must run it, once
     * @throws StackException if the stack is being updated or protected; nothing has changed
     */
    public synchronized Runnable beginDeletion() {
        if (status.isDeleted()) {
            return () -> {};
        }
        if (protectedFromDeletion) {
            throw new StackException(
                    identity.name(),
                    "Stack [" + identity.name() + "] cannot be deleted while TerminationProtection is enabled",
                    status);
        }
        if (status.isUpdating()) {
            throw new StackException(
                    identity.name(),
                    "Stack [" + identity.name() + "] cannot be deleted while in status " + status,
                    status);
        }
        status(StackStatus.DELETE_IN_PROGRESS, USER);
        return () -> {
            synchronized (work) {
                deleteResources();
            }
        };
    }

    private void deleteResources() {
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

    /** A stack that is being deleted, or was, takes no other state any more. */
    private synchronized void status(StackStatus next, String reason) {
        if (status.isDeleted() && !next.name().startsWith("DELETE_")) {
            return;
        }
        status = next;
        add(identity.name(), identity.id(), "AWS::CloudFormation::Stack", next.name(), reason, null);
    }

    private void event(StackResource resource, String status, String reason) {
        event(resource.desired(), resource.type(), resource.physical().id(), status, reason);
    }

    private void event(Desired desired, String type, String physicalId, String status, String reason) {
        add(
                desired.logicalId(),
                physicalId,
                type,
                status,
                reason,
                desired.properties().json());
    }

    /** Each event has a millisecond of its own: clients sort by the time, and would tell a quick stack's story upside down. */
    private synchronized void add(
            String logicalId, String physicalId, String type, String status, String reason, JsonNode properties) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant last =
                events.isEmpty() ? Instant.MIN : events.get(events.size() - 1).time();
        events.add(new StackEvent(
                UUID.randomUUID().toString(),
                now.isAfter(last) ? now : last.plusMillis(1),
                logicalId,
                physicalId,
                type,
                status,
                reason,
                properties));
    }

    private String lastStatus(StackResource resource) {
        List<StackEvent> own = events.stream()
                .filter(event -> event.logicalId().equals(resource.logicalId()))
                .toList();
        return own.get(own.size() - 1).status();
    }

    private Resolver resolver(Change change) {
        return change.template().resolver(identity, change.parameters());
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

        /** What could not be made or changed. */
        private Desired failed;

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

            @Override
            public Optional<String> ssmParameter(String name) {
                return change.lookups().parameter(name);
            }
        };

        private Operation(Change change) {
            this.change = change;
        }

        private void run() {
            try {
                Resolver resolver = resolver(change);
                for (Resource resource : resolver.inCreationOrder()) {
                    if (status.isDeleted()) {
                        throw new Failed("Resource creation cancelled");
                    }
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
            Optional<StackResource> current = Optional.ofNullable(before.get(resource.id()));
            current.ifPresent(old -> old.checkType(resource));
            Desired desired = new Desired(
                    resource.id(),
                    current.isEmpty() && providers.areLasting()
                            ? Names.lasting(identity.name(), resource.id())
                            : Names.generate(identity.name(), resource.id()),
                    new Properties(resolver.properties(resource, scope)),
                    change.tags(),
                    change.lookups());
            StackResource wanted = new StackResource(
                    resource,
                    desired,
                    current.map(StackResource::physical).orElse(null),
                    resolver.dependencies(resource));
            try {
                check(resource, provider, desired);
                return current.map(old -> bring(old, wanted, provider)).orElseGet(() -> create(wanted, provider));
            } catch (RuntimeException e) { // Whatever a provider throws, the stack must be rolled back.
                event(
                        desired,
                        resource.type(),
                        current.map(old -> old.physical().id()).orElse(null),
                        current.isPresent() ? "UPDATE_FAILED" : "CREATE_FAILED",
                        reason(e));
                failed = desired;
                throw new Failed(resource.id() + " (" + resource.type() + "): " + reason(e));
            }
        }

        private void check(Resource resource, Provider provider, Desired desired) {
            List<String> refused =
                    provider.support().refused(desired.properties().json());
            if (!refused.isEmpty()) {
                throw new ResourceException("the class cannot carry out " + String.join(", ", refused)
                        + ", and without it the resource would behave otherwise than on AWS");
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
            if (change.adopts() && wanted.deletionPolicy() != Retention.DELETE) {
                Optional<Physical> adopted = provider.adopt(wanted.desired());
                if (adopted.isPresent()) {
                    StackResource known = wanted.with(adopted.get());
                    event(known, "IMPORT_IN_PROGRESS", null);
                    event(known, "IMPORT_COMPLETE", null);
                    done.add(new Deployment.Step(Deployment.Kind.CREATED, known));
                    return known;
                }
            }
            event(wanted.desired(), wanted.type(), null, "CREATE_IN_PROGRESS", null);
            Optional<Physical> left = provider.takeOver(wanted.desired());
            StackResource created = wanted.with(left.orElseGet(() -> provider.create(wanted.desired())));
            undo.push(() -> {
                if (left.isPresent()) {
                    return; // A start that fails takes nobody's data with it.
                }
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
            List<String> changes = old.changes(wanted.desired());
            if (changes.isEmpty()) {
                return wanted;
            }
            if (changes.stream().anyMatch(provider.support()::replaces)) {
                return replace(old, wanted, provider);
            }
            event(wanted, "UPDATE_IN_PROGRESS", null);
            // Registered before the attempt: an update of several steps may fail in the middle.
            undo.push(() -> {
                event(old, "UPDATE_IN_PROGRESS", null);
                // A stream that was switched off and on again, for one, is another one.
                StackResource back = old.with(provider.update(
                        old.desired(), old.physical(), wanted.desired().properties()));
                resources.put(back.logicalId(), back);
                event(back, "UPDATE_COMPLETE", null);
            });
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
                    "Requested update requires the creation of a new physical resource; hence creating one.");
            StackResource created = wanted.with(provider.create(wanted.desired()));
            undo.push(() -> {
                event(old, "UPDATE_COMPLETE", null);
                // That the new one cannot be deleted is only told, as in the clean-up after success.
                delete(created, Retention.DELETE);
            });
            replaced.add(old);
            event(created, "UPDATE_COMPLETE", null);
            done.add(new Deployment.Step(Deployment.Kind.REPLACED, created));
            return created;
        }

        /** After success: what was replaced and what the template no longer has. A failure here is only told. */
        private void cleanUp() {
            List<StackResource> gone = new ArrayList<>();
            for (StackResource old : before.values()) {
                if (!made.containsKey(old.logicalId())) {
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

        /** The story of what failed ends too: it is as it was, or not there. */
        private void settleFailed() {
            if (failed == null) {
                return;
            }
            StackResource old = before.get(failed.logicalId());
            if (old == null) {
                event(
                        failed,
                        change.template().resources().get(failed.logicalId()).type(),
                        null,
                        "DELETE_COMPLETE",
                        null);
            } else if (lastStatus(old).equals("UPDATE_FAILED")) {
                event(old, "UPDATE_COMPLETE", null);
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
                } catch (AwsError e) {
                    // What somebody deleted by hand cannot be brought back, and is no reason to fail for good.
                    if (!e.code().equals("ResourceNotFoundException")) {
                        failed.add(reason(e));
                    }
                } catch (RuntimeException e) { // The rest must be undone all the same.
                    failed.add(reason(e));
                }
            }
            settleFailed();
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

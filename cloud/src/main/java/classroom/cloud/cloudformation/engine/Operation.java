package classroom.cloud.cloudformation.engine;

import classroom.cloud.cloudformation.engine.Provider.Desired;
import classroom.cloud.cloudformation.engine.Provider.Physical;
import classroom.template.Output;
import classroom.template.Resolver;
import classroom.template.Resource;
import classroom.template.Resource.Retention;
import classroom.template.Scope;
import classroom.template.TemplateException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries out one change of a stack: creates or changes each resource after the resources that it refers to. When all
 * that has succeeded, it deletes unwanted resources. A failure undoes all earlier steps, the last one first.
 */
final class Operation {
    private final StackRecord stack;
    private final Providers providers;
    private final Exports exports;
    private final Deletion deletion;
    private final Change change;
    private final Map<String, StackResource> before;
    private final Map<String, StackResource> made = new LinkedHashMap<>();
    private final List<Deployment.Step> done = new ArrayList<>();
    private final Map<String, LeftOut> leftOut = new LinkedHashMap<>();
    private final boolean keeps;
    private final Origin origin;
    private final Rollback undo;
    private final List<StackResource> replaced = new ArrayList<>();

    /** Texts in place of attributes of resources that are not carried out. */
    private final Set<String> marks = new HashSet<>();

    private Map<String, Output> newOutputs = Map.of();

    /** What could not be made or changed. */
    private StackResource failed;

    private final Scope scope = new Scope() {
        @Override
        public Optional<JsonNode> ref(String id) {
            return Optional.ofNullable(made.get(id))
                    .map(resource -> TextNode.valueOf(resource.physical().id()));
        }

        @Override
        public Optional<JsonNode> attribute(String id, String name) {
            StackResource resource = made.get(id);
            if (resource == null) {
                return Optional.empty();
            }
            Optional<JsonNode> value = providers.of(resource.type()).attribute(resource.physical(), name);
            if (!providers.knows(resource.type())) {
                value.ifPresent(mark -> marks.add((mark.isArray() ? mark.get(0) : mark).asText()));
            }
            return value;
        }

        @Override
        public Optional<String> ssmParameter(String name) {
            return change.lookups().parameter(name);
        }
    };

    /** @param keeps whether a failure leaves all as it is then, to go on from there or to be rolled back later */
    Operation(StackRecord stack, Providers providers, Exports exports, Change change, boolean keeps) {
        this.stack = stack;
        this.providers = providers;
        this.exports = exports;
        this.change = change;
        this.keeps = keeps;
        this.before = stack.resources();
        this.deletion = new Deletion(stack, providers);
        this.undo = new Rollback();
        this.origin = Origin.of(stack);
    }

    /** An operation that goes on where this one has failed; a rollback of it undoes both. */
    Operation next(Change other) {
        return new Operation(this, other);
    }

    private Operation(Operation failed, Change change) {
        this.stack = failed.stack;
        this.providers = failed.providers;
        this.exports = failed.exports;
        this.change = change;
        this.keeps = true;
        this.before = stack.resources();
        this.deletion = failed.deletion;
        this.undo = failed.undo;
        this.origin = failed.origin;
    }

    /**
     * Carries out the change.
     *
     * @param first whether the stack is being created
     * @throws StackException with the failure and its reason; all earlier steps have been undone, or are kept
     */
    Deployment run(boolean first) {
        try {
            make();
        } catch (Failed e) {
            if (keeps) {
                pause(first, e.reason());
            } else {
                stack.status(origin.rollback(), e.reason() + " Rollback requested.");
                rollBack();
            }
            throw new StackException(stack.identity().name(), e.reason(), stack.status());
        }
        stack.become(made, newOutputs);
        stack.current(change);
        if (!first) {
            stack.status(StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, null);
        }
        cleanUp();
        stack.status(first ? StackStatus.CREATE_COMPLETE : StackStatus.UPDATE_COMPLETE, null);
        return new Deployment(List.copyOf(done), List.copyOf(leftOut.values()), newOutputs);
    }

    private void make() {
        try {
            Resolver resolver = providers.resolver(change, stack.identity());
            for (Resource resource : resolver.inCreationOrder()) {
                if (stack.status().isDeleted()) {
                    throw new Failed("Resource creation cancelled");
                }
                StackResource result = carryOut(resource, resolver);
                made.put(resource.id(), result);
            }
            newOutputs = resolver.outputs(scope);
            exports.claim(
                    stack.identity().name(),
                    newOutputs.values().stream()
                            .map(Output::exportName)
                            .filter(Objects::nonNull)
                            .map(JsonNode::asText)
                            .toList());
        } catch (TemplateException e) {
            throw new Failed(StackEvent.reason(e));
        }
    }

    private StackResource carryOut(Resource resource, Resolver resolver) {
        Provider provider = providers.of(resource.type());
        Optional<StackResource> current = Optional.ofNullable(before.get(resource.id()));
        current.ifPresent(old -> old.checkType(resource));
        Desired desired = new Desired(
                resource.id(),
                current.isEmpty() && providers.areLasting()
                        ? Names.lasting(stack.identity().name(), resource.id())
                        : Names.generate(stack.identity().name(), resource.id()),
                new Properties(resolver.properties(resource, scope)),
                change.tags(),
                change.lookups());
        StackResource wanted = new StackResource(
                resource, desired, current.map(StackResource::physical).orElse(null), resolver.dependencies(resource));
        try {
            check(resource, provider, desired);
            return current.map(old -> bring(old, wanted, provider)).orElseGet(() -> create(wanted, provider));
        } catch (RuntimeException e) { // The stack must be rolled back after any exception of a provider.
            stack.event(wanted, current.isPresent() ? "UPDATE_FAILED" : "CREATE_FAILED", StackEvent.reason(e));
            failed = wanted;
            throw new Failed(resource.id() + " (" + resource.type() + "): " + StackEvent.reason(e));
        }
    }

    private void check(Resource resource, Provider provider, Desired desired) {
        JsonNode properties = desired.properties().json();
        List<InvalidProperty> violations = ResourceType.of(resource.type())
                .map(type -> type.violations(properties, marks))
                .orElse(List.of());
        if (!violations.isEmpty()) {
            throw new ResourceException("Properties validation failed for resource " + resource.id()
                    + " with message:\n"
                    + violations.stream().map(InvalidProperty::toString).collect(Collectors.joining("\n")));
        }
        List<String> refused = provider.support().refused(properties);
        if (!refused.isEmpty()) {
            throw new ResourceException("the class cannot carry out " + String.join(", ", refused)
                    + ", and without it the resource would behave differently from AWS");
        }
        List<String> paths =
                providers.knows(resource.type()) ? provider.support().leftOut(properties) : List.of();
        if (!paths.isEmpty() || !providers.knows(resource.type())) {
            leftOut.put(resource.id(), new LeftOut(resource.id(), resource.type(), paths));
        }
    }

    /** As on AWS: a second event, with the physical id, says that the service has begun to make it. */
    private void initiated(StackResource created, String status) {
        if (providers.knows(created.type())) {
            stack.event(created, status, "Resource creation Initiated");
        }
    }

    /** Adds to the final event of a resource which of its parts are not carried out. */
    private void complete(StackResource resource, String status) {
        LeftOut left = leftOut.get(resource.logicalId());
        stack.event(resource, status, left == null ? null : left.reason());
    }

    private StackResource create(StackResource wanted, Provider provider) {
        if (change.adopts() && wanted.deletionPolicy() != Retention.DELETE) {
            Optional<Physical> adopted = provider.adopt(wanted.desired());
            if (adopted.isPresent()) {
                StackResource known = wanted.with(adopted.get());
                stack.event(known, "IMPORT_IN_PROGRESS", null);
                complete(known, "IMPORT_COMPLETE");
                done.add(new Deployment.Step(Deployment.Kind.CREATED, known));
                return known;
            }
        }
        stack.event(wanted, "CREATE_IN_PROGRESS", null);
        Optional<Physical> left = provider.takeOver(wanted.desired());
        StackResource created = wanted.with(left.orElseGet(() -> provider.create(wanted.desired())));
        initiated(created, "CREATE_IN_PROGRESS");
        undo.push(created.logicalId(), () -> {
            if (left.isPresent()) {
                return; // A start that fails takes nobody's data with it.
            }
            boolean retained = created.deletionPolicy() == Retention.RETAIN && !undo.deletesRetained();
            // What cannot be undone is still the stack's: deleting the stack tries again.
            stack.put(created);
            deletion.delete(created, retained ? Retention.RETAIN : Retention.DELETE)
                    .ifPresent(reason -> {
                        throw new Failed(created.logicalId() + ": " + reason);
                    });
            stack.remove(created);
        });
        complete(created, "CREATE_COMPLETE");
        done.add(new Deployment.Step(Deployment.Kind.CREATED, created));
        return created;
    }

    /** Updates or replaces the existing resource, or does nothing. */
    private StackResource bring(StackResource old, StackResource wanted, Provider provider) {
        List<String> changes = old.changes(wanted.desired());
        if (changes.isEmpty()) {
            return wanted;
        }
        if (changes.stream().anyMatch(provider.support()::replaces)) {
            if (keeps) {
                // In CloudFormation's words: issue 4585 of aws-sam-cli.
                throw new ResourceException("Replacement type updates not supported on stack with disable-rollback.");
            }
            return replace(old, wanted, provider);
        }
        stack.event(wanted, "UPDATE_IN_PROGRESS", null);
        // Registered before the attempt: an update of several steps may fail in the middle.
        undo.push(old.logicalId(), () -> {
            stack.event(old, "UPDATE_IN_PROGRESS", null);
            // A stream that was switched off and on again, for one, is another one.
            StackResource back = old.with(provider.update(
                    old.desired(), old.physical(), wanted.desired().properties()));
            stack.put(back);
            stack.event(back, "UPDATE_COMPLETE", null);
        });
        Physical physical =
                provider.update(wanted.desired(), old.physical(), old.desired().properties());
        StackResource updated = wanted.with(physical);
        complete(updated, "UPDATE_COMPLETE");
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
        stack.event(
                old,
                "UPDATE_IN_PROGRESS",
                "Requested update requires the creation of a new physical resource; hence creating one.");
        StackResource created = wanted.with(provider.create(wanted.desired()));
        initiated(created, "UPDATE_IN_PROGRESS");
        undo.push(old.logicalId(), () -> {
            stack.event(old, "UPDATE_COMPLETE", null);
            // If the new one cannot be deleted, an event says so and the rollback continues, as in the clean-up after
            // success.
            deletion.delete(created, Retention.DELETE);
        });
        replaced.add(old);
        complete(created, "UPDATE_COMPLETE");
        done.add(new Deployment.Step(Deployment.Kind.REPLACED, created));
        return created;
    }

    /**
     * After success: deletes replaced resources and those that the template no longer has. A failure here is only an
     * event.
     */
    private void cleanUp() {
        List<StackResource> gone = new ArrayList<>();
        for (StackResource old : before.values()) {
            if (!made.containsKey(old.logicalId())) {
                gone.add(old);
            }
        }
        Collections.reverse(gone);
        Collections.reverse(replaced);
        replaced.forEach(old -> deletion.delete(old, old.updateReplacePolicy()));
        for (StackResource old : gone) {
            if (deletion.delete(old, old.deletionPolicy()).isEmpty()) {
                done.add(new Deployment.Step(Deployment.Kind.DELETED, old));
            }
        }
    }

    /** The failed resource gets a final event too: it is as before, or it does not exist. */
    private void settleFailed() {
        if (failed == null) {
            return;
        }
        StackResource old = before.get(failed.logicalId());
        if (old == null) {
            stack.event(failed, "DELETE_COMPLETE", null);
        } else if (stack.lastStatus(old).equals("UPDATE_FAILED")) {
            stack.event(old, "UPDATE_COMPLETE", null);
        }
    }

    /** Keeps what has been made and changed; what the change has not come to is as before. */
    private void pause(boolean first, String reason) {
        Map<String, StackResource> all = new LinkedHashMap<>(made);
        before.forEach(all::putIfAbsent);
        stack.become(all, stack.outputs());
        stack.current(change);
        stack.status(first ? StackStatus.CREATE_FAILED : StackStatus.UPDATE_FAILED, reason);
    }

    /** What a rollback of this operation goes back to. */
    Origin origin() {
        return origin;
    }

    /** The steps of its rollback that have not been undone. */
    Rollback undo() {
        return undo;
    }

    /** Undoes what is left to be undone. */
    void rollBack() {
        List<String> failed = undo.run();
        settleFailed();
        if (failed.isEmpty()) {
            stack.status(origin.isNew() ? StackStatus.ROLLBACK_COMPLETE : StackStatus.UPDATE_ROLLBACK_COMPLETE, null);
        } else {
            stack.status(
                    origin.isNew() ? StackStatus.ROLLBACK_FAILED : StackStatus.UPDATE_ROLLBACK_FAILED,
                    String.join("; ", failed));
        }
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
}

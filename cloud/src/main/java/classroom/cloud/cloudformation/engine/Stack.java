package classroom.cloud.cloudformation.engine;

import classroom.template.Output;
import classroom.template.StackIdentity;
import classroom.template.TemplateException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Exports exports;
    private final StackRecord record;

    /** Held while resources are made or deleted. */
    private final Object work = new Object();

    private volatile boolean protectedFromDeletion;

    Stack(StackIdentity identity, Providers providers, Clock clock, Exports exports) {
        this.identity = identity;
        this.exports = exports;
        this.providers = providers;
        this.record = new StackRecord(identity, clock);
        record.status(StackStatus.REVIEW_IN_PROGRESS, USER);
    }

    /** Name, id, region and account. */
    public StackIdentity identity() {
        return identity;
    }

    /** Its state, in CloudFormation's words. */
    public StackStatus status() {
        return record.status();
    }

    /** Its resources, in the order in which they were made. */
    public List<StackResource> resources() {
        return List.copyOf(record.resources().values());
    }

    /** Its outputs by name, resolved. */
    public Map<String, Output> outputs() {
        return record.outputs();
    }

    /** What happened to it, in that order. */
    public List<StackEvent> events() {
        return record.events();
    }

    /** What it was last brought to, or is being created as; nothing while it is only under review. */
    public Optional<Change> current() {
        return record.current();
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
        return providers.resolver(change, identity).parameterValues();
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
        return new Plan(providers.resolver(change, identity), providers, record.resources(), change);
    }

    /**
     * Whether a change would do anything at all: to resources, outputs or tags.
     *
     * @throws TemplateException if the change cannot be carried out for what it says
     */
    public boolean differs(Change change) {
        Plan plan = planned(change);
        return !plan.changes().isEmpty()
                || !current().map(Change::tags).equals(Optional.of(change.tags()))
                || !plan.outputs().equals(outputs());
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
        boolean first = status() == StackStatus.REVIEW_IN_PROGRESS;
        if (first) {
            record.current(change);
        } else {
            checkUpdatable();
        }
        record.status(first ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS, USER);
        return () -> {
            synchronized (work) {
                return new Operation(record, providers, exports, change).run(first);
            }
        };
    }

    /** @throws StackException if the stack is in no state to be updated, in CloudFormation's words */
    public void checkUpdatable() {
        if (!status().isUpdatable()) {
            throw new StackException(
                    identity.name(),
                    "Stack:" + identity.id() + " is in " + status() + " state and can not be updated.",
                    status());
        }
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
        if (status().isDeleted()) {
            return () -> {};
        }
        if (protectedFromDeletion) {
            throw new StackException(
                    identity.name(),
                    "Stack [" + identity.name() + "] cannot be deleted while TerminationProtection is enabled",
                    status());
        }
        if (status().isUpdating()) {
            throw new StackException(
                    identity.name(),
                    "Stack [" + identity.name() + "] cannot be deleted while in status " + status(),
                    status());
        }
        record.status(StackStatus.DELETE_IN_PROGRESS, USER);
        return () -> {
            synchronized (work) {
                new Deletion(record, providers).deleteAll();
                record.become(Map.of(), Map.of());
                exports.claim(identity.name(), List.of());
                record.status(StackStatus.DELETE_COMPLETE, null);
            }
        };
    }
}

package classroom.cloud.cloudformation.engine;

import classroom.template.Output;
import classroom.template.StackIdentity;
import classroom.template.TemplateException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One stack with its created resources. Only this class creates, updates and deletes it.
 *
 * <p>The order is CloudFormation's (User Guide, "Stack failure options", "Update behaviors of stack resources"). Each
 * resource is created or updated after the resources that it refers to. Unwanted resources are deleted only when all
 * the rest has succeeded. A failure undoes all earlier steps, the last one first.
 *
 * <p>One operation at a time; reading is possible meanwhile. An operation {@linkplain #begin begins} at once and then
 * runs in a thread that the caller chooses.
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

    /** The operation that failed last, if it can go on or be rolled back; {@code null} otherwise. */
    private volatile Operation failed;

    Stack(StackIdentity identity, Providers providers, Clock clock, Exports exports) {
        this.identity = identity;
        this.exports = exports;
        this.providers = providers;
        this.record = new StackRecord(identity, clock);
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

    /** Runs an action with each event from now on, when it happens. */
    void onEvent(Consumer<StackEvent> action) {
        record.onEvent(action);
    }

    /** The state of its last deployment or running creation; empty while it is only under review. */
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

    /** Says among its events that it waits for its first change set to be carried out. */
    public void review() {
        record.status(StackStatus.REVIEW_IN_PROGRESS, USER);
    }

    /** How it differs from its template, as far as that was detected since its last change. */
    public Drift drift() {
        return record.drift();
    }

    /**
     * Compares resources with the template.
     *
     * @param logicalIds which; empty for all
     * @return the result, with those of earlier detections
     * @throws StackException if the stack's state does not allow it, or it has no such resource
     */
    public Drift detectDrift(List<String> logicalIds) {
        return detectDrift(logicalIds, true);
    }

    /**
     * Compares one resource with the template.
     *
     * @throws StackException if the stack's state does not allow it, it has no such resource, or resources of its type
     *     are not compared
     */
    public ResourceDrift detectDrift(String logicalId) {
        return Optional.ofNullable(
                        detectDrift(List.of(logicalId), false).resources().get(logicalId))
                .orElseThrow(() -> refused("Drift detection is not supported for the specified ResourceType"));
    }

    private Drift detectDrift(List<String> logicalIds, boolean whole) {
        synchronized (work) {
            if (!status().isComparable()) {
                throw refused("Drift detection cannot be performed on stack [" + identity.name()
                        + "], which is in the state " + status());
            }
            Map<String, StackResource> resources = record.resources();
            for (String id : logicalIds) {
                if (!resources.containsKey(id)) {
                    throw refused("Resource " + id + " does not exist for stack " + identity.name());
                }
            }
            Instant now = record.now();
            List<ResourceDrift> found = resources.values().stream()
                    .filter(resource -> logicalIds.isEmpty() || logicalIds.contains(resource.logicalId()))
                    .flatMap(resource -> ResourceDrift.detect(resource, providers.of(resource.type()), now).stream())
                    .toList();
            Drift drift = record.drift().with(found, whole, now);
            record.drift(drift);
            return drift;
        }
    }

    private StackException refused(String reason) {
        return new StackException(identity.name(), reason, status());
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
     * Returns what a change would do to its resources; empty if the change would be refused with "No updates are to be
     * performed".
     *
     * @throws TemplateException if the template is invalid
     */
    public List<Planned> plan(Change change) {
        return planned(change).changes();
    }

    private Plan planned(Change change) {
        return new Plan(providers.resolver(change, identity), providers, record.resources(), change);
    }

    /**
     * Whether a change would change resources, outputs or tags.
     *
     * @throws TemplateException if the template is invalid
     */
    public boolean differs(Change change) {
        Plan plan = planned(change);
        return !plan.changes().isEmpty()
                || !current().map(Change::tags).equals(Optional.of(change.tags()))
                || !plan.outputs().equals(outputs());
    }

    /**
     * Deploys a template: creates, updates, replaces and deletes resources.
     *
     * @return the steps and the parts that were left out
     * @throws StackException with the failure and its reason; all earlier steps have been undone
     */
    public Deployment deploy(Change change) {
        return begin(change).get();
    }

    /**
     * Marks the stack as being created or updated.
     *
     * @return the deployment, as in {@link #deploy}; the caller must run it once
     * @throws StackException if the stack's state does not allow it; nothing has changed
     */
    public Supplier<Deployment> begin(Change change) {
        return begin(change, false);
    }

    /**
     * Marks the stack as being created or updated.
     *
     * @param keeps whether a failure leaves all as it is then: {@link StackStatus#CREATE_FAILED} or {@link
     *     StackStatus#UPDATE_FAILED}, from where another change goes on, or {@link #beginRollback}
     */
    public synchronized Supplier<Deployment> begin(Change change, boolean keeps) {
        boolean first = status() == StackStatus.REVIEW_IN_PROGRESS;
        Operation earlier = status().isPaused() ? failed : null;
        if (first) {
            record.current(change);
        } else {
            checkUpdatable();
        }
        if (earlier != null && !keeps) {
            // In CloudFormation's words: issue 6368 of aws-cli, and for CREATE_FAILED 1655 of amazon.aws.
            throw refused("This stack is currently in a non-terminal [" + status() + "] state. To update the stack from"
                    + " this state, please use the disable-rollback parameter with update-stack API. To rollback to"
                    + " the last known good state, use the rollback-stack API");
        }
        record.status(first ? StackStatus.CREATE_IN_PROGRESS : StackStatus.UPDATE_IN_PROGRESS, USER);
        return () -> {
            synchronized (work) {
                Operation operation = earlier == null
                        ? new Operation(record, providers, exports, change, keeps)
                        : earlier.next(change);
                failed = operation;
                Deployment deployment = operation.run(first);
                failed = null;
                return deployment;
            }
        };
    }

    /**
     * Marks the stack as going back to where no operation had failed; a new stack is left without resources.
     *
     * @param deletesRetained whether new resources are deleted whatever their deletion policy is
     * @return the rollback; the caller must run it once
     * @throws StackException if no operation without rollback has failed; nothing has changed
     */
    public synchronized Runnable beginRollback(boolean deletesRetained) {
        if (!status().isPaused()) {
            throw refused("Stack [" + identity.name() + "] is in the state " + status()
                    + ": only a stack in CREATE_FAILED or UPDATE_FAILED can be rolled back");
        }
        Operation operation = failed;
        record.status(operation.origin().rollback(), USER);
        return () -> {
            synchronized (work) {
                if (deletesRetained) {
                    operation.undo().deleteRetained();
                }
                operation.origin().restore(record);
                operation.rollBack();
            }
        };
    }

    /**
     * Marks the stack as trying again what the rollback of an update could not undo.
     *
     * @param skipped the logical ids of resources that are left as they are
     * @return the rollback; the caller must run it once
     * @throws StackException if no rollback of an update has failed, or not for these resources
     */
    public synchronized Runnable continueRollback(List<String> skipped) {
        if (status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
            throw refused("Stack [" + identity.name() + "] is in the state " + status()
                    + ": only a stack in UPDATE_ROLLBACK_FAILED can continue a rollback");
        }
        Operation operation = failed;
        if (!operation.undo().skip(skipped)) {
            throw refused("Of the resources " + skipped + " not all have failed to be rolled back");
        }
        record.status(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, USER);
        return () -> {
            synchronized (work) {
                operation.rollBack();
            }
        };
    }

    /** @throws StackException if the stack is in no state to be updated, in CloudFormation's words */
    public void checkUpdatable() {
        if (!status().isUpdatable() && !status().isPaused()) {
            throw refused("Stack:" + identity.id() + " is in " + status() + " state and can not be updated.");
        }
    }

    /**
     * Deletes every resource that the template does not retain, each before the resources that it depends on.
     *
     * @throws StackException naming resources that could not be deleted; they and the resources that they depend on
     *     stay, and deletion can be tried again
     */
    public void delete() {
        beginDeletion().run();
    }

    /**
     * Marks the stack as being deleted. If it is being created, the creation stops.
     *
     * @return the deletion, as in {@link #delete}; the caller must run it once
     * @throws StackException if the stack is being updated or protected; nothing has changed
     */
    public synchronized Runnable beginDeletion() {
        if (status().isDeleted()) {
            return () -> {};
        }
        if (protectedFromDeletion) {
            throw refused("Stack [" + identity.name() + "] cannot be deleted while TerminationProtection is enabled");
        }
        if (status().isUpdating()) {
            throw refused("Stack [" + identity.name() + "] cannot be deleted while in status " + status());
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

package classroom.cloud.cloudformation.engine;

import classroom.template.Output;
import classroom.template.StackIdentity;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The data of a stack: its state, its resources and outputs, and its events. Any thread may read it. */
final class StackRecord {
    private final StackIdentity identity;
    private final Clock clock;
    private final List<StackEvent> events = new CopyOnWriteArrayList<>();
    private final Map<String, StackResource> resources = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile Map<String, Output> outputs = Map.of();
    private volatile Change current;
    private volatile StackStatus status;
    private volatile Drift drift = Drift.NONE;
    private volatile Consumer<StackEvent> onEvent = event -> {};

    StackRecord(StackIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
        status = StackStatus.REVIEW_IN_PROGRESS;
    }

    StackIdentity identity() {
        return identity;
    }

    StackStatus status() {
        return status;
    }

    /**
     * A stack that is being deleted, or was, takes no other state any more. What was found of its drift holds no
     * longer.
     */
    synchronized void status(StackStatus next, String reason) {
        if (status.isDeleted() && !next.name().startsWith("DELETE_")) {
            return;
        }
        status = next;
        drift = Drift.NONE;
        add(identity.name(), identity.id(), "AWS::CloudFormation::Stack", next.name(), reason, null);
    }

    /** The change that the stack was last brought to, or is being created as. */
    Optional<Change> current() {
        return Optional.ofNullable(current);
    }

    void current(Change change) {
        current = change;
    }

    /** The resources by logical id, in the order in which they were made. */
    Map<String, StackResource> resources() {
        synchronized (resources) {
            return new LinkedHashMap<>(resources);
        }
    }

    void put(StackResource resource) {
        resources.put(resource.logicalId(), resource);
    }

    void remove(StackResource resource) {
        resources.remove(resource.logicalId());
    }

    Map<String, Output> outputs() {
        return outputs;
    }

    /** Replaces the old state by the result of a change. */
    void become(Map<String, StackResource> made, Map<String, Output> results) {
        synchronized (resources) {
            resources.clear();
            resources.putAll(made);
        }
        outputs = results;
    }

    Drift drift() {
        return drift;
    }

    void drift(Drift found) {
        drift = found;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What happened, in that order. */
    List<StackEvent> events() {
        return List.copyOf(events);
    }

    /** Runs an action with each event from now on, when it happens. */
    void onEvent(Consumer<StackEvent> action) {
        onEvent = action;
    }

    void event(StackResource resource, String status, String reason) {
        add(
                resource.logicalId(),
                resource.physical() == null ? null : resource.physicalId(),
                resource.type(),
                status,
                reason,
                resource.desired().properties().json());
    }

    /** The state in the last event of a resource. */
    String lastStatus(StackResource resource) {
        List<StackEvent> own = events.stream()
                .filter(event -> event.logicalId().equals(resource.logicalId()))
                .toList();
        return own.get(own.size() - 1).status();
    }

    /**
     * Each event has a different millisecond: clients sort by time, and would show the events of a quick stack in the
     * wrong order. The ids of resources' events have it too, as on AWS.
     */
    private synchronized void add(
            String logicalId, String physicalId, String type, String status, String reason, JsonNode properties) {
        Instant now = now();
        Instant last =
                events.isEmpty() ? Instant.MIN : events.get(events.size() - 1).time();
        Instant time = now.isAfter(last) ? now : last.plusMillis(1);
        StackEvent event = new StackEvent(
                properties == null ? UUID.randomUUID().toString() : logicalId + "-" + status + "-" + time,
                time,
                logicalId,
                physicalId,
                type,
                status,
                reason,
                properties);
        events.add(event);
        onEvent.accept(event);
    }
}

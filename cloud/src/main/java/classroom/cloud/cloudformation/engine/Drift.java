package classroom.cloud.cloudformation.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a stack differs from its template, as far as it was compared (CloudFormation API Reference,
 * "StackDriftInformation").
 *
 * @param checked when a resource was last compared; {@code null} for never
 * @param resources by logical id, those that have been compared
 */
public record Drift(Status status, Instant checked, Map<String, ResourceDrift> resources) {
    /** Nothing has been compared since the last change of the stack. */
    static final Drift NONE = new Drift(Status.NOT_CHECKED, null, Map.of());

    /** How a stack is compared with its template, in CloudFormation's words. */
    public enum Status {
        NOT_CHECKED,
        IN_SYNC,
        DRIFTED,
        UNKNOWN
    }

    /**
     * This drift with newer results.
     *
     * @param whole whether the stack was compared and not one resource alone, which says nothing of the others
     */
    Drift with(List<ResourceDrift> newer, boolean whole, Instant now) {
        Map<String, ResourceDrift> all = new LinkedHashMap<>(resources);
        newer.forEach(drift -> all.put(drift.resource().logicalId(), drift));
        return new Drift(status(all, whole), now, all);
    }

    private Status status(Map<String, ResourceDrift> all, boolean whole) {
        if (drifted(all) > 0) {
            return Status.DRIFTED;
        }
        if (!whole && status == Status.NOT_CHECKED) {
            return status;
        }
        return all.values().stream().anyMatch(drift -> drift.status() == ResourceDrift.Status.UNKNOWN)
                ? Status.UNKNOWN
                : Status.IN_SYNC;
    }

    /** How many resources differ. */
    public long drifted() {
        return drifted(resources);
    }

    private static long drifted(Map<String, ResourceDrift> resources) {
        return resources.values().stream()
                .filter(drift -> drift.status().isDrift())
                .count();
    }
}

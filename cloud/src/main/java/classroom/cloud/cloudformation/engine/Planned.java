package classroom.cloud.cloudformation.engine;

import classroom.template.Resource.Retention;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * The part of a change set about one resource (CloudFormation API Reference, "ResourceChange").
 *
 * @param physicalId {@code null} before it is created
 * @param replaced whether the change replaces it
 * @param retention what happens to the old one when it is removed or replaced
 * @param details its changes, if it exists before and after
 * @param before its resolved properties now, {@code null} if it does not exist
 * @param after its resolved properties after the change, {@code null} if it does not exist then; a value that is
 *     not known yet is {@link #UNKNOWN}
 */
public record Planned(
        Action action,
        String logicalId,
        String physicalId,
        String type,
        boolean replaced,
        Retention retention,
        List<Detail> details,
        JsonNode before,
        JsonNode after) {
    /** In place of a value that is known only after the change (CloudFormation User Guide, "View a change set"). */
    static final String UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

    /** What is wrong in its properties after the change, as far as their values are known. */
    public List<InvalidProperty> invalid() {
        return after == null
                ? List.of()
                : ResourceType.of(type)
                        .map(known -> known.violations(after, Set.of(UNKNOWN)))
                        .orElse(List.of());
    }

    /** The action on the resource. */
    public enum Action {
        ADD("Add"),
        MODIFY("Modify"),
        REMOVE("Remove");

        private final String text;

        Action(String text) {
            this.text = text;
        }

        /** As CloudFormation writes it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * One attribute that changes.
     *
     * @param attribute {@code Properties}, {@code Metadata}, {@code DeletionPolicy} or {@code UpdateReplacePolicy}
     * @param name the property, empty for another attribute
     * @param replaces whether this change replaces the resource
     * @param before missing if there is no value
     * @param after missing if there is no value
     */
    public record Detail(String attribute, String name, boolean replaces, JsonNode before, JsonNode after) {}
}

package classroom.cloud.cloudformation.engine;

import classroom.template.Resource.Retention;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a change set says of one resource (CloudFormation API Reference, "ResourceChange").
 *
 * @param physicalId {@code null} for one that is yet to be made
 * @param replaced whether the change makes it anew
 * @param retention what becomes of the old one when it is removed or replaced
 * @param details what changes of it, if it is there before and after
 * @param before its resolved properties now, {@code null} if there is none
 * @param after its resolved properties then, {@code null} if there is none; what is known only then is
 *     {@link #UNKNOWN}
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
    /** In place of a value that the change itself brings about (CloudFormation User Guide, "View a change set"). */
    static final String UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

    /** What is done to the resource. */
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
     * @param replaces whether this change makes the resource anew
     * @param before missing if there is no value
     * @param after missing if there is no value
     */
    public record Detail(String attribute, String name, boolean replaces, JsonNode before, JsonNode after) {}
}

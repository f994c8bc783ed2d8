package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * One resource of a template, as it is written there: intrinsic functions are not resolved.
 *
 * @param id the logical id, unique in the template
 * @param type for example {@code AWS::DynamoDB::Table}
 * @param properties empty if the template states none
 * @param dependsOn logical ids that the template names explicitly; references in the properties are additional
 * @param deletionPolicy what happens to the resource when it leaves the stack
 * @param updateReplacePolicy what happens to the old resource when an update replaces it
 * @param metadata empty if the template states none
 * @param condition the name of the resource's condition, or null
 */
public record Resource(
        String id,
        String type,
        ObjectNode properties,
        List<String> dependsOn,
        Retention deletionPolicy,
        Retention updateReplacePolicy,
        ObjectNode metadata,
        String condition) {
    /** Returns this resource with only one of its properties. */
    public Resource with(Map.Entry<String, JsonNode> property) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        one.set(property.getKey(), property.getValue());
        return new Resource(id, type, one, dependsOn, deletionPolicy, updateReplacePolicy, metadata, condition);
    }

    /** The values of {@code DeletionPolicy} and {@code UpdateReplacePolicy}. */
    public enum Retention {
        DELETE("Delete"),
        RETAIN("Retain"),
        RETAIN_EXCEPT_ON_CREATE("RetainExceptOnCreate"),
        SNAPSHOT("Snapshot");

        private final String text;

        Retention(String text) {
            this.text = text;
        }

        /** As the template writes it. */
        @Override
        public String toString() {
            return text;
        }
    }
}

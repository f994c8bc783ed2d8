package classroom.cloud.cloudformation.engine;

import java.util.List;

/**
 * A resource, or properties of one, that the class does not carry out.
 *
 * @param properties the paths of the properties that are left out; none if the whole resource is
 */
public record LeftOut(String logicalId, String type, List<String> properties) {
    /** The reason in the event that says the resource is complete. */
    String reason() {
        return "The local class does not carry out "
                + (properties.isEmpty() ? type + ": nothing was made" : String.join(", ", properties));
    }

    @Override
    public String toString() {
        String resource = type + " " + logicalId;
        return properties.isEmpty() ? resource : resource + ": " + String.join(", ", properties);
    }
}

package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A property whose value differs from the template (CloudFormation API Reference, "PropertyDifference").
 *
 * @param path such as {@code /Tags/0/Value}
 * @param expected null if the value was added
 * @param actual null if the value was removed
 */
public record Difference(String path, JsonNode expected, JsonNode actual) {

    /** In CloudFormation's words. */
    public String kind() {
        return expected.isNull() ? "ADD" : actual.isNull() ? "REMOVE" : "NOT_EQUAL";
    }
}

package classroom.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A role as the template states it.
 *
 * @param name its name, which is what an {@link Identity} of it refers to
 * @param trust the policy document that says who may assume it
 * @param policies its policy documents by policy name
 */
public record Role(String name, JsonNode trust, Map<String, JsonNode> policies, Map<String, String> tags) {

    /** The same role with other policies. */
    public Role with(Map<String, JsonNode> others) {
        return new Role(name, trust, others, tags);
    }
}

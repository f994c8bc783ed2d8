package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The values of {@code Ref} and {@code Fn::GetAtt} for the resources that exist so far. */
public interface Scope {
    /** A scope in which nothing has been made yet. */
    Scope EMPTY = new Scope() {
        @Override
        public Optional<JsonNode> ref(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<JsonNode> attribute(String id, String name) {
            return Optional.empty();
        }
    };

    /** The physical id of a resource. Empty if it has not been made. */
    Optional<JsonNode> ref(String id);

    /** An attribute of a resource ({@code Arn}). Empty if the resource has not been made or has no such one. */
    Optional<JsonNode> attribute(String id, String name);

    /** The value of a parameter of AWS Systems Manager. Empty if no parameter has that name. */
    default Optional<String> ssmParameter(String name) {
        return Optional.empty();
    }
}

package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request of the query protocol, or one structure in it, read by its parameters.
 *
 * @param request what it stands for in JSON
 */
public record Form(JsonRequest request) {
    private static final String INVALID = "ValidationError";

    /** Reads the forms of a service of this protocol, by its model. */
    public static Members members(String service) {
        return Members.constrained(service, INVALID);
    }

    /** What the services of this protocol answer to a request that they will not carry out. */
    public static AwsError invalid(String message) {
        return new AwsError(400, INVALID, message);
    }

    /** Who asks. */
    public Identity caller() {
        return request.caller();
    }

    /** What is asked for. */
    public String action() {
        return request.operation();
    }

    /**
     * The names of all parameters that say something; a no and an empty text do not. Those of a structure have dots.
     */
    public Set<String> given() {
        Set<String> given = new TreeSet<>();
        collect("", request.json(), given);
        return given;
    }

    private static void collect(String prefix, JsonNode structure, Set<String> into) {
        for (Map.Entry<String, JsonNode> member : structure.properties()) {
            String name = prefix + member.getKey();
            JsonNode value = member.getValue();
            if (value.isObject()) {
                collect(name + ".", value, into);
            } else if (value.isArray() ? !value.isEmpty() : !Set.of("", "false").contains(value.asText())) {
                into.add(name);
            }
        }
    }

    /** A text, if it is there and not empty. */
    public Optional<String> text(String name) {
        return Optional.of(request.text(name)).filter(value -> !value.isEmpty());
    }

    /**
     * A text that must be there.
     *
     * @throws AwsError if it is not there or empty
     */
    public String required(String name) {
        return text(name).orElseThrow(() -> AwsError.missing(INVALID).apply(name));
    }

    /** A number, or {@code absent}. */
    public int integer(String name, int absent) {
        return request.integer(name, absent);
    }

    /** A yes or no, no if it is not there. */
    public boolean flag(String name) {
        return request.flag(name, false);
    }

    /** The strings of a list. */
    public List<String> texts(String list) {
        return request.texts(list);
    }

    /** A structure, with no parameters if it is not there. */
    public Form structure(String name) {
        return new Form(request.structure(name));
    }

    /** The structures of a list. */
    public List<Form> structures(String list) {
        return request.structures(list).stream().map(Form::new).toList();
    }
}

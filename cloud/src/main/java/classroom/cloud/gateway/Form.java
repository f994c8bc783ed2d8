package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of the query protocol, or one structure in it, read by its parameters.
 *
 * @param caller who asks
 * @param values by name; an element of a list is {@code NAME.member.1}
 */
public record Form(Identity caller, Map<String, String> values) {
    private static final String INVALID = "ValidationError";

    /** What the services of this protocol answer to a request that they will not carry out. */
    public static AwsError invalid(String message) {
        return new AwsError(400, INVALID, message);
    }

    /** What is asked for. */
    public String action() {
        return text("Action").orElse("");
    }

    /** A text, if it is there and not empty. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /**
     * A text that must be there.
     *
     * @throws AwsError if it is not there or empty
     */
    public String required(String name) {
        return text(name).orElseThrow(() -> AwsError.missing(INVALID).apply(name));
    }

    /** A yes or no, no if it is not there. */
    public boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** The strings of a list. */
    public List<String> texts(String list) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; values.containsKey(list + ".member." + i); i++) {
            texts.add(values.get(list + ".member." + i));
        }
        return texts;
    }

    /** The structures of a list. */
    public List<Form> structures(String list) {
        List<Form> structures = new ArrayList<>();
        for (int i = 1; ; i++) {
            String prefix = list + ".member." + i + ".";
            Map<String, String> members = new LinkedHashMap<>();
            values.forEach((name, value) -> {
                if (name.startsWith(prefix)) {
                    members.put(name.substring(prefix.length()), value);
                }
            });
            if (members.isEmpty()) {
                return structures;
            }
            structures.add(new Form(caller, members));
        }
    }
}

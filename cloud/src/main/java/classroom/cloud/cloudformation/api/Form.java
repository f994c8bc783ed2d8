package classroom.cloud.cloudformation.api;

import classroom.cloud.gateway.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of one request of the query protocol.
 *
 * @param values by name; an element of a list is {@code NAME.member.1}
 */
record Form(Map<String, String> values) {
    /** What CloudFormation answers to a request that it will not carry out. */
    static AwsError invalid(String message) {
        return new AwsError(400, "ValidationError", message);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** @throws AwsError if it is missing */
    String required(String name) {
        return text(name)
                .orElseThrow(() -> invalid("1 validation error detected: Value null at '"
                        + Character.toLowerCase(name.charAt(0)) + name.substring(1)
                        + "' failed to satisfy constraint: Member must not be null"));
    }

    boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** The strings of a list. */
    List<String> texts(String list) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; values.containsKey(list + ".member." + i); i++) {
            texts.add(values.get(list + ".member." + i));
        }
        return texts;
    }

    /** The structures of a list. */
    List<Form> structures(String list) {
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
            structures.add(new Form(members));
        }
    }

    /**
     * Refuses what is asked for beside these parameters: what the class does not carry out must not be passed over in
     * silence. A parameter that says no asks for nothing.
     *
     * @throws AwsError naming the others
     */
    void only(Set<String> known) {
        Set<String> others = new TreeSet<>();
        values.forEach((name, value) -> {
            String top = name.contains(".member.") ? name.substring(0, name.indexOf(".member.")) : name;
            if (!known.contains(top) && !value.isEmpty() && !value.equals("false")) {
                others.add(top);
            }
        });
        if (!others.isEmpty()) {
            throw invalid("The local class does not carry out " + String.join(", ", others)
                    + " of CloudFormation: leave it out");
        }
    }
}

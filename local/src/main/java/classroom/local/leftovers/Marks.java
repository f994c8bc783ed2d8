package classroom.local.leftovers;

import classroom.local.cloudformation.CloudAssembly;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the class is told from whatever else an account holds: by the tags that its stack puts on everything, by the names
 * that its template gives, and by the stack's name, with which the names begin that CloudFormation gives.
 *
 * @param tags of the class; a student's has one more, so that the others' are none of it
 * @param names that the template gives
 * @param stacks the stacks' names
 */
record Marks(Map<String, String> tags, Set<String> names, List<String> stacks) {
    private static final List<String> NAMES =
            List.of("TableName", "FunctionName", "LogGroupName", "QueueName", "RoleName");

    private static final String LOG_GROUPS = "/aws/lambda/";

    static Marks of(CloudAssembly assembly) {
        Set<String> names = new HashSet<>();
        List<String> stacks = new ArrayList<>();
        assembly.stacks().forEach(stack -> {
            stacks.add(stack.name());
            stack.template()
                    .path("Resources")
                    .forEach(resource -> NAMES.forEach(property -> {
                        if (resource.path("Properties").path(property).isTextual()) {
                            names.add(resource.path("Properties").path(property).textValue());
                        }
                    }));
        });
        return new Marks(assembly.stacks().get(0).tags(), names, stacks);
    }

    /** Why something of this name with these tags is the class's; empty if it is not. */
    Optional<String> why(String name, Map<String, String> itsTags) {
        boolean tagged = !tags.isEmpty() && itsTags.entrySet().containsAll(tags.entrySet());
        boolean named = isNamed(name);
        if (tagged) {
            return Optional.of("carries the tag " + tag());
        }
        return named
                ? Optional.of("has a name of the class but not its tag " + tag() + ": see first whose it is")
                : Optional.empty();
    }

    /** The same for what can have no tags. */
    Optional<String> why(String name) {
        return isNamed(name) ? Optional.of("has a name of the class") : Optional.empty();
    }

    /** A log group has its function's name, also one that Lambda made. */
    private boolean isNamed(String name) {
        String plain = name.startsWith(LOG_GROUPS) ? name.substring(LOG_GROUPS.length()) : name;
        return names.contains(name)
                || names.contains(plain)
                || stacks.stream().anyMatch(stack -> plain.equals(stack) || plain.startsWith(stack + "-"));
    }

    private String tag() {
        return String.join(
                ", ",
                tags.entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .toList());
    }
}

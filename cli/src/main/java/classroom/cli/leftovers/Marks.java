package classroom.cli.leftovers;

import classroom.template.assembly.CloudAssembly;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the class is told from whatever else an account holds: by the tags that its stack puts on everything, by the
 * names that its template gives, and by the stack's name, with which the names begin that CloudFormation gives.
 *
 * @param tags of the class; a student's class has one more, which keeps the classes of others apart
 * @param names that the template gives
 * @param stacks the stacks' names
 * @param others names of stacks that are there and not of the class: {@code Classroom-ana-b} is not Ana's
 */
record Marks(Map<String, String> tags, Set<String> names, List<String> stacks, List<String> others) {
    private static final List<String> NAMES =
            List.of("TableName", "FunctionName", "LogGroupName", "QueueName", "RoleName");

    private static final String LOG_GROUPS = "/aws/lambda/";

    /** The tag that tells classes apart which share an account. */
    private static final String STUDENT = "student";

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
        return new Marks(assembly.stacks().get(0).tags(), names, stacks, List.of());
    }

    /** Tags as a service answers them: an array of {@code Key} and {@code Value}, or an object. */
    static Map<String, String> tagsIn(JsonNode answer) {
        Map<String, String> tags = new HashMap<>();
        answer.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        if (answer.isArray()) {
            answer.forEach(
                    tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        }
        return tags;
    }

    /** The marks of this class beside a stack that is not its own. */
    Marks beside(String other) {
        return new Marks(
                tags,
                names,
                stacks,
                Stream.concat(others.stream(), Stream.of(other)).toList());
    }

    /** Why something of this name with these tags is the class's; empty if it is not. */
    Optional<String> why(String name, Map<String, String> itsTags) {
        if (isTagged(itsTags)) {
            return Optional.of(Texts.of("carries the tag %s", tag()));
        }
        return isNamed(name) && !isAnothers(itsTags)
                ? Optional.of(Texts.of(
                        "has a name of the class but not its tag %s: see first whose it is; a class"
                                + " beside it takes other names with -c student=NAME",
                        tag()))
                : Optional.empty();
    }

    /** Why something that can have no tags is the class's; empty if it is not. */
    Optional<String> why(String name) {
        return isNamed(name)
                ? Optional.of(Texts.of("has a name of the class, and can have no tag: see first whose it is"))
                : Optional.empty();
    }

    /**
     * Why something that calls a function is the class's; empty if it is not.
     *
     * @param itself whether the function is the class's
     */
    Optional<String> whyCalls(String function, boolean itself, Map<String, String> itsTags) {
        if (isTagged(itsTags)) {
            return Optional.of(Texts.of("carries the tag %s", tag()));
        }
        return itself || isNamed(function) && !isAnothers(itsTags)
                ? Optional.of(Texts.of("calls the function %s", function))
                : Optional.empty();
    }

    /** Whether these are the tags of some class, whoever's: all but the student's are the same. */
    boolean isAClass(Map<String, String> itsTags) {
        return !tags.isEmpty()
                && tags.entrySet().stream()
                        .filter(tag -> !tag.getKey().equals(STUDENT))
                        .allMatch(itsTags.entrySet()::contains);
    }

    private boolean isTagged(Map<String, String> itsTags) {
        return !tags.isEmpty() && itsTags.entrySet().containsAll(tags.entrySet());
    }

    /** Another student's says so by itself, whatever it is called. */
    private boolean isAnothers(Map<String, String> itsTags) {
        return tags.containsKey(STUDENT)
                && itsTags.containsKey(STUDENT)
                && !itsTags.get(STUDENT).equals(tags.get(STUDENT));
    }

    /** A log group has its function's name, also one that Lambda made. */
    private boolean isNamed(String name) {
        String plain = name.startsWith(LOG_GROUPS) ? name.substring(LOG_GROUPS.length()) : name;
        return names.contains(name)
                || names.contains(plain)
                || stacks.stream()
                        .anyMatch(stack -> isOf(stack, plain)
                                && others.stream().noneMatch(other -> isOf(stack, other) && isOf(other, plain)));
    }

    /** Whether this is what CloudFormation calls a stack or what is in it. */
    private static boolean isOf(String stack, String name) {
        return name.equals(stack) || name.startsWith(stack + "-");
    }

    private String tag() {
        return String.join(
                ", ",
                tags.entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .toList());
    }
}

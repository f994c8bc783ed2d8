package classroom.local.review;

import classroom.local.CommandException;
import classroom.template.TemplateException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What the change from one set of templates to another means, stack by stack. */
record Review(Map<String, Stack> stacks, Costs costs) {
    /** One stack. */
    record Stack(List<Losses.Loss> losses, Permissions permissions, Changes changes) {}

    /**
     * @param base templates by stack name
     * @param head templates by stack name
     * @param students as {@code -c students}
     */
    static Review of(Map<String, JsonNode> base, Map<String, JsonNode> head, int students) {
        Map<String, Side> before = sides("BASE", base);
        Map<String, Side> after = sides("HEAD", head);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        Map<String, Stack> stacks = new LinkedHashMap<>();
        for (String name : names) {
            Optional<Side> from = Optional.ofNullable(before.get(name));
            Optional<Side> to = Optional.ofNullable(after.get(name));
            stacks.put(
                    name,
                    new Stack(Losses.compare(from, to), Permissions.compare(from, to), Changes.compare(from, to)));
        }
        return new Review(stacks, Costs.of(before, after, students));
    }

    private static Map<String, Side> sides(String which, Map<String, JsonNode> templates) {
        Map<String, Side> sides = new LinkedHashMap<>();
        templates.forEach((name, json) -> {
            try {
                sides.put(name, Side.of(json));
            } catch (TemplateException e) {
                throw new CommandException(
                        "the template of " + name + " in " + which + " cannot be read: " + e.getMessage());
            }
        });
        return sides;
    }

    /** Stores whose data would be lost. */
    List<Losses.Loss> lost() {
        return losses().stream().filter(Losses.Loss::isLost).toList();
    }

    List<Losses.Loss> losses() {
        return stacks.values().stream()
                .flatMap(stack -> stack.losses().stream())
                .toList();
    }

    List<Permissions.Wider> wider() {
        return stacks.values().stream()
                .flatMap(stack -> stack.permissions().wider().stream())
                .toList();
    }

    List<String> narrower() {
        return stacks.values().stream()
                .flatMap(stack -> stack.permissions().narrower().stream())
                .toList();
    }

    /** Every other change, with the stack's name where there is more than one. */
    List<String> others() {
        List<String> others = new ArrayList<>();
        stacks.forEach((name, stack) -> stack.changes()
                .lines()
                .forEach(line -> others.add(stacks.size() == 1 ? line : Markdown.code(name) + " " + line)));
        return others;
    }

    List<String> code() {
        return stacks.values().stream()
                .flatMap(stack -> stack.changes().code().stream())
                .toList();
    }

    boolean isNothing() {
        return losses().isEmpty()
                && wider().isEmpty()
                && narrower().isEmpty()
                && costs.changes().isEmpty()
                && costs.refusals().isEmpty()
                && others().isEmpty()
                && code().isEmpty();
    }
}

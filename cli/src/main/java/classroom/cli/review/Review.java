package classroom.cli.review;

import classroom.template.TemplateException;
import classroom.template.access.Side;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The meaning of the change from one set of templates to another, stack by stack. */
record Review(Map<String, Stack> stacks, Costs costs) {
    /** One stack. */
    record Stack(List<Losses.Loss> losses, Permissions permissions, List<NewFunction> newFunctions, Changes changes) {
        private static final Stack SAME = new Stack(List.of(), Permissions.none(), List.of(), Changes.none());

        private static Stack of(Deployments deployments) {
            Map<String, Losses.Loss> losses = new LinkedHashMap<>();
            Permissions permissions = Permissions.none();
            for (Deployments.Deployment one : deployments.all()) {
                Losses.of(one).forEach(loss -> losses.putIfAbsent(loss.id(), loss));
                permissions.add(Permissions.of(one));
            }
            deployments.unjudged().forEach(permissions.unjudged()::add);
            return new Stack(
                    List.copyOf(losses.values()),
                    permissions,
                    NewFunction.of(deployments.first(), permissions.wider()),
                    Changes.of(deployments.first()));
        }

        private static Stack unreadable(String name, String why) {
            String told = Texts.of(
                    "nobody can say what it would do, because its template cannot be read: %s", Markdown.code(why));
            Permissions permissions = Permissions.none();
            permissions.unjudged().add(new Permissions.Unjudged(Texts.of("stack %s", Markdown.code(name)), told));
            return new Stack(
                    List.of(new Losses.Loss("AWS::CloudFormation::Stack", name, name, told, true)),
                    permissions,
                    List.of(),
                    Changes.none());
        }
    }

    /**
     * @param base templates by stack name
     * @param head templates by stack name
     * @param students as {@code -c students}
     */
    static Review of(Map<String, JsonNode> base, Map<String, JsonNode> head, int students) {
        TreeSet<String> names = new TreeSet<>(base.keySet());
        names.addAll(head.keySet());
        Map<String, Stack> stacks = new LinkedHashMap<>();
        Map<String, Side> before = new LinkedHashMap<>();
        Map<String, Side> after = new LinkedHashMap<>();
        for (String name : names) {
            try {
                Deployments deployments = Deployments.of(base.get(name), head.get(name));
                deployments.first().base().ifPresent(side -> before.put(name, side));
                deployments.first().head().ifPresent(side -> after.put(name, side));
                stacks.put(name, Stack.of(deployments));
            } catch (TemplateException e) {
                boolean same = base.containsKey(name) && base.get(name).equals(head.get(name));
                stacks.put(name, same ? Stack.SAME : Stack.unreadable(name, e.getMessage()));
            }
        }
        return new Review(stacks, Costs.of(before, after, students));
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

    /** Every permission that is wider, also those of the new functions. */
    List<Permissions.Wider> wider() {
        return stacks.values().stream()
                .flatMap(stack -> stack.permissions().wider().stream())
                .toList();
    }

    List<NewFunction> newFunctions() {
        return stacks.values().stream()
                .flatMap(stack -> stack.newFunctions().stream())
                .toList();
    }

    /** The permissions that are wider, less those that the new functions tell. */
    List<Permissions.Wider> otherWider() {
        List<Permissions.Wider> others = new ArrayList<>();
        stacks.values().forEach(stack -> {
            List<Permissions.Wider> wider = new ArrayList<>(stack.permissions().wider());
            stack.newFunctions().forEach(function -> wider.removeAll(function.told()));
            others.addAll(wider);
        });
        return others;
    }

    List<Permissions.Unjudged> unjudged() {
        return stacks.values().stream()
                .flatMap(stack -> stack.permissions().unjudged().stream())
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

    List<Moves.Move> moved() {
        return stacks.values().stream()
                .flatMap(stack -> stack.changes().moved().stream())
                .toList();
    }

    /** The functions that get new code. */
    Map<Changes.Code, List<String>> code() {
        Map<Changes.Code, List<String>> code = new LinkedHashMap<>();
        stacks.values()
                .forEach(stack -> stack.changes()
                        .code()
                        .forEach((change, functions) -> code.computeIfAbsent(change, key -> new ArrayList<>())
                                .addAll(functions)));
        return code;
    }

    boolean isNothing() {
        return losses().isEmpty()
                && wider().isEmpty()
                && unjudged().isEmpty()
                && narrower().isEmpty()
                && costs.changes().isEmpty()
                && costs.refusals().isEmpty()
                && moved().isEmpty()
                && others().isEmpty()
                && code().isEmpty();
    }
}

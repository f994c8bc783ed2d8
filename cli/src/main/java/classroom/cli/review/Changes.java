package classroom.cli.review;

import classroom.cli.review.Deployments.Deployment;
import classroom.template.access.Side;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every other change of a stack.
 *
 * @param lines in words, by kind of change and resource type
 * @param moved the resources that only have another logical id, which are neither new nor deleted
 * @param code the new code of functions, and which functions get it
 */
record Changes(List<String> lines, List<Moves.Move> moved, Map<Code, List<String>> code) {
    /** In the order of the report: each has the type and the names. */
    private static final List<String> KINDS =
            List.of(Texts.later("new %s: %s"), Texts.later("changed %s: %s"), Texts.later("deleted %s: %s"));

    private static final int NEW = 0;
    private static final int CHANGED = 1;
    private static final int DELETED = 2;

    private static final List<String> SECTIONS = List.of("Parameters", "Mappings", "Conditions", "Rules", "Outputs");

    /** A change of functions' code, from one asset to another. */
    record Code(String from, String to) {}

    static Changes none() {
        return new Changes(List.of(), List.of(), Map.of());
    }

    static Changes of(Deployment deployment) {
        Optional<Side> base = deployment.base();
        Optional<Side> head = deployment.head();
        Map<String, List<String>> groups = new TreeMap<>();
        Map<Code, List<String>> code = new LinkedHashMap<>();
        Moves moves = Moves.of(deployment);
        TreeSet<String> ids = new TreeSet<>();
        base.ifPresent(side -> ids.addAll(side.resources().keySet()));
        head.ifPresent(side -> ids.addAll(side.resources().keySet()));
        moves.all().forEach(move -> ids.removeAll(List.of(move.from(), move.to())));
        for (String id : ids) {
            Optional<Side> before = base.filter(side -> side.resources().containsKey(id));
            Optional<Side> after = head.filter(side -> side.resources().containsKey(id));
            Side named = after.or(() -> before).orElseThrow();
            String type = named.resources().get(id).type();
            String name = Markdown.code(named.name(id));
            if (after.isEmpty()) {
                group(groups, DELETED, type).add(name);
            } else if (before.isEmpty()) {
                group(groups, NEW, type).add(name);
            } else {
                JsonNode from = before.get().written(id);
                JsonNode to = after.get().written(id);
                List<String> changed = changed(withoutCode(from), withoutCode(to));
                if (!changed.isEmpty()) {
                    group(groups, CHANGED, type).add(name + " (" + String.join(", ", changed) + ")");
                }
                if (!codeOf(from).equals(codeOf(to))) {
                    code.computeIfAbsent(
                                    new Code(codeOf(from).asText(), codeOf(to).asText()), key -> new ArrayList<>())
                            .add(named.name(id));
                }
            }
        }
        List<String> lines = groups.entrySet().stream()
                .map(group -> Texts.of(
                        KINDS.get(group.getKey().charAt(0) - '0'),
                        group.getKey().substring(2),
                        String.join(", ", group.getValue())))
                .collect(Collectors.toCollection(ArrayList::new));
        for (String section : SECTIONS) {
            JsonNode from = base.map(side -> side.section(section)).orElse(null);
            JsonNode to = head.map(side -> side.section(section)).orElse(null);
            if (from != null && to != null && !from.equals(to)) {
                lines.add(Texts.of(
                        "changed: %s %s", section.toLowerCase(Locale.ROOT), String.join(", ", members(from, to))));
            }
        }
        return new Changes(lines, moves.all(), code);
    }

    private static List<String> group(Map<String, List<String>> groups, int kind, String type) {
        return groups.computeIfAbsent(kind + " " + Markdown.code(type), key -> new ArrayList<>());
    }

    /** The properties and attributes that differ. */
    private static List<String> changed(JsonNode from, JsonNode to) {
        List<String> changed = new ArrayList<>(members(from.path("Properties"), to.path("Properties")));
        ObjectNode attributes = from.deepCopy();
        attributes.remove("Properties");
        ObjectNode others = to.deepCopy();
        others.remove("Properties");
        changed.addAll(members(attributes, others));
        return changed;
    }

    private static List<String> members(JsonNode from, JsonNode to) {
        TreeSet<String> names = new TreeSet<>();
        from.fieldNames().forEachRemaining(names::add);
        to.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !from.path(name).equals(to.path(name)))
                .map(Markdown::code)
                .toList();
    }

    /** The resource without the key of its asset and without the CDK's metadata. */
    private static JsonNode withoutCode(JsonNode resource) {
        ObjectNode rest = resource.deepCopy();
        rest.remove("Metadata");
        if (rest.path("Properties").path("Code") instanceof ObjectNode code) {
            code.remove("S3Key");
        }
        return rest;
    }

    private static JsonNode codeOf(JsonNode resource) {
        return resource.path("Properties").path("Code").path("S3Key");
    }
}

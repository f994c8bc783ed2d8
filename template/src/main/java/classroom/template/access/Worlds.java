package classroom.template.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The deployments that two templates allow for, told apart by their conditions: whoever deploys may give a
 * parameter another value than its default, and deploy in another region or account. What is wider in any of them is
 * wider.
 */
public final class Worlds {
    /** The region and account of a deployment and its name, which nobody passes as parameters. */
    private static final Set<String> PSEUDO = Set.of("AWS::Region", "AWS::AccountId", "AWS::StackName");

    /** A value that no condition names. */
    private static final String OTHER = "Zz9";

    private static final String OTHER_NUMBER = "999983";

    private static final int MOST = 100;

    /** How a condition is named that is judged in both states, whatever its parameters are. */
    static final String CONDITIONS = "Conditions.";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([\\w:]+)}");

    private final List<JsonNode> templates;
    private final Map<String, Set<String>> candidates = new LinkedHashMap<>();
    private final Set<String> read = new LinkedHashSet<>();

    private Worlds(List<JsonNode> templates) {
        this.templates = templates;
    }

    /**
     * Values of parameters and pseudo parameters, the first without any: defaults hold. Empty if there are too many.
     *
     * @param base the template, or null
     * @param head the template, or null
     */
    public static Optional<List<Map<String, String>>> of(JsonNode base, JsonNode head) {
        return new Worlds(Stream.of(base, head)
                        .filter(template -> template != null)
                        .toList())
                .combinations();
    }

    private Optional<List<Map<String, String>>> combinations() {
        for (JsonNode template : templates) {
            for (JsonNode resource : template.path("Resources")) {
                if (!resource.path("Type").asText().equals("AWS::CDK::Metadata")) {
                    part(resource, template);
                }
            }
            for (JsonNode output : template.path("Outputs")) {
                if (output.has("Export")) {
                    part(output, template);
                }
            }
        }
        List<Map<String, String>> worlds = List.of(Map.of());
        for (Map.Entry<String, Set<String>> parameter : candidates.entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> world : worlds) {
                for (String value : parameter.getValue()) {
                    Map<String, String> with = new LinkedHashMap<>(world);
                    with.put(parameter.getKey(), value);
                    more.add(with);
                }
            }
            if (more.size() > MOST) {
                return Optional.empty();
            }
            worlds = more;
        }
        return Optional.of(Stream.concat(Stream.of(Map.<String, String>of()), worlds.stream())
                .distinct()
                .toList());
    }

    /** A resource, or an output that other stacks read. */
    private void part(JsonNode part, JsonNode template) {
        condition(part.path("Condition").asText(), template);
        each(part, "Fn::If", branch -> condition(branch.path(0).asText(), template));
        references(part).filter(this::isEnumerated).forEach(name -> candidate(name, Set.of()));
        each(part, "Fn::FindInMap", map -> {
            Set<String> inner = new LinkedHashSet<>();
            Set<JsonNode> entries = new LinkedHashSet<>();
            templates.forEach(
                    one -> one.path("Mappings").path(map.path(0).asText()).forEach(entries::add));
            entries.forEach(entry -> entry.fieldNames().forEachRemaining(inner::add));
            // Where every entry is the same, such as a runtime in each region, one stands for all.
            key(map.path(1), keys(map.path(0)).stream().limit(entries.size() == 1 ? 1 : Long.MAX_VALUE));
            key(map.path(2), inner.stream());
        });
    }

    /** What is looked up by a parameter that may have any value: only those that are there can be deployed. */
    private void key(JsonNode key, Stream<String> keys) {
        List<String> values = keys.toList();
        references(key)
                .filter(name -> PSEUDO.contains(name) || !isEnumerated(name) && isParameter(name))
                .forEach(name -> candidates
                        .computeIfAbsent(name, of -> new LinkedHashSet<>())
                        .addAll(values));
    }

    private Set<String> keys(JsonNode map) {
        Set<String> keys = new LinkedHashSet<>();
        templates.forEach(template ->
                template.path("Mappings").path(map.asText()).fieldNames().forEachRemaining(keys::add));
        return keys;
    }

    private boolean isParameter(String name) {
        return templates.stream()
                .anyMatch(template -> template.path("Parameters").has(name));
    }

    /** Whether every template that has the parameter says which values it may have. */
    private boolean isEnumerated(String name) {
        return isParameter(name)
                && templates.stream()
                        .map(template -> template.path("Parameters").path(name))
                        .allMatch(parameter -> parameter.isMissingNode() || parameter.has("AllowedValues"));
    }

    private void condition(String name, JsonNode template) {
        JsonNode condition = template.path("Conditions").path(name);
        if (!read.add(name + " " + condition)) {
            return;
        }
        each(condition, "Condition", other -> condition(other.asText(), template));
        each(condition, "Fn::Equals", sides -> {
            comparison(sides);
            if (!isPlain(sides) && !references(sides).allMatch(this::isEnumerated)) {
                candidates.put(CONDITIONS + name, new LinkedHashSet<>(List.of("true", "false")));
            }
        });
    }

    private void comparison(JsonNode sides) {
        Set<String> values = new LinkedHashSet<>();
        texts(sides, values);
        values.removeIf(value -> VARIABLE.matcher(value).find());
        each(sides, "Fn::FindInMap", map -> values.addAll(keys(map.path(0))));
        references(sides).forEach(name -> candidate(name, values));
    }

    private void candidate(String name, Set<String> values) {
        Set<String> of = candidates.computeIfAbsent(name, key -> new LinkedHashSet<>());
        if (PSEUDO.contains(name)) {
            of.addAll(values);
            of.add(OTHER);
        } else {
            parameter(name, values, of);
        }
        if (of.isEmpty()) {
            candidates.remove(name);
        }
    }

    private void parameter(String name, Set<String> values, Set<String> candidates) {
        Set<String> allowed = new LinkedHashSet<>();
        for (JsonNode template : templates) {
            JsonNode parameter = template.path("Parameters").path(name);
            parameter.path("AllowedValues").forEach(value -> allowed.add(value.asText()));
            if (parameter.has("Default")) {
                candidates.add(parameter.get("Default").asText());
            }
            if (parameter.isObject() && allowed.isEmpty()) {
                candidates.addAll(values);
                candidates.add(parameter.path("Type").asText().equals("Number") ? OTHER_NUMBER : OTHER);
            }
        }
        candidates.addAll(allowed);
    }

    /** Whether the values that a comparison names are those that decide it: nothing is made of parameters. */
    private static boolean isPlain(JsonNode sides) {
        for (JsonNode side : sides) {
            JsonNode map = side.path("Fn::FindInMap");
            boolean isLookedUp = !map.isMissingNode() && isPlain(map);
            boolean isVariable = VARIABLE.matcher(side.path("Fn::Sub").asText()).matches();
            if (!side.isValueNode() && !side.has("Ref") && !isLookedUp && !isVariable) {
                return false;
            }
        }
        return true;
    }

    /** The names that are referred to, also in the text of {@code Fn::Sub}. */
    private static Stream<String> references(JsonNode node) {
        Set<String> names = new LinkedHashSet<>();
        each(node, "Ref", reference -> names.add(reference.asText()));
        each(
                node,
                "Fn::Sub",
                sub -> VARIABLE.matcher(sub.path(0).asText(sub.asText()))
                        .results()
                        .forEach(variable -> names.add(variable.group(1))));
        return names.stream();
    }

    private static void each(JsonNode node, String name, Consumer<JsonNode> visit) {
        node.properties().stream()
                .filter(member -> member.getKey().equals(name))
                .forEach(member -> visit.accept(member.getValue()));
        node.forEach(child -> each(child, name, visit));
    }

    /** Every text in it but the names of what is referred to. */
    private static void texts(JsonNode node, Set<String> texts) {
        if (node.isValueNode()) {
            texts.add(node.asText());
        }
        node.properties().stream()
                .filter(member -> !member.getKey().equals("Ref"))
                .forEach(member -> texts(member.getValue(), texts));
        if (node.isArray()) {
            node.forEach(element -> texts(element, texts));
        }
    }
}

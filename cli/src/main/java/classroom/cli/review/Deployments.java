package classroom.cli.review;

import classroom.template.TemplateException;
import classroom.template.access.Side;
import classroom.template.access.Worlds;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A change of a stack in every deployment that its conditions distinguish.
 *
 * @param all the first with every parameter at its default, if that can be deployed
 * @param unjudged the parts of the whole template that cannot be judged
 */
record Deployments(List<Deployment> all, List<Permissions.Unjudged> unjudged) {
    /** It adds intrinsic functions, which are judged where they are used, and changes nothing else. */
    private static final String FUNCTIONS = "AWS::LanguageExtensions";

    private static final String MACRO = "Fn::Transform";

    /** Sections that a macro in a resource does not read. */
    private static final List<String> ELSEWHERE = List.of("Resources", "Outputs", "Description", "Metadata");

    /**
     * A stack before and after.
     *
     * @param before {@code null} if the stack is new
     * @param after {@code null} if the stack is deleted
     * @param when in words; empty for the defaults
     */
    record Deployment(Side before, Side after, String when) {
        Optional<Side> base() {
            return Optional.ofNullable(before);
        }

        Optional<Side> head() {
            return Optional.ofNullable(after);
        }
    }

    /**
     * @param base the template, or null
     * @param head the template, or null
     * @throws TemplateException if neither can be deployed
     */
    static Deployments of(JsonNode base, JsonNode head) {
        List<Permissions.Unjudged> unjudged = new ArrayList<>();
        boolean isChanged = base == null || !base.equals(head);
        Optional<List<Map<String, String>>> worlds = Worlds.of(base, head);
        if (worlds.isEmpty() && isChanged) {
            unjudged.add(new Permissions.Unjudged(
                    Texts.of("the template"),
                    Texts.of("its conditions depend on too many parameters: only their defaults are judged")));
        }
        if (isChanged && Stream.of(base, head).anyMatch(Deployments::isTransformed)) {
            unjudged.add(new Permissions.Unjudged(
                    Texts.of("the template"), Texts.of("the macro of its Transform changes it before it is deployed")));
        }
        if (isChanged) {
            macros(base, head)
                    .forEach(id -> unjudged.add(new Permissions.Unjudged(
                            Texts.of("resource %s", Markdown.code(id)),
                            Texts.of("the macro of its Fn::Transform changes it before it is deployed"))));
        }
        List<Deployment> all = new ArrayList<>();
        List<TemplateException> failed = new ArrayList<>();
        for (Map<String, String> world : worlds.orElse(List.of(Map.of()))) {
            try {
                String when = world.entrySet().stream()
                        .map(value -> value.getKey() + "=" + value.getValue())
                        .collect(Collectors.joining(", "));
                all.add(new Deployment(side(base, world), side(head, world), when));
            } catch (TemplateException e) {
                failed.add(e); // CloudFormation would refuse it as well.
            }
        }
        if (all.isEmpty()) {
            throw failed.get(0);
        }
        return new Deployments(all, unjudged);
    }

    Deployment first() {
        return all.get(0);
    }

    private static Side side(JsonNode template, Map<String, String> given) {
        return template == null ? null : Side.of(template, given);
    }

    /** The resources with a macro that are changed, or that may be changed because the template around them is. */
    private static Set<String> macros(JsonNode base, JsonNode head) {
        List<ObjectNode> sides = Stream.of(base, head)
                .map(side -> side instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode())
                .toList();
        boolean isSameAround = sides.get(0)
                .deepCopy()
                .remove(ELSEWHERE)
                .equals(sides.get(1).deepCopy().remove(ELSEWHERE));
        Set<String> ids = new TreeSet<>();
        for (ObjectNode side : sides) {
            side.path("Resources").properties().forEach(resource -> {
                boolean isSame = sides.stream()
                        .allMatch(other -> resource.getValue()
                                .equals(other.path("Resources").path(resource.getKey())));
                if (resource.getValue().findValue(MACRO) != null && !(isSame && isSameAround)) {
                    ids.add(resource.getKey());
                }
            });
        }
        return ids;
    }

    private static boolean isTransformed(JsonNode template) {
        if (template == null) {
            return false;
        }
        for (Map.Entry<String, JsonNode> section : template.properties()) {
            if (section.getKey().equals(MACRO)
                    || !section.getKey().equals("Resources")
                            && section.getValue().findValue(MACRO) != null) {
                return true;
            }
        }
        if (!template.has("Transform")) {
            return false;
        }
        JsonNode macros = template.get("Transform");
        return !macros.asText().equals(FUNCTIONS)
                && !(macros.size() == 1 && macros.get(0).asText().equals(FUNCTIONS));
    }
}

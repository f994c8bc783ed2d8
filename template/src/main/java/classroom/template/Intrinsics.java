package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The intrinsic functions of one template with its parameters' values. Source: AWS CloudFormation Template Reference,
 * "Intrinsic function reference" and "Pseudo parameters reference". A function that is not carried out here is refused
 * by name.
 */
final class Intrinsics {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The value of {@code AWS::NoValue}: the member or element is left out. */
    private static final JsonNode NO_VALUE = MissingNode.getInstance();

    /**
     * What one function may come to, in characters: as much as a whole template. Functions in functions could double it
     * ever again.
     */
    private static final int MOST = 1_000_000;

    private final Template template;
    private final StackIdentity stack;
    private final Map<String, String> parameterValues;
    private final Map<String, Boolean> conditions = new LinkedHashMap<>();

    Intrinsics(Template template, StackIdentity stack, Map<String, String> parameterValues) {
        this.template = template;
        this.stack = stack;
        this.parameterValues = parameterValues;
    }

    /** Decides every condition of the template: {@link #condition} and {@code Fn::If} need it. */
    void decideConditions() {
        for (String name : template.conditions().keySet()) {
            decide(name, new LinkedHashSet<>());
        }
    }

    Map<String, String> parameterValues() {
        return parameterValues;
    }

    /** The value with every function carried out. Missing if it is {@code AWS::NoValue}. */
    JsonNode resolve(JsonNode value, Scope scope, Place place) {
        if (value.isArray()) {
            ArrayNode resolved = JSON.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                JsonNode element = resolve(value.get(i), scope, place.element(i));
                if (element != NO_VALUE) {
                    resolved.add(element);
                }
            }
            return resolved;
        }
        if (value.isTextual() && value.textValue().contains("{{resolve:")) {
            throw new TemplateException(place, "dynamic references ({{resolve:…}}) are not supported");
        }
        if (!value.isObject()) {
            return value;
        }
        String function = FunctionSyntax.functionOf(value, place);
        if (function != null) {
            return call(function, value.get(function), scope, place.member(function));
        }
        ObjectNode resolved = JSON.objectNode();
        value.properties().forEach(member -> {
            JsonNode node = resolve(member.getValue(), scope, place.member(member.getKey()));
            if (node != NO_VALUE) {
                resolved.set(member.getKey(), node);
            }
        });
        return resolved;
    }

    /** Gets the references of a value. */
    interface References {
        /** Gets a resource and the wanted attribute, or null. */
        void to(String id, String attribute);
    }

    /** Reports every resource that the value refers to, in the branches of {@code Fn::If} that are taken. */
    void references(JsonNode value, Place place, References references) {
        if (!value.isObject()) {
            for (int i = 0; i < value.size(); i++) {
                references(value.get(i), place.element(i), references);
            }
            return;
        }
        String function = FunctionSyntax.functionOf(value, place);
        if (function == null) {
            value.properties()
                    .forEach(member -> references(member.getValue(), place.member(member.getKey()), references));
            return;
        }
        JsonNode argument = value.get(function);
        switch (function) {
            case "Ref" -> {
                String name = FunctionSyntax.text(argument, place.member(function));
                if (!isParameter(name)) {
                    references.to(name, null);
                }
            }
            case "Fn::GetAtt" -> {
                FunctionSyntax.Attribute attribute = FunctionSyntax.attributeOf(argument, place.member(function));
                references.to(attribute.id(), attribute.name().textValue());
            }
            case "Fn::If" -> {
                JsonNode taken = branch(argument, place.member(function));
                references(taken, place, references);
                argument.forEach(branch -> {
                    if (branch != taken) {
                        checkReferences(branch, place);
                    }
                });
            }
            case "Fn::Sub" -> {
                JsonNode variables = argument.isArray() ? argument.path(1) : JSON.objectNode();
                references(variables, place, references);
                String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
                FunctionSyntax.substitute(text, literal -> {}, name -> {
                    if (!name.startsWith("!") && !variables.has(name) && !isParameter(name)) {
                        int dot = name.indexOf('.');
                        references.to(
                                dot < 0 ? name : name.substring(0, dot), dot < 0 ? null : name.substring(dot + 1));
                    }
                });
            }
            default -> references(argument, place, references);
        }
    }

    /** Refuses references to missing parts of the template, also in branches that its conditions leave out. */
    void checkReferences(JsonNode value, Place place) {
        references(value, place, (id, attribute) -> {
            if (!template.resources().containsKey(id)) {
                throw unresolved(id, place);
            }
        });
    }

    /** As CloudFormation words it. */
    static TemplateException unresolved(String id, Place place) {
        return new TemplateException("Template format error: Unresolved resource dependencies [" + id + "] in the "
                + place.section() + " block of the template");
    }

    /** Whether a condition of the template holds. */
    boolean condition(String name, Place place) {
        Boolean decided = conditions.get(name);
        if (decided == null) {
            throw unresolvedCondition(name, place.section());
        }
        return decided;
    }

    private static TemplateException unresolvedCondition(String name, String section) {
        return new TemplateException("Template format error: Unresolved condition dependency " + name + " in the "
                + section + " block of the template");
    }

    private boolean isParameter(String name) {
        return FunctionSyntax.PSEUDO_PARAMETERS.contains(name) || parameterValues.containsKey(name);
    }

    private JsonNode call(String function, JsonNode argument, Scope scope, Place place) {
        return switch (function) {
            case "Ref" -> ref(FunctionSyntax.text(argument, place), scope, place);
            case "Fn::GetAtt" -> getAtt(FunctionSyntax.attributeOf(argument, place), scope, place);
            case "Fn::Join" -> join(FunctionSyntax.arguments(argument, 2, place), scope, place);
            case "Fn::Sub" -> sub(argument, scope, place);
            case "Fn::Select" -> select(FunctionSyntax.arguments(argument, 2, place), scope, place);
            case "Fn::Split" -> split(FunctionSyntax.arguments(argument, 2, place), scope, place);
            case "Fn::If" -> resolve(branch(argument, place), scope, place);
            case "Fn::FindInMap" -> findInMap(FunctionSyntax.arguments(argument, 3, place), scope, place);
            case "Fn::Base64" ->
                TextNode.valueOf(bounded(
                        Base64.getEncoder()
                                .encodeToString(
                                        resolvedText(argument, scope, place).getBytes(StandardCharsets.UTF_8)),
                        place));
            default -> throw new TemplateException(place, "this function is not supported here");
        };
    }

    private JsonNode ref(String name, Scope scope, Place place) {
        Parameter parameter = template.parameters().get(name);
        if (parameter != null) {
            String value = parameterValues.get(name);
            if (parameter.isSsmValue()) {
                value = scope.ssmParameter(value)
                        .orElseThrow(() -> new TemplateException(
                                place, "there is no parameter " + parameterValues.get(name) + " in Systems Manager"));
            }
            if (!parameter.isList()) {
                return TextNode.valueOf(value);
            }
            ArrayNode list = JSON.arrayNode();
            for (String element : value.split(",")) {
                list.add(element.strip());
            }
            return list;
        }
        return switch (name) {
            case "AWS::AccountId" -> TextNode.valueOf(stack.environment().account());
            case "AWS::NoValue" -> NO_VALUE;
            case "AWS::NotificationARNs" -> JSON.arrayNode();
            case "AWS::Partition" -> TextNode.valueOf("aws");
            case "AWS::Region" -> TextNode.valueOf(stack.environment().region());
            case "AWS::StackId" -> TextNode.valueOf(stack.id());
            case "AWS::StackName" -> TextNode.valueOf(stack.name());
            case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
            default -> {
                if (scope == Scope.EMPTY) {
                    throw new TemplateException("Template format error: Unresolved dependencies [" + name
                            + "]. Cannot reference resources in the Conditions block of the template");
                }
                yield scope.ref(name).orElseThrow(() -> new TemplateException(place, name + " has not been made"));
            }
        };
    }

    private JsonNode getAtt(FunctionSyntax.Attribute attribute, Scope scope, Place place) {
        if (!template.resources().containsKey(attribute.id())) {
            throw new TemplateException(
                    "Template error: instance of Fn::GetAtt references undefined resource " + attribute.id());
        }
        String name = resolvedText(attribute.name(), scope, place);
        return scope.attribute(attribute.id(), name)
                .orElseThrow(() -> new TemplateException(
                        place, attribute.id() + " has not been made or has no attribute " + name));
    }

    private JsonNode join(List<JsonNode> arguments, Scope scope, Place place) {
        String delimiter = FunctionSyntax.text(arguments.get(0), place);
        StringBuilder joined = new StringBuilder();
        JsonNode list = resolvedList(arguments.get(1), scope, place);
        for (int i = 0; i < list.size(); i++) {
            bounded(joined.append(i == 0 ? "" : delimiter).append(FunctionSyntax.scalar(list.get(i), place)), place);
        }
        return TextNode.valueOf(joined.toString());
    }

    private JsonNode sub(JsonNode argument, Scope scope, Place place) {
        List<JsonNode> arguments = argument.isArray()
                ? FunctionSyntax.arguments(argument, 2, place)
                : List.of(argument, JSON.objectNode());
        JsonNode variables = arguments.get(1);
        // Each once, or functions in functions would take twice the time with each level.
        Map<String, String> values = new HashMap<>();
        StringBuilder result = new StringBuilder();
        FunctionSyntax.substitute(FunctionSyntax.text(arguments.get(0), place), result::append, name -> {
            String value = values.get(name);
            if (value == null) {
                value = substitution(name, variables, scope, place);
                values.put(name, value);
            }
            bounded(result.append(value), place);
        });
        return TextNode.valueOf(result.toString());
    }

    private static <T extends CharSequence> T bounded(T text, Place place) {
        if (text.length() > MOST) {
            throw new TemplateException(place, "comes to more than " + MOST + " characters");
        }
        return text;
    }

    private String substitution(String name, JsonNode variables, Scope scope, Place place) {
        if (name.startsWith("!")) {
            return "${" + name.substring(1) + "}";
        }
        if (variables.has(name)) {
            return resolvedText(variables.get(name), scope, place.member(name));
        }
        JsonNode value = name.contains(".")
                ? getAtt(FunctionSyntax.attributeOf(TextNode.valueOf(name), place), scope, place)
                : ref(name, scope, place);
        return FunctionSyntax.scalar(value, place);
    }

    private JsonNode select(List<JsonNode> arguments, Scope scope, Place place) {
        String index = resolvedText(arguments.get(0), scope, place);
        JsonNode list = resolvedList(arguments.get(1), scope, place);
        if (!index.matches("\\d{1,9}") || Integer.parseInt(index) >= list.size()) {
            throw new TemplateException(place, "there is no element " + index + " in a list of " + list.size());
        }
        return list.get(Integer.parseInt(index));
    }

    private JsonNode split(List<JsonNode> arguments, Scope scope, Place place) {
        String delimiter = FunctionSyntax.text(arguments.get(0), place);
        if (delimiter.isEmpty()) {
            throw new TemplateException(place, "the delimiter must not be empty");
        }
        ArrayNode parts = JSON.arrayNode();
        for (String part : resolvedText(arguments.get(1), scope, place).split(Pattern.quote(delimiter), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode findInMap(List<JsonNode> arguments, Scope scope, Place place) {
        JsonNode found = template.mappings();
        for (JsonNode argument : arguments) {
            String key = resolvedText(argument, scope, place);
            found = found.path(key);
            if (found.isMissingNode()) {
                throw new TemplateException(place, "the mapping has no " + key);
            }
        }
        return found;
    }

    private JsonNode branch(JsonNode argument, Place place) {
        List<JsonNode> arguments = FunctionSyntax.arguments(argument, 3, place);
        return arguments.get(condition(FunctionSyntax.text(arguments.get(0), place), place) ? 1 : 2);
    }

    private boolean decide(String name, Set<String> deciding) {
        Boolean decided = conditions.get(name);
        if (decided != null) {
            return decided;
        }
        Place place = Place.of("Conditions", name);
        if (!template.conditions().containsKey(name)) {
            throw unresolvedCondition(name, place.section());
        }
        if (!deciding.add(name)) {
            throw new TemplateException(place, "conditions depend on each other: " + String.join(", ", deciding));
        }
        boolean holds = holds(template.conditions().get(name), deciding, place);
        conditions.put(name, holds);
        return holds;
    }

    private boolean holds(JsonNode condition, Set<String> deciding, Place place) {
        if (condition.size() != 1 || !condition.isObject()) {
            throw new TemplateException(place, "a condition is one function");
        }
        String function = condition.fieldNames().next();
        JsonNode argument = condition.get(function);
        Place inside = place.member(function);
        return switch (function) {
            case "Condition" -> decide(FunctionSyntax.text(argument, inside), deciding);
            case "Fn::Equals" -> {
                List<JsonNode> sides = FunctionSyntax.arguments(argument, 2, inside);
                yield resolvedText(sides.get(0), Scope.EMPTY, inside)
                        .equals(resolvedText(sides.get(1), Scope.EMPTY, inside));
            }
            case "Fn::Not" ->
                !holds(FunctionSyntax.arguments(argument, 1, inside).get(0), deciding, inside);
            case "Fn::And" -> {
                boolean all = true;
                for (JsonNode each : FunctionSyntax.few(function, argument)) {
                    all &= holds(each, deciding, inside);
                }
                yield all;
            }
            case "Fn::Or" -> {
                boolean any = false;
                for (JsonNode each : FunctionSyntax.few(function, argument)) {
                    any |= holds(each, deciding, inside);
                }
                yield any;
            }
            default -> throw new TemplateException(inside, "this function is not supported in a condition");
        };
    }

    private String resolvedText(JsonNode node, Scope scope, Place place) {
        return FunctionSyntax.scalar(resolve(node, scope, place), place);
    }

    private JsonNode resolvedList(JsonNode node, Scope scope, Place place) {
        JsonNode list = resolve(node, scope, place);
        if (!list.isArray()) {
            throw new TemplateException(place, "must come to a list");
        }
        return list;
    }
}

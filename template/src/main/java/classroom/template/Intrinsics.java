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
                String name = FunctionSyntax.text(function, argument);
                if (!isParameter(name)) {
                    references.to(name, null);
                }
            }
            case "Fn::GetAtt" -> {
                FunctionSyntax.Attribute attribute = FunctionSyntax.attributeOf(argument);
                references.to(attribute.id(), attribute.name().textValue());
            }
            case "Fn::If" -> references(branch(argument), place, references);
            case "Fn::Sub" -> {
                FunctionSyntax.Substitution substitution = FunctionSyntax.substitutionOf(argument);
                JsonNode variables = substitution.variables();
                references(variables, place, references);
                FunctionSyntax.substitute(substitution.text(), literal -> {}, name -> {
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

    /** Whether a condition of the template holds, which must be one of its conditions. */
    boolean condition(String name) {
        return conditions.get(name);
    }

    private boolean isParameter(String name) {
        return FunctionSyntax.PSEUDO_PARAMETERS.contains(name) || parameterValues.containsKey(name);
    }

    private JsonNode call(String function, JsonNode argument, Scope scope, Place place) {
        return switch (function) {
            case "Ref" -> ref(FunctionSyntax.text(function, argument), scope, place);
            case "Fn::GetAtt" -> getAtt(FunctionSyntax.attributeOf(argument), scope, place);
            case "Fn::Join" -> join(FunctionSyntax.arguments(function, argument, 2), scope, place);
            case "Fn::Sub" -> sub(FunctionSyntax.substitutionOf(argument), scope, place);
            case "Fn::Select" -> select(FunctionSyntax.arguments(function, argument, 2), scope, place);
            case "Fn::Split" -> split(FunctionSyntax.arguments(function, argument, 2), scope, place);
            case "Fn::If" -> resolve(branch(argument), scope, place);
            case "Fn::FindInMap" -> findInMap(FunctionSyntax.arguments(function, argument, 3), scope, place);
            case "Fn::Base64" ->
                TextNode.valueOf(bounded(
                        Base64.getEncoder()
                                .encodeToString(FunctionSyntax.scalar(function, resolve(argument, scope, place))
                                        .getBytes(StandardCharsets.UTF_8)),
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
            default -> scope.ref(name).orElseThrow(() -> new TemplateException(place, name + " has not been made"));
        };
    }

    private JsonNode getAtt(FunctionSyntax.Attribute attribute, Scope scope, Place place) {
        TemplateCheck.checkDeclared(template, attribute);
        String name = FunctionSyntax.scalar("Fn::GetAtt", resolve(attribute.name(), scope, place));
        return scope.attribute(attribute.id(), name)
                .orElseThrow(() -> new TemplateException(
                        place, attribute.id() + " has not been made or has no attribute " + name));
    }

    private JsonNode join(List<JsonNode> arguments, Scope scope, Place place) {
        String delimiter = FunctionSyntax.text("Fn::Join", arguments.get(0));
        StringBuilder joined = new StringBuilder();
        JsonNode list = resolvedList("Fn::Join", arguments.get(1), scope, place);
        for (int i = 0; i < list.size(); i++) {
            bounded(
                    joined.append(i == 0 ? "" : delimiter).append(FunctionSyntax.scalar("Fn::Join", list.get(i))),
                    place);
        }
        return TextNode.valueOf(joined.toString());
    }

    private JsonNode sub(FunctionSyntax.Substitution substitution, Scope scope, Place place) {
        // Each once, or functions in functions would take twice the time with each level.
        Map<String, String> values = new HashMap<>();
        StringBuilder result = new StringBuilder();
        FunctionSyntax.substitute(substitution.text(), result::append, name -> {
            String value = values.get(name);
            if (value == null) {
                value = substitute(name, substitution.variables(), scope, place);
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

    private String substitute(String name, JsonNode variables, Scope scope, Place place) {
        if (name.startsWith("!")) {
            return "${" + name.substring(1) + "}";
        }
        JsonNode value = variables.has(name)
                ? resolve(variables.get(name), scope, place.member(name))
                : name.contains(".")
                        ? getAtt(FunctionSyntax.attributeOf(TextNode.valueOf(name)), scope, place)
                        : ref(name, scope, place);
        if (!value.isValueNode()) {
            throw new TemplateException(
                    "Template error: variable " + name + " in Fn::Sub expression does not resolve to a string");
        }
        return value.asText();
    }

    private JsonNode select(List<JsonNode> arguments, Scope scope, Place place) {
        String index = FunctionSyntax.scalar("Fn::Select", resolve(arguments.get(0), scope, place));
        JsonNode list = resolvedList("Fn::Select", arguments.get(1), scope, place);
        if (!index.matches("\\d{1,9}")) {
            throw FunctionSyntax.malformed("Fn::Select");
        }
        if (Integer.parseInt(index) >= list.size()) {
            throw new TemplateException("Template error: Fn::Select cannot select nonexistent value at index " + index);
        }
        return list.get(Integer.parseInt(index));
    }

    private JsonNode split(List<JsonNode> arguments, Scope scope, Place place) {
        String delimiter = FunctionSyntax.text("Fn::Split", arguments.get(0));
        if (delimiter.isEmpty()) {
            throw FunctionSyntax.malformed("Fn::Split");
        }
        ArrayNode parts = JSON.arrayNode();
        String text = FunctionSyntax.scalar("Fn::Split", resolve(arguments.get(1), scope, place));
        for (String part : text.split(Pattern.quote(delimiter), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode findInMap(List<JsonNode> arguments, Scope scope, Place place) {
        List<String> keys = arguments.stream()
                .map(argument -> FunctionSyntax.scalar("Fn::FindInMap", resolve(argument, scope, place)))
                .toList();
        JsonNode found = template.mappings();
        for (String key : keys) {
            found = found.path(key);
        }
        if (found.isMissingNode()) {
            throw new TemplateException("Template error: Unable to get mapping for " + String.join("::", keys));
        }
        return found;
    }

    private JsonNode branch(JsonNode argument) {
        List<JsonNode> arguments = FunctionSyntax.arguments("Fn::If", argument, 3);
        String name = FunctionSyntax.text("Fn::If", arguments.get(0));
        if (!conditions.containsKey(name)) {
            throw TemplateCheck.unresolvedCondition(name, "Fn::If");
        }
        return arguments.get(condition(name) ? 1 : 2);
    }

    private boolean decide(String name, Set<String> deciding) {
        Boolean decided = conditions.get(name);
        if (decided != null) {
            return decided;
        }
        JsonNode condition = template.conditions().get(name);
        if (condition == null) {
            throw TemplateCheck.unresolvedCondition(name, "Condition");
        }
        if (!deciding.add(name)) {
            throw new TemplateException("Template format error: Circular dependency between conditions: " + deciding);
        }
        boolean holds = holds(condition, deciding);
        conditions.put(name, holds);
        return holds;
    }

    private boolean holds(JsonNode condition, Set<String> deciding) {
        String function = condition.isObject() && condition.size() == 1
                ? condition.fieldNames().next()
                : "";
        JsonNode argument = condition.path(function);
        return switch (function) {
            case "Condition" -> decide(FunctionSyntax.text(function, argument), deciding);
            case "Fn::Equals" -> {
                List<JsonNode> sides = FunctionSyntax.arguments(function, argument, 2);
                yield side(sides.get(0)).equals(side(sides.get(1)));
            }
            case "Fn::Not" ->
                !holds(FunctionSyntax.arguments(function, argument, 1).get(0), deciding);
            case "Fn::And" -> {
                boolean all = true;
                for (JsonNode each : FunctionSyntax.arguments(function, argument, 2, 10)) {
                    all &= holds(each, deciding);
                }
                yield all;
            }
            case "Fn::Or" -> {
                boolean any = false;
                for (JsonNode each : FunctionSyntax.arguments(function, argument, 2, 10)) {
                    any |= holds(each, deciding);
                }
                yield any;
            }
            default ->
                throw new TemplateException("Template format error: Conditions can only be boolean operations on"
                        + " parameters and other conditions");
        };
    }

    private String side(JsonNode side) {
        return FunctionSyntax.scalar("Fn::Equals", resolve(side, Scope.EMPTY, new Place("Conditions")));
    }

    private JsonNode resolvedList(String function, JsonNode node, Scope scope, Place place) {
        JsonNode list = resolve(node, scope, place);
        if (!list.isArray()) {
            throw FunctionSyntax.malformed(function);
        }
        return list;
    }
}

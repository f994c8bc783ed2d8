package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The intrinsic functions of one template with its parameters' values. Source: AWS CloudFormation Template Reference,
 * "Intrinsic function reference" and "Pseudo parameters reference". A function that is not carried out here is refused
 * by name.
 */
final class Intrinsics {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What <code>AWS::NoValue</code> stands for: the member or element is left out. */
    private static final JsonNode NO_VALUE = MissingNode.getInstance();

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^}]*)}");

    private final Template template;
    private final StackIdentity stack;
    private final Map<String, String> parameterValues;
    private final Map<String, Boolean> conditions = new LinkedHashMap<>();

    Intrinsics(Template template, StackIdentity stack, Map<String, String> parameterValues) {
        this.template = template;
        this.stack = stack;
        this.parameterValues = parameterValues;
        for (String name : template.conditions().keySet()) {
            decide(name, new LinkedHashSet<>());
        }
    }

    Map<String, String> parameterValues() {
        return parameterValues;
    }

    /** The value with every function carried out. Missing if it is <code>AWS::NoValue</code>. */
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
        String function = functionOf(value, place);
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

    /** Tells every resource that the value refers to, in the branches of <code>Fn::If</code> that are taken. */
    void references(JsonNode value, Place place, Consumer<String> resource) {
        if (!value.isObject()) {
            for (int i = 0; i < value.size(); i++) {
                references(value.get(i), place.element(i), resource);
            }
            return;
        }
        String function = functionOf(value, place);
        if (function == null) {
            value.properties()
                    .forEach(member -> references(member.getValue(), place.member(member.getKey()), resource));
            return;
        }
        JsonNode argument = value.get(function);
        switch (function) {
            case "Ref" -> {
                String name = text(argument, place.member(function));
                if (!isParameter(name)) {
                    resource.accept(name);
                }
            }
            case "Fn::GetAtt" ->
                resource.accept(attributeOf(argument, place.member(function)).id());
            case "Fn::If" -> references(branch(argument, place.member(function)), place, resource);
            case "Fn::Sub" -> {
                JsonNode variables = argument.isArray() ? argument.path(1) : JSON.objectNode();
                references(variables, place, resource);
                Matcher matcher = SUBSTITUTION.matcher(
                        argument.isArray() ? argument.path(0).asText() : argument.asText());
                while (matcher.find()) {
                    String name = matcher.group(1).strip();
                    if (!name.startsWith("!") && !variables.has(name) && !isParameter(name)) {
                        resource.accept(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
                    }
                }
            }
            default -> references(argument, place, resource);
        }
    }

    /** Whether a condition of the template holds. */
    boolean condition(String name, Place place) {
        Boolean decided = conditions.get(name);
        if (decided == null) {
            throw new TemplateException(place, "there is no condition " + name);
        }
        return decided;
    }

    private boolean isParameter(String name) {
        return name.startsWith("AWS::") || parameterValues.containsKey(name);
    }

    /** The function that an object stands for, or null if it is an object of the template's own. */
    private static String functionOf(JsonNode object, Place place) {
        String function = null;
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith("Fn::") || (name.equals("Ref") && object.size() == 1)) {
                function = name;
            }
        }
        if (function != null && object.size() != 1) {
            throw new TemplateException(place, function + " must stand alone in its object");
        }
        return function;
    }

    private JsonNode call(String function, JsonNode argument, Scope scope, Place place) {
        return switch (function) {
            case "Ref" -> ref(text(argument, place), scope, place);
            case "Fn::GetAtt" -> getAtt(attributeOf(argument, place), scope, place);
            case "Fn::Join" -> join(arguments(argument, 2, place), scope, place);
            case "Fn::Sub" -> sub(argument, scope, place);
            case "Fn::Select" -> select(arguments(argument, 2, place), scope, place);
            case "Fn::Split" -> split(arguments(argument, 2, place), scope, place);
            case "Fn::If" -> resolve(branch(argument, place), scope, place);
            case "Fn::FindInMap" -> findInMap(arguments(argument, 3, place), scope, place);
            case "Fn::Base64" ->
                TextNode.valueOf(Base64.getEncoder()
                        .encodeToString(resolvedText(argument, scope, place).getBytes(StandardCharsets.UTF_8)));
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
            case "AWS::AccountId" -> TextNode.valueOf(stack.account());
            case "AWS::NoValue" -> NO_VALUE;
            case "AWS::NotificationARNs" -> JSON.arrayNode();
            case "AWS::Partition" -> TextNode.valueOf("aws");
            case "AWS::Region" -> TextNode.valueOf(stack.region());
            case "AWS::StackId" -> TextNode.valueOf(stack.id());
            case "AWS::StackName" -> TextNode.valueOf(stack.name());
            case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
            default -> {
                if (!template.resources().containsKey(name)) {
                    throw new TemplateException(place, "there is no parameter or resource " + name);
                }
                yield scope.ref(name).orElseThrow(() -> new TemplateException(place, name + " has not been made"));
            }
        };
    }

    private record Attribute(String id, JsonNode name) {}

    private static Attribute attributeOf(JsonNode argument, Place place) {
        if (argument.isTextual() && argument.textValue().contains(".")) {
            int dot = argument.textValue().indexOf('.');
            return new Attribute(
                    argument.textValue().substring(0, dot),
                    TextNode.valueOf(argument.textValue().substring(dot + 1)));
        }
        List<JsonNode> arguments = arguments(argument, 2, place);
        return new Attribute(text(arguments.get(0), place), arguments.get(1));
    }

    private JsonNode getAtt(Attribute attribute, Scope scope, Place place) {
        if (!template.resources().containsKey(attribute.id())) {
            throw new TemplateException(place, "there is no resource " + attribute.id());
        }
        String name = resolvedText(attribute.name(), scope, place);
        return scope.attribute(attribute.id(), name)
                .orElseThrow(() -> new TemplateException(
                        place, attribute.id() + " has not been made or has no attribute " + name));
    }

    private JsonNode join(List<JsonNode> arguments, Scope scope, Place place) {
        String delimiter = text(arguments.get(0), place);
        StringBuilder joined = new StringBuilder();
        JsonNode list = resolvedList(arguments.get(1), scope, place);
        for (int i = 0; i < list.size(); i++) {
            joined.append(i == 0 ? "" : delimiter).append(scalar(list.get(i), place));
        }
        return TextNode.valueOf(joined.toString());
    }

    private JsonNode sub(JsonNode argument, Scope scope, Place place) {
        List<JsonNode> arguments =
                argument.isArray() ? arguments(argument, 2, place) : List.of(argument, JSON.objectNode());
        JsonNode variables = arguments.get(1);
        StringBuilder result = new StringBuilder();
        Matcher matcher = SUBSTITUTION.matcher(text(arguments.get(0), place));
        while (matcher.find()) {
            matcher.appendReplacement(
                    result,
                    Matcher.quoteReplacement(substitution(matcher.group(1).strip(), variables, scope, place)));
        }
        matcher.appendTail(result);
        return TextNode.valueOf(result.toString());
    }

    private String substitution(String name, JsonNode variables, Scope scope, Place place) {
        if (name.startsWith("!")) {
            return "${" + name.substring(1) + "}";
        }
        if (variables.has(name)) {
            return resolvedText(variables.get(name), scope, place.member(name));
        }
        JsonNode value = name.contains(".")
                ? getAtt(attributeOf(TextNode.valueOf(name), place), scope, place)
                : ref(name, scope, place);
        return scalar(value, place);
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
        String delimiter = text(arguments.get(0), place);
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
        List<JsonNode> arguments = arguments(argument, 3, place);
        return arguments.get(condition(text(arguments.get(0), place), place) ? 1 : 2);
    }

    private boolean decide(String name, Set<String> deciding) {
        Boolean decided = conditions.get(name);
        if (decided != null) {
            return decided;
        }
        Place place = Place.of("Conditions", name);
        if (!template.conditions().containsKey(name)) {
            throw new TemplateException(place, "there is no such condition");
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
            case "Condition" -> decide(text(argument, inside), deciding);
            case "Fn::Equals" -> {
                List<JsonNode> sides = arguments(argument, 2, inside);
                yield resolvedText(sides.get(0), Scope.EMPTY, inside)
                        .equals(resolvedText(sides.get(1), Scope.EMPTY, inside));
            }
            case "Fn::Not" -> !holds(arguments(argument, 1, inside).get(0), deciding, inside);
            case "Fn::And" -> {
                boolean all = true;
                for (JsonNode each : argument) {
                    all &= holds(each, deciding, inside);
                }
                yield all;
            }
            case "Fn::Or" -> {
                boolean any = false;
                for (JsonNode each : argument) {
                    any |= holds(each, deciding, inside);
                }
                yield any;
            }
            default -> throw new TemplateException(inside, "this function is not supported in a condition");
        };
    }

    private static List<JsonNode> arguments(JsonNode argument, int count, Place place) {
        if (!argument.isArray() || argument.size() != count) {
            throw new TemplateException(place, "takes a list of " + count);
        }
        List<JsonNode> arguments = new ArrayList<>();
        argument.forEach(arguments::add);
        return arguments;
    }

    private static String text(JsonNode node, Place place) {
        if (!node.isTextual()) {
            throw new TemplateException(place, "must be a string");
        }
        return node.textValue();
    }

    private String resolvedText(JsonNode node, Scope scope, Place place) {
        return scalar(resolve(node, scope, place), place);
    }

    /** CloudFormation takes numbers and truth values where it wants a string. */
    private static String scalar(JsonNode node, Place place) {
        if (!node.isValueNode() || node.isNull()) {
            throw new TemplateException(place, "must come to a string");
        }
        return node.asText();
    }

    private JsonNode resolvedList(JsonNode node, Scope scope, Place place) {
        JsonNode list = resolve(node, scope, place);
        if (!list.isArray()) {
            throw new TemplateException(place, "must come to a list");
        }
        return list;
    }
}

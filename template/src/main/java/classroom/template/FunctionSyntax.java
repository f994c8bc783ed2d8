package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How intrinsic functions and their arguments are written. Source: AWS CloudFormation Template Reference, "Intrinsic
 * function reference".
 */
final class FunctionSyntax {
    /**
     * What CloudFormation has ("Intrinsic function reference", "Rule-specific intrinsic functions"), carried out here
     * or not.
     */
    private static final List<String> FUNCTIONS = List.of(
            "Fn::Base64",
            "Fn::GetAtt",
            "Fn::GetAZs",
            "Fn::ImportValue",
            "Fn::Join",
            "Fn::Split",
            "Fn::FindInMap",
            "Fn::Select",
            "Ref",
            "Fn::Equals",
            "Fn::If",
            "Fn::Not",
            "Condition",
            "Fn::And",
            "Fn::Or",
            "Fn::Contains",
            "Fn::EachMemberEquals",
            "Fn::EachMemberIn",
            "Fn::ValueOf",
            "Fn::ValueOfAll",
            "Fn::RefAll",
            "Fn::Sub",
            "Fn::Cidr",
            "Fn::ForEach",
            "Fn::Length",
            "Fn::ToJsonString",
            "Fn::Transform");

    /** "Pseudo parameters reference". */
    static final Set<String> PSEUDO_PARAMETERS = Set.of(
            "AWS::AccountId",
            "AWS::NoValue",
            "AWS::NotificationARNs",
            "AWS::Partition",
            "AWS::Region",
            "AWS::StackId",
            "AWS::StackName",
            "AWS::URLSuffix");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z0-9_.:]+");

    private FunctionSyntax() {}

    /** Returns the intrinsic function of an object, or null if the object is plain data. */
    static String functionOf(JsonNode object, Place place) {
        String function = null;
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith("Fn::") || (name.equals("Ref") && object.size() == 1)) {
                function = name;
            }
        }
        if (function != null && object.size() != 1) {
            throw new TemplateException(place, function + " must be the only key of its object");
        }
        if (function != null && !FUNCTIONS.contains(function) && !function.startsWith("Fn::ForEach::")) {
            throw new TemplateException("Template error: Encountered unsupported function: " + function
                    + " Supported functions are: " + FUNCTIONS);
        }
        return function;
    }

    /** The argument of {@code Fn::GetAtt}. */
    record Attribute(String id, JsonNode name) {}

    static Attribute attributeOf(JsonNode argument, Place place) {
        if (argument.isTextual() && argument.textValue().contains(".")) {
            int dot = argument.textValue().indexOf('.');
            return new Attribute(
                    argument.textValue().substring(0, dot),
                    TextNode.valueOf(argument.textValue().substring(dot + 1)));
        }
        List<JsonNode> arguments = arguments(argument, 2, place);
        return new Attribute(text(arguments.get(0), place), arguments.get(1));
    }

    /** Splits the text of a {@code Fn::Sub}, in one pass. A variable without a closing brace is text. */
    static void substitute(String text, Consumer<String> literal, Consumer<String> variable) {
        int at = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            String name = text.substring(open + 2, close).strip();
            if (!name.startsWith("!") && !VARIABLE.matcher(name).matches()) {
                throw new TemplateException("Template error: variable names in Fn::Sub syntax must contain only"
                        + " alphanumeric characters, underscores, periods, and colons");
            }
            literal.accept(text.substring(at, open));
            variable.accept(name);
            at = close + 1;
        }
        literal.accept(text.substring(at));
    }

    static JsonNode few(String function, JsonNode argument) {
        if (!argument.isArray() || argument.size() < 2 || argument.size() > 10) {
            throw new TemplateException("Template error: every " + function
                    + " object requires a list of at least 2 and at most 10 boolean parameters.");
        }
        return argument;
    }

    static List<JsonNode> arguments(JsonNode argument, int count, Place place) {
        if (!argument.isArray() || argument.size() != count) {
            throw new TemplateException(place, "takes a list of " + count);
        }
        List<JsonNode> arguments = new ArrayList<>();
        argument.forEach(arguments::add);
        return arguments;
    }

    static String text(JsonNode node, Place place) {
        if (!node.isTextual()) {
            throw new TemplateException(place, "must be a string");
        }
        return node.textValue();
    }

    /** CloudFormation takes numbers and truth values where it wants a string. */
    static String scalar(JsonNode node, Place place) {
        if (!node.isValueNode() || node.isNull()) {
            throw new TemplateException(place, "must come to a string");
        }
        return node.asText();
    }
}

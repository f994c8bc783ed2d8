package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How intrinsic functions and their arguments are written. Source: AWS CloudFormation Template Reference, "Intrinsic
 * function reference". What is wrong with them is told in CloudFormation's words (docs/decisions/0043).
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

    /** What CloudFormation says of a function whose arguments are not those that it takes. */
    private static final Map<String, String> ARGUMENTS = Map.ofEntries(
            Map.entry("Ref", "every Ref object must have a single String value."),
            Map.entry("Condition", "every Condition object must have a single String value."),
            Map.entry(
                    "Fn::GetAtt",
                    "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource"
                            + " attribute"),
            Map.entry(
                    "Fn::Join",
                    "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings"
                            + " to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be"
                            + " joined."),
            Map.entry(
                    "Fn::Split",
                    "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be"
                            + " split or a function that returns a string to be split."),
            Map.entry(
                    "Fn::Select", "Fn::Select requires a list argument with two elements: an integer index and a list"),
            Map.entry(
                    "Fn::FindInMap",
                    "every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for"
                            + " return value"),
            Map.entry(
                    "Fn::Sub",
                    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as"
                            + " first argument, and an optional second argument to specify a mapping of values to"
                            + " replace in the string"),
            Map.entry("Fn::If", "Fn::If requires a list argument with three elements"),
            Map.entry("Fn::Equals", "every Fn::Equals object requires a list of 2 string parameters."),
            Map.entry("Fn::Not", "every Fn::Not object requires one boolean parameter."),
            Map.entry("Fn::And", few("Fn::And")),
            Map.entry("Fn::Or", few("Fn::Or")),
            Map.entry("Fn::Base64", "every Fn::Base64 object must have a String-typed value."));

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

    static Attribute attributeOf(JsonNode argument) {
        if (argument.isTextual() && argument.textValue().matches("[^.]+\\..+")) {
            int dot = argument.textValue().indexOf('.');
            return new Attribute(
                    argument.textValue().substring(0, dot),
                    TextNode.valueOf(argument.textValue().substring(dot + 1)));
        }
        List<JsonNode> arguments = arguments("Fn::GetAtt", argument, 2);
        String id = text("Fn::GetAtt", arguments.get(0));
        if (id.isEmpty()
                || arguments.get(1).isTextual() && arguments.get(1).textValue().isEmpty()) {
            throw malformed("Fn::GetAtt");
        }
        return new Attribute(id, arguments.get(1));
    }

    /** The argument of {@code Fn::Sub}; {@code variables} is an object, empty if there are none. */
    record Substitution(String text, JsonNode variables) {}

    static Substitution substitutionOf(JsonNode argument) {
        if (argument.isTextual()) {
            return new Substitution(argument.textValue(), JsonNodeFactory.instance.objectNode());
        }
        List<JsonNode> arguments = arguments("Fn::Sub", argument, 2);
        if (!arguments.get(1).isObject()) {
            throw malformed("Fn::Sub");
        }
        return new Substitution(text("Fn::Sub", arguments.get(0)), arguments.get(1));
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

    private static String few(String function) {
        return "every " + function + " object requires a list of at least 2 and at most 10 boolean parameters.";
    }

    /** Returns what CloudFormation says of a function whose arguments are not those that it takes. */
    static TemplateException malformed(String function) {
        return new TemplateException("Template error: " + ARGUMENTS.get(function));
    }

    /** The arguments of a function that takes so many. */
    static List<JsonNode> arguments(String function, JsonNode argument, int count) {
        return arguments(function, argument, count, count);
    }

    static List<JsonNode> arguments(String function, JsonNode argument, int least, int most) {
        if (!argument.isArray() || argument.size() < least || argument.size() > most) {
            throw malformed(function);
        }
        List<JsonNode> arguments = new ArrayList<>();
        argument.forEach(arguments::add);
        return arguments;
    }

    static String text(String function, JsonNode node) {
        if (!node.isTextual()) {
            throw malformed(function);
        }
        return node.textValue();
    }

    /** CloudFormation takes numbers and truth values where it wants a string. */
    static String scalar(String function, JsonNode node) {
        if (!node.isValueNode() || node.isNull()) {
            throw malformed(function);
        }
        return node.asText();
    }
}

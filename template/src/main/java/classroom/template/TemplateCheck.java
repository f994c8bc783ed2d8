package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What CloudFormation finds wrong in a template before it knows any value of a parameter: functions with other
 * arguments than they take, and references to what the template does not declare, also where a condition leaves them
 * out. Its words are in the tables of docs/decisions/0043.
 */
final class TemplateCheck {
    private final Template template;

    /** The section that is looked at. */
    private final String block;

    /** What it refers to and the template does not declare. */
    private final Set<String> unresolved = new LinkedHashSet<>();

    private TemplateCheck(Template template, String block) {
        this.template = template;
        this.block = block;
    }

    /** @throws TemplateException naming the first mistake */
    static void run(Template template) {
        new TemplateCheck(template, "Conditions").conditions();
        new TemplateCheck(template, "Resources").resources();
        new TemplateCheck(template, "Outputs").outputs();
    }

    private void conditions() {
        template.conditions().forEach((name, condition) -> look(condition, Place.of(block, name)));
        if (!unresolved.isEmpty()) {
            throw new TemplateException("Template format error: Unresolved dependencies " + unresolved
                    + ". Cannot reference resources in the Conditions block of the template");
        }
    }

    private void resources() {
        template.resources().values().forEach(resource -> {
            condition(resource.condition());
            resource.dependsOn().stream()
                    .filter(id -> !template.resources().containsKey(id))
                    .forEach(unresolved::add);
            look(resource.properties(), Place.of(block, resource.id()).member("Properties"));
        });
        settle();
    }

    private void outputs() {
        template.outputs().values().forEach(output -> {
            condition(output.condition());
            Place place = Place.of(block, output.name()).member("Value");
            if (FunctionSyntax.functionOf(output.value(), place) == null
                    && output.value().isContainerNode()) {
                throw new TemplateException("Template format error: The Value field of every Outputs member must"
                        + " evaluate to a String and not a " + (output.value().isArray() ? "List." : "Map."));
            }
            look(output.value(), place);
        });
        settle();
    }

    private void settle() {
        if (!unresolved.isEmpty()) {
            throw new TemplateException("Template format error: Unresolved resource dependencies " + unresolved
                    + " in the " + block + " block of the template");
        }
    }

    /** The condition of a resource or an output, {@code null} for none. */
    private void condition(String name) {
        if (name != null && !template.conditions().containsKey(name)) {
            throw new TemplateException("Template format error: Unresolved condition dependency " + name + " in the "
                    + block + " block of the template");
        }
    }

    private void look(JsonNode value, Place place) {
        String function = value.isObject() ? FunctionSyntax.functionOf(value, place) : null;
        if (function == null) {
            value.properties().forEach(member -> look(member.getValue(), place.member(member.getKey())));
            elements(value.isArray() ? value : List.of(), place);
        } else {
            function(function, value.get(function), place.member(function));
        }
    }

    private void elements(Iterable<JsonNode> elements, Place place) {
        int index = 0;
        for (JsonNode element : elements) {
            look(element, place.element(index++));
        }
    }

    private void function(String function, JsonNode argument, Place place) {
        switch (function) {
            case "Ref" -> reference(FunctionSyntax.text(function, argument));
            case "Fn::GetAtt" -> {
                FunctionSyntax.Attribute attribute = FunctionSyntax.attributeOf(argument);
                checkDeclared(template, attribute);
                look(attribute.name(), place);
            }
            case "Fn::Sub" -> sub(FunctionSyntax.substitutionOf(argument), place);
            case "Fn::If" -> {
                List<JsonNode> arguments = FunctionSyntax.arguments(function, argument, 3);
                String name = FunctionSyntax.text(function, arguments.get(0));
                if (!template.conditions().containsKey(name)) {
                    throw unresolvedCondition(name, function);
                }
                elements(arguments.subList(1, 3), place);
            }
            case "Fn::Select" -> {
                checkSelect(FunctionSyntax.arguments(function, argument, 2));
                look(argument, place);
            }
            case "Fn::FindInMap" -> {
                checkMapping(FunctionSyntax.arguments(function, argument, 3).get(0));
                look(argument, place);
            }
            case "Fn::Join", "Fn::Split" -> elements(FunctionSyntax.arguments(function, argument, 2), place);
            case "Fn::Equals" -> {
                if (!block.equals("Conditions")) {
                    throw new TemplateException("Template error: Fn::Equals cannot be partially collapsed");
                }
                elements(FunctionSyntax.arguments(function, argument, 2), place);
            }
            case "Fn::Not" -> elements(FunctionSyntax.arguments(function, argument, 1), place);
            case "Fn::And", "Fn::Or" -> elements(FunctionSyntax.arguments(function, argument, 2, 10), place);
            default -> look(argument, place);
        }
    }

    /** @throws TemplateException if the template has no resource of which this is an attribute */
    static void checkDeclared(Template template, FunctionSyntax.Attribute attribute) {
        if (!template.resources().containsKey(attribute.id())) {
            throw new TemplateException(
                    "Template error: instance of Fn::GetAtt references undefined resource " + attribute.id());
        }
    }

    /** As CloudFormation words it. */
    static TemplateException unresolvedCondition(String name, String function) {
        return new TemplateException("Template error: unresolved condition dependency " + name + " in " + function);
    }

    private void reference(String name) {
        if (!FunctionSyntax.PSEUDO_PARAMETERS.contains(name)
                && !template.parameters().containsKey(name)
                && (block.equals("Conditions") || !template.resources().containsKey(name))) {
            unresolved.add(name);
        }
    }

    private void sub(FunctionSyntax.Substitution substitution, Place place) {
        look(substitution.variables(), place);
        FunctionSyntax.substitute(substitution.text(), literal -> {}, name -> {
            if (name.startsWith("!") || substitution.variables().has(name)) {
                return;
            }
            int dot = name.indexOf('.');
            if (dot < 0) {
                reference(name);
            } else if (!template.resources().containsKey(name.substring(0, dot))) {
                throw new TemplateException(
                        "Template error: instance of Fn::Sub references invalid resource attribute " + name);
            }
        });
    }

    /** Only a list that is written out can be checked here: it may have functions as its elements. */
    private static void checkSelect(List<JsonNode> arguments) {
        JsonNode index = arguments.get(0);
        JsonNode list = arguments.get(1);
        boolean wrongIndex = index.isValueNode() && !index.asText().matches("\\d{1,9}");
        boolean wrongList = list.isValueNode();
        if (wrongIndex
                || wrongList
                || index.isValueNode() && list.isArray() && Integer.parseInt(index.asText()) >= list.size()) {
            throw FunctionSyntax.malformed("Fn::Select");
        }
    }

    private void checkMapping(JsonNode mapping) {
        if (mapping.isTextual() && !template.mappings().has(mapping.textValue())) {
            throw new TemplateException("Template error: Mapping named '" + mapping.textValue()
                    + "' is not present in the 'Mappings' section of template.");
        }
    }
}

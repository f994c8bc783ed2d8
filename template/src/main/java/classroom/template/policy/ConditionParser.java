package classroom.template.policy;

import classroom.template.policy.Condition.Operator;
import classroom.template.policy.Condition.Qualifier;
import classroom.template.policy.Condition.Test;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the conditions of a statement by the IAM User Guide's "IAM JSON policy elements: Condition". */
record ConditionParser(PolicyNodes nodes) {

    List<Condition> conditions(JsonNode block, Place place) {
        if (block.isMissingNode()) {
            return List.of();
        }
        Place here = place.in("Condition");
        PolicyNodes.object(block, here);
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : block.properties()) {
            Place inOperator = here.in(entry.getKey());
            PolicyNodes.object(entry.getValue(), inOperator);
            for (Map.Entry<String, JsonNode> test : entry.getValue().properties()) {
                conditions.add(
                        nodes.toCompare()
                                ? comparable(entry.getKey(), test.getKey(), test.getValue(), inOperator)
                                : condition(
                                        operator(entry.getKey(), here), test.getKey(), test.getValue(), inOperator));
            }
        }
        return conditions;
    }

    /** An operator that the evaluator does not have becomes its own key, which is either true or false. */
    private Condition comparable(String word, String name, JsonNode value, Place place) {
        List<String> values = nodes.texts(value, place.in(name));
        String key = ConditionKeys.spelling(name).orElse(name.toLowerCase(Locale.ROOT));
        // "ArnEquals and ArnLike behave identically" (IAM User Guide, "IAM JSON policy elements: Condition operators").
        String known = word.replaceFirst("Arn(Not)?(Equals|Like)", "String$1Like");
        try {
            Operator operator = operator(known, place);
            if (!values.isEmpty()) {
                boolean truth = operator.test() == Test.BOOL || operator.test() == Test.NULL;
                return new Condition(
                        new Operator(word, operator.qualifier(), operator.test(), operator.ifExists()),
                        key,
                        truth
                                ? values.stream()
                                        .map(text -> text.toLowerCase(Locale.ROOT))
                                        .toList()
                                : values);
            }
        } catch (UnsupportedPolicyElement e) {
            // Below.
        }
        boolean alternatives = !word.contains("Not") && !word.startsWith("For") && !values.isEmpty();
        Operator holds = new Operator("", Qualifier.FOR_ANY_VALUE, Test.STRING_EQUALS, false);
        return new Condition(holds, word + " " + key, alternatives ? values : List.of(values.toString()));
    }

    private Condition condition(Operator operator, String name, JsonNode value, Place place) {
        String key = ConditionKeys.spelling(name)
                .orElseThrow(() -> new UnsupportedPolicyElement("the condition key " + name, place));
        checkFit(operator, key, place);
        Place here = place.in(name);
        List<String> values = nodes.texts(value, here);
        if (values.isEmpty()) {
            throw new UnsupportedPolicyElement("a condition without values", here);
        }
        values.forEach(text -> PolicyNodes.noVariable(text, here));
        if (operator.test() == Test.BOOL || operator.test() == Test.NULL) {
            values = values.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
            if (!Set.of("true", "false").containsAll(values)) {
                throw new MalformedPolicyDocument(PolicyNodes.SYNTAX, here);
            }
        }
        return new Condition(operator, key, values);
    }

    /** Refuses operators on keys if no document describes their effect. */
    private void checkFit(Operator operator, String key, Place place) {
        if (operator.test() == Test.NULL) {
            return;
        }
        boolean bool = ConditionKeys.type(key) == ConditionKeys.Type.BOOL;
        if (bool != (operator.test() == Test.BOOL)) {
            throw new UnsupportedPolicyElement("the operator " + operator.word() + " on " + key, place);
        }
        // "Multivalued context keys require a condition set operator" (IAM User Guide, "Single-valued vs. multivalued
        // context keys").
        if (ConditionKeys.type(key) == ConditionKeys.Type.STRINGS && operator.qualifier() == Qualifier.NONE) {
            throw new UnsupportedPolicyElement(
                    "the operator " + operator.word() + " without ForAllValues: or ForAnyValue: on " + key, place);
        }
    }

    private Operator operator(String word, Place place) {
        Qualifier qualifier = Qualifier.NONE;
        String rest = word;
        if (rest.startsWith("ForAllValues:")) {
            qualifier = Qualifier.FOR_ALL_VALUES;
            rest = rest.substring("ForAllValues:".length());
        } else if (rest.startsWith("ForAnyValue:")) {
            qualifier = Qualifier.FOR_ANY_VALUE;
            rest = rest.substring("ForAnyValue:".length());
        }
        boolean ifExists = rest.endsWith("IfExists");
        if (ifExists) {
            rest = rest.substring(0, rest.length() - "IfExists".length());
        }
        Test test = Test.of(rest).orElseThrow(() -> new UnsupportedPolicyElement("the operator " + word, place));
        if (test == Test.NULL && (ifExists || qualifier != Qualifier.NONE)) {
            throw new UnsupportedPolicyElement("the operator " + word, place);
        }
        // Of a key that is lacking, "IAM JSON policy elements: Condition operators" says true for ...IfExists, and
        // "Single-valued vs. multivalued context keys" false for ForAnyValue.
        if (ifExists && qualifier == Qualifier.FOR_ANY_VALUE) {
            throw new UnsupportedPolicyElement("the operator " + word, place);
        }
        return new Operator(word, qualifier, test, ifExists);
    }
}

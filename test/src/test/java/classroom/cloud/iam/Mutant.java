package classroom.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function's role with one harmful change.
 *
 * @param change in words
 * @param actions whose permission is missing; empty if a condition is missing
 * @param condition the key of the missing condition, {@code null} if no condition is missing
 */
record Mutant(String function, String change, Role role, List<String> actions, String condition) {
    private static final String WITHOUT = "without ";

    /** Whether one action is gone, and nothing else was changed. */
    boolean isOneAction() {
        return change.startsWith(WITHOUT) && condition == null;
    }

    /** Every action taken out by itself, every resource replaced, every condition removed. */
    static List<Mutant> of(String function, Role role) {
        List<Mutant> mutants = new ArrayList<>();
        role.policies().forEach((name, document) -> {
            for (int s = 0; s < document.path("Statement").size(); s++) {
                mutants.addAll(new Site(function, role, name, s).mutants());
            }
        });
        return mutants;
    }

    /** One statement. */
    private record Site(String function, Role role, String policy, int index) {

        List<Mutant> mutants() {
            JsonNode statement = statement(role.policies().get(policy));
            List<String> actions = texts(statement.path("Action"));
            List<Mutant> mutants = new ArrayList<>();
            for (String action : actions) {
                mutants.add(new Mutant(function, WITHOUT + action, without(action), List.of(action), null));
            }
            for (String resource : texts(statement.path("Resource"))) {
                String other = other(resource);
                mutants.add(new Mutant(
                        function, resource + " replaced by " + other, replaced(resource, other), actions, null));
            }
            statement
                    .path("Condition")
                    .properties()
                    .forEach(operator -> operator.getValue()
                            .fieldNames()
                            .forEachRemaining(key -> mutants.add(new Mutant(
                                    function,
                                    WITHOUT + "the condition " + operator.getKey() + " " + key,
                                    unconditional(operator.getKey(), key),
                                    List.of(),
                                    key))));
            return mutants;
        }

        private Role without(String action) {
            return changed((statements, statement) -> {
                List<String> left = texts(statement.path("Action"));
                left.remove(action);
                if (left.isEmpty()) {
                    statements.remove(index);
                } else {
                    put(statement, "Action", left);
                }
            });
        }

        private Role replaced(String resource, String other) {
            return changed((statements, statement) -> {
                List<String> resources = texts(statement.path("Resource"));
                resources.set(resources.indexOf(resource), other);
                put(statement, "Resource", resources);
            });
        }

        private Role unconditional(String operator, String key) {
            return changed((statements, statement) -> {
                ObjectNode conditions = (ObjectNode) statement.path("Condition");
                ((ObjectNode) conditions.path(operator)).remove(key);
                if (conditions.path(operator).isEmpty()) {
                    conditions.remove(operator);
                }
                if (conditions.isEmpty()) {
                    statement.remove("Condition");
                }
            });
        }

        private interface Change {
            void make(ArrayNode statements, ObjectNode statement);
        }

        private Role changed(Change change) {
            Map<String, JsonNode> policies = new LinkedHashMap<>(role.policies());
            JsonNode document = policies.get(policy).deepCopy();
            change.make((ArrayNode) document.path("Statement"), (ObjectNode) statement(document));
            policies.put(policy, document);
            // A policy needs a statement.
            policies.values().removeIf(each -> each.path("Statement").isEmpty());
            return role.with(policies);
        }

        private JsonNode statement(JsonNode document) {
            return document.path("Statement").path(index);
        }
    }

    /** Another resource of the same kind. */
    private static String other(String arn) {
        if (arn.contains(":log-group:")) {
            return arn.endsWith("/hello:*")
                    ? arn.replace("/hello:*", "/books-get:*")
                    : arn.replaceFirst("/[^/]*$", "/hello:*");
        }
        if (arn.contains(":sqs:")) {
            return arn + "-of-another";
        }
        return arn.contains("table/account")
                ? arn.replace("table/account", "table/books")
                : arn.replaceFirst("table/[^/]+", "table/account");
    }

    private static void put(ObjectNode statement, String element, List<String> values) {
        ArrayNode array = statement.putArray(element);
        values.forEach(array::add);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(each -> texts.add(each.asText()));
        } else {
            texts.add(node.asText());
        }
        return texts;
    }
}

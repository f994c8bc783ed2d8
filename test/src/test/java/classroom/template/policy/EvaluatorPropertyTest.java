package classroom.template.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * What holds of every policy: random ones against a small universe of questions. Seeded, so a failure repeats; the seed is
 * in its message.
 */
class EvaluatorPropertyTest {
    private static final int POLICIES = 400;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ACTIONS =
            List.of("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "sqs:SendMessage");
    private static final List<String> ACTION_PATTERNS =
            List.of("*", "dynamodb:*", "dynamodb:*Item", "DYNAMODB:getitem", "dynamodb:?utItem", "sqs:SendMessage");
    private static final List<String> RESOURCES = List.of(
            Policies.BOOKS,
            Policies.PREFIX + "table/account",
            Policies.PREFIX + "table/books/index/by-rating",
            "arn:aws:sqs:us-east-2:000000000000:queue");
    private static final List<String> RESOURCE_PATTERNS = List.of(
            "*",
            Policies.BOOKS,
            Policies.BOOKS + "/*",
            "arn:aws:dynamodb:*:*:table/*",
            "arn:aws:dynamodb:us-*:table/?ccount",
            "arn:aws:sqs:us-east-2:000000000000:q*");
    private static final List<String> OPERATORS = List.of(
            "ForAllValues:StringEquals",
            "ForAnyValue:StringEquals",
            "ForAllValues:StringNotLike",
            "ForAnyValue:StringNotLike",
            "ForAllValues:StringLikeIfExists");
    private static final List<List<String>> ATTRIBUTES =
            List.of(List.of(), List.of("a"), List.of("b"), List.of("a", "b"), List.of("a", "b", "c"));

    @Test
    void noPolicies_everything_isDenied() {
        for (Question question : universe()) {
            assertThat(new Evaluator(List.of()).decide(question).isAllowed()).isFalse();
        }
    }

    @Test
    void anyPolicies_withoutAnAllow_denyEverything() {
        forRandomPolicies((random, policies) -> {
            List<PolicyDocument> denies = only("Deny", policies);
            for (Question question : universe()) {
                assertThat(new Evaluator(denies).decide(question).isAllowed()).isFalse();
            }
        });
    }

    @Test
    void addedDeny_anywhere_neverAllowsMore() {
        forRandomPolicies((random, policies) -> {
            Evaluator before = new Evaluator(parse(policies));
            Evaluator after = new Evaluator(parse(with(random, policies, statement(random, "Deny"))));
            for (Question question : universe()) {
                assertThat(before.decide(question).isAllowed()
                                || !after.decide(question).isAllowed())
                        .isTrue();
            }
        });
    }

    @Test
    void addedAllow_withoutDenies_neverAllowsLess() {
        forRandomPolicies((random, policies) -> {
            List<PolicyDocument> before = only("Allow", policies);
            List<PolicyDocument> after = new ArrayList<>(before);
            after.add(
                    random.nextInt(after.size() + 1),
                    parse(List.of(List.of(statement(random, "Allow")))).get(0));
            for (Question question : universe()) {
                assertThat(!new Evaluator(before).decide(question).isAllowed()
                                || new Evaluator(after).decide(question).isAllowed())
                        .isTrue();
            }
        });
    }

    @Test
    void sameStatements_inAnyOrderAndGrouping_decideTheSame() {
        forRandomPolicies((random, policies) -> {
            List<ObjectNode> statements = new ArrayList<>();
            policies.forEach(statements::addAll);
            Collections.shuffle(statements, random);
            Evaluator one = new Evaluator(parse(policies));
            Evaluator other = new Evaluator(parse(List.of(statements)));
            for (Question question : universe()) {
                assertThat(other.decide(question).outcome())
                        .isEqualTo(one.decide(question).outcome());
            }
        });
    }

    @Test
    void everyDecision_thatIsNotTheDefault_namesAStatementOfItsEffect() {
        forRandomPolicies((random, policies) -> {
            for (Question question : universe()) {
                Decision decision = new Evaluator(parse(policies)).decide(question);
                assertThat(decision.statement().map(Statement::effect).map(Enum::name))
                        .isEqualTo(
                                switch (decision.outcome()) {
                                    case ALLOW -> Optional.of("ALLOW");
                                    case EXPLICIT_DENY -> Optional.of("DENY");
                                    default -> Optional.empty();
                                });
            }
        });
    }

    /** It does if and only if the outcome would be another one without the conditions. */
    @Test
    void refusal_ofEveryPolicy_namesACondition_ifOneRefuses() {
        forRandomPolicies((random, policies) -> {
            Evaluator evaluator = new Evaluator(parse(policies));
            Evaluator unconditional = new Evaluator(parse(withoutConditions("Allow", policies)));
            for (Question question : universe()) {
                Decision decision = evaluator.decide(question);
                Optional<String> condition = decision.refusingCondition();
                assertThat(condition.isPresent())
                        .isEqualTo(
                                switch (decision.outcome()) {
                                    case IMPLICIT_DENY ->
                                        unconditional.decide(question).isAllowed();
                                    case EXPLICIT_DENY ->
                                        !decision.statement()
                                                .orElseThrow()
                                                .conditions()
                                                .isEmpty();
                                    default -> false;
                                });
                condition.ifPresent(said -> assertThat(said)
                        .contains(ConditionKeys.ATTRIBUTES)
                        .endsWith(
                                question.context().isEmpty()
                                        ? "which is not in the request"
                                        : "and the request has "
                                                + question.context().get(ConditionKeys.ATTRIBUTES)));
            }
        });
    }

    private static List<List<ObjectNode>> withoutConditions(String effect, List<List<ObjectNode>> policies) {
        return policies.stream()
                .map(policy -> policy.stream()
                        .map(statement -> {
                            ObjectNode copy = statement.deepCopy();
                            if (copy.get("Effect").asText().equals(effect)) {
                                copy.remove("Condition");
                            }
                            return copy;
                        })
                        .toList())
                .toList();
    }

    @Test
    void randomPolicies_together_reachEveryOutcome() {
        Map<Decision.Outcome, Integer> outcomes = new HashMap<>();
        forRandomPolicies((random, policies) -> {
            Evaluator evaluator = new Evaluator(parse(policies));
            universe()
                    .forEach(question ->
                            outcomes.merge(evaluator.decide(question).outcome(), 1, Integer::sum));
        });

        // Otherwise the properties above would say little.
        assertThat(outcomes.get(Decision.Outcome.ALLOW)).isGreaterThan(2_000);
        assertThat(outcomes.get(Decision.Outcome.EXPLICIT_DENY)).isGreaterThan(2_000);
        assertThat(outcomes.get(Decision.Outcome.IMPLICIT_DENY)).isGreaterThan(2_000);
    }

    private static void forRandomPolicies(BiConsumer<Random, List<List<ObjectNode>>> property) {
        for (int seed = 0; seed < POLICIES; seed++) {
            Random random = new Random(seed);
            List<List<ObjectNode>> policies = new ArrayList<>();
            for (int count = random.nextInt(3); count >= 0; count--) {
                List<ObjectNode> statements = new ArrayList<>();
                for (int more = random.nextInt(3); more >= 0; more--) {
                    statements.add(statement(random, random.nextInt(3) == 0 ? "Deny" : "Allow"));
                }
                policies.add(statements);
            }
            try {
                property.accept(random, policies);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", policies " + policies, e);
            }
        }
    }

    private static List<Question> universe() {
        List<Question> questions = new ArrayList<>();
        for (String action : ACTIONS) {
            for (String resource : RESOURCES) {
                for (List<String> attributes : ATTRIBUTES) {
                    questions.add(new Question(
                            action,
                            resource,
                            attributes.isEmpty() ? Map.of() : Map.of(ConditionKeys.ATTRIBUTES, attributes)));
                }
            }
        }
        return questions;
    }

    private static ObjectNode statement(Random random, String effect) {
        ObjectNode statement = JSON.objectNode().put("Effect", effect);
        statement.set(random.nextInt(4) == 0 ? "NotAction" : "Action", some(random, ACTION_PATTERNS));
        statement.set(random.nextInt(4) == 0 ? "NotResource" : "Resource", some(random, RESOURCE_PATTERNS));
        if (random.nextBoolean()) {
            statement
                    .putObject("Condition")
                    .putObject(OPERATORS.get(random.nextInt(OPERATORS.size())))
                    .set(ConditionKeys.ATTRIBUTES, some(random, List.of("a", "b", "c", "?")));
        }
        return statement;
    }

    private static ArrayNode some(Random random, List<String> values) {
        ArrayNode some = JSON.arrayNode();
        for (int more = random.nextInt(2); more >= 0; more--) {
            some.add(values.get(random.nextInt(values.size())));
        }
        return some;
    }

    private static List<List<ObjectNode>> with(Random random, List<List<ObjectNode>> policies, ObjectNode statement) {
        List<List<ObjectNode>> more = new ArrayList<>();
        policies.forEach(policy -> more.add(new ArrayList<>(policy)));
        List<ObjectNode> policy = more.get(random.nextInt(more.size()));
        policy.add(random.nextInt(policy.size() + 1), statement);
        return more;
    }

    private static List<PolicyDocument> only(String effect, List<List<ObjectNode>> policies) {
        return parse(policies.stream()
                .map(policy -> policy.stream()
                        .filter(statement -> statement.get("Effect").asText().equals(effect))
                        .toList())
                .filter(policy -> !policy.isEmpty())
                .toList());
    }

    private static List<PolicyDocument> parse(List<List<ObjectNode>> policies) {
        List<PolicyDocument> parsed = new ArrayList<>();
        for (List<ObjectNode> statements : policies) {
            ObjectNode document = JSON.objectNode().put("Version", "2012-10-17");
            document.putArray("Statement").addAll(statements);
            parsed.add(PolicyDocument.parse("Policy" + parsed.size(), document));
        }
        return parsed;
    }
}

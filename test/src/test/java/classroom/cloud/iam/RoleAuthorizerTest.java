package classroom.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Followed;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.iam.Uses.Use;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.policy.Question;
import classroom.template.policy.UnsupportedPolicyElement;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleAuthorizerTest {
    private static final String TABLE = "arn:aws:dynamodb:us-east-2:000000000000:table/books";
    private static final String READER = Role.arn("/class/Reader");
    private static final String OTHER = Role.arn("/Other");
    private static final String QUEUE = "arn:aws:sqs:us-east-2:000000000000:failures";
    private static final JsonNode TRUST = Behaviours.json("{'Statement': [{'Effect': 'Allow',"
            + " 'Action': 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}}]}");
    private static final String REFUSAL = "User: arn:aws:sts::000000000000:assumed-role/Reader/books-get is not"
            + " authorized to perform: %s on resource: %s %s";

    private final Roles roles = new Roles();
    private final RoleAuthorizer authorizer = new RoleAuthorizer(roles);
    private final Identities identities = new Identities();
    private final Identity reader = identities.issue(READER, "books-get");

    @BeforeEach
    void makeRole() {
        put(statement("Allow", "dynamodb:GetItem", TABLE));
    }

    @Test
    void whatIsAllowed_passesAndIsCounted() {
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE));
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE));

        assertThat(authorizer.uses().of(READER)).containsExactly(new Use("dynamodb:GetItem", TABLE, 2, 0));
    }

    @Test
    void whoFollows_isToldOfEachDecision_andWhatDecidedIt() throws Exception {
        Gateway gateway = new Gateway(identities);
        gateway.start(0);
        RoleAuthorizer told = new RoleAuthorizer(roles, gateway.live());
        put(statement("Allow", "dynamodb:GetItem", TABLE)
                + ", {'Effect': 'Allow', 'Action': 'dynamodb:Query', 'Resource': '*',"
                + " 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}");
        try (Followed events = Followed.of(gateway)) {
            told.decide(reader, asks("dynamodb:GetItem", TABLE));
            told.check(identities.teacher(), asks("dynamodb:GetItem", TABLE));
            told.check(reader, asks("dynamodb:GetItem", TABLE));
            for (String action : List.of("dynamodb:PutItem", "dynamodb:Query")) {
                assertThatThrownBy(() -> told.check(reader, Authorizer.question(action, TABLE)))
                        .isInstanceOf(AwsError.class);
            }

            JsonNode allowed = events.next();
            assertThat(allowed.path("kind").asText()).isEqualTo("decision");
            assertThat(allowed.path("caller").asText()).isEqualTo(reader.arn());
            assertThat(allowed.path("role").asText()).isEqualTo(READER);
            assertThat(allowed.path("action").asText()).isEqualTo("dynamodb:GetItem");
            assertThat(allowed.path("resource").asText()).isEqualTo(TABLE);
            assertThat(allowed.path("allowed").asBoolean()).isTrue();
            assertThat(allowed.path("why").asText()).startsWith("statement 1 of ");
            JsonNode unnamed = events.next();
            assertThat(unnamed.path("allowed").asBoolean(true)).isFalse();
            assertThat(unnamed.path("why").asText()).isEqualTo("no statement allows it: none names the action");
            assertThat(events.next().path("why").asText())
                    .contains("condition does not hold: Bool aws:SecureTransport [false], and the request has [true]");
        } finally {
            gateway.close();
        }
    }

    @Test
    void whatNobodyAllows_isRefusedInAwssWordsAndCounted() {
        AwsError refusal = refusal("dynamodb:PutItem", TABLE);

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo("AccessDeniedException");
        assertThat(refusal)
                .hasMessage(REFUSAL.formatted(
                        "dynamodb:PutItem",
                        TABLE,
                        "because no identity-based policy allows the dynamodb:PutItem action"));
        assertThat(authorizer.uses().of(READER)).containsExactly(new Use("dynamodb:PutItem", TABLE, 0, 1));
    }

    /** Working the context out can take a call of DynamoDB, and a refusal must not depend on it. */
    @Test
    void contextThatNoConditionAsksFor_isNotWorkedOut() {
        Map<String, List<String>> untouchable = new AbstractMap<>() {
            @Override
            public Set<Map.Entry<String, List<String>>> entrySet() {
                throw new AssertionError("the context was read");
            }
        };

        authorizer.check(reader, new Question("dynamodb:GetItem", TABLE, untouchable));
        assertThat(catchThrowableOfType(
                        AwsError.class,
                        () -> authorizer.check(reader, new Question("dynamodb:PutItem", TABLE, untouchable))))
                .isNotNull();
    }

    @Test
    void sameActionOnAnotherResource_isRefused() {
        assertThat(refusal("dynamodb:GetItem", TABLE + "s")).isNotNull();
    }

    @Test
    void explicitDeny_outweighsTheAllow() {
        put(statement("Allow", "dynamodb:*", "*") + "," + statement("Deny", "dynamodb:GetItem", TABLE));

        assertThat(refusal("dynamodb:GetItem", TABLE))
                .hasMessage(REFUSAL.formatted(
                        "dynamodb:GetItem", TABLE, "with an explicit deny in an identity-based policy"));
        authorizer.check(reader, asks("dynamodb:PutItem", TABLE));
    }

    @Test
    void denyOfTheResource_outweighsTheRolesAllow() {
        put(statement("Allow", "sqs:SendMessage", QUEUE));
        authorizer.check(reader, asks("sqs:SendMessage", QUEUE));
        roles.putResourcePolicy(
                QUEUE,
                Behaviours.json("{'Version': '2012-10-17', 'Statement': [{'Effect': 'Deny', 'Principal': '*',"
                        + " 'Action': 'sqs:*', 'Resource': '" + QUEUE + "'}]}"));

        assertThat(refusal("sqs:SendMessage", QUEUE))
                .hasMessage(REFUSAL.formatted(
                        "sqs:SendMessage", QUEUE, "with an explicit deny in a resource-based policy"));
        roles.deleteResourcePolicy(QUEUE);
        authorizer.check(reader, asks("sqs:SendMessage", QUEUE));
    }

    @Test
    void roleOfTheNameWithAnotherPath_isAnotherOne() {
        assertThat(catchThrowableOfType(
                        AwsError.class,
                        () -> authorizer.check(
                                identities.issue(Role.arn("/Reader"), "books-get"), asks("dynamodb:GetItem", TABLE))))
                .isNotNull();
    }

    @Test
    void denyOfTheResource_meansTheRoleByItsArnWithThePath() {
        put(statement("Allow", "sqs:SendMessage", QUEUE));
        roles.putResourcePolicy(
                QUEUE,
                Behaviours.json("{'Version': '2012-10-17', 'Statement': [{'Effect': 'Deny', 'Principal': {'AWS': '"
                        + READER + "'}, 'Action': 'sqs:*', 'Resource': '" + QUEUE + "'}]}"));

        assertThat(refusal("sqs:SendMessage", QUEUE)).hasMessageContaining("explicit deny in a resource-based policy");
    }

    @Test
    void policyThatNamesARoleThatIsNotThere_isRefusedAsIamDoes() {
        for (String nobody : List.of(Role.arn("/Reader"), Role.arn("/nobody"), "arn:aws:iam::000000000000:user/ana")) {
            assertThat(catchThrowableOfType(
                            AwsError.class,
                            () -> roles.putResourcePolicy(
                                    QUEUE,
                                    Behaviours.json("{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '" + nobody
                                            + "'}, 'Action': 'sqs:*', 'Resource': '" + QUEUE + "'}]}"))))
                    .hasMessage("Invalid principal in policy: \"AWS\":\"" + nobody + "\"");
        }
    }

    @Test
    void roleThatIsGone_allowsNothing() {
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE));
        roles.delete("Reader");

        assertThat(refusal("dynamodb:GetItem", TABLE)).isNotNull();
    }

    @Test
    void changedRole_decidesFromTheNextRequestOn() {
        put(statement("Allow", "dynamodb:PutItem", TABLE));

        assertThat(refusal("dynamodb:GetItem", TABLE)).isNotNull();
        authorizer.check(reader, asks("dynamodb:PutItem", TABLE));
    }

    @Test
    void teacher_mayDoEverythingAndIsNotCounted() {
        authorizer.check(identities.teacher(), asks("dynamodb:DeleteTable", TABLE));

        assertThat(authorizer.uses().of(READER)).isEmpty();
    }

    @Test
    void uses_areOfOneRoleInOrder() {
        put(statement("Allow", "dynamodb:*", "*"));
        roles.put(new Role(OTHER, TRUST, roles.find(READER).orElseThrow().policies(), Map.of(), Duration.ofHours(1)));
        authorizer.check(reader, asks("dynamodb:Scan", TABLE));
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE));
        authorizer.check(identities.issue(OTHER, "other"), asks("dynamodb:Query", TABLE));

        assertThat(authorizer.uses().of(READER))
                .extracting(Use::action)
                .containsExactly("dynamodb:GetItem", "dynamodb:Scan");
    }

    /** A client can name resources without end. */
    @Test
    void uses_ofMoreResourcesThanAreKept_areCountedTogether() {
        put(statement("Allow", "dynamodb:GetItem", TABLE + "*"));
        for (int i = 0; i < Uses.MOST + 10; i++) {
            authorizer.check(reader, asks("dynamodb:GetItem", TABLE + i));
            assertThat(refusal("dynamodb:PutItem", TABLE + i)).isNotNull();
        }
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE + "0"));
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE + "x".repeat(10_000)));

        assertThat(authorizer.uses().of(READER))
                .hasSize(2 * Uses.MOST)
                .contains(
                        new Use("dynamodb:GetItem", TABLE + "0", 2, 0), new Use("dynamodb:PutItem", TABLE + "0", 0, 1));
        assertThat(authorizer.uses().othersAllowed(READER)).isEqualTo(11);
        assertThat(authorizer.uses().othersRefused(READER)).isEqualTo(10);
        assertThat(authorizer.uses().othersRefused(OTHER)).isZero();
    }

    /** A flood of refusals must not hide the used permissions. */
    @Test
    void uses_thatAreAllowed_haveAPlaceOfTheirOwn() {
        for (int i = 0; i < Uses.MOST + 10; i++) {
            assertThat(refusal("dynamodb:PutItem", TABLE + i)).isNotNull();
        }
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE));

        assertThat(authorizer.uses().of(READER)).contains(new Use("dynamodb:GetItem", TABLE, 1, 0));
    }

    @Test
    void refusalBecauseOfACondition_isToldWithTheUse_theLastOne() {
        put("{'Effect': 'Allow', 'Action': 'dynamodb:GetItem', 'Resource': '" + TABLE
                + "', 'Condition': {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': ['ana']}}}");
        for (List<String> keys : List.of(List.of("bia"), List.of("c".repeat(5_000)), List.of("ana", "bob"))) {
            Question question = new Question("dynamodb:GetItem", TABLE, Map.of("dynamodb:LeadingKeys", keys));
            assertThat(catchThrowableOfType(AwsError.class, () -> authorizer.check(reader, question)))
                    .hasMessage(REFUSAL.formatted(
                            "dynamodb:GetItem",
                            TABLE,
                            "because no identity-based policy allows the dynamodb:GetItem action"));
            assertThat(condition("dynamodb:GetItem"))
                    .hasValueSatisfying(said -> assertThat(said).hasSizeLessThan(1_010));
        }
        assertThat(refusal("dynamodb:PutItem", TABLE)).isNotNull();

        assertThat(condition("dynamodb:GetItem"))
                .contains("statement 1 of Function would, but its condition does not hold: ForAllValues:StringEquals"
                        + " dynamodb:LeadingKeys [ana], and the request has [ana, bob]");
        assertThat(condition("dynamodb:PutItem")).isEmpty();
    }

    private Optional<String> condition(String action) {
        return authorizer.uses().of(READER).stream()
                .filter(use -> use.action().equals(action))
                .findFirst()
                .flatMap(use -> authorizer.uses().refusingCondition(READER, use));
    }

    @Test
    void roleWhoseTrustHasACondition_isNotAssumedAndTheConditionIsTold() {
        Role deputy = new Role(
                OTHER,
                Behaviours.json("{'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'AWS': '"
                        + READER + "'}, 'Condition': {'StringEquals': {'sts:ExternalId': 'deputy'}}}]}"),
                Map.of(),
                Map.of(),
                Duration.ofHours(1));

        assertThat(catchThrowableOfType(
                        AwsError.class,
                        () -> authorizer.checkAssume(reader, deputy, asks(Authorizer.ASSUME_ROLE, OTHER))))
                .hasMessage("User: " + reader.arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                        + OTHER);
        assertThat(condition("sts:AssumeRole"))
                .contains("statement 1 of Other would, but its condition does not hold: StringEquals sts:ExternalId"
                        + " [deputy], which is not in the request");
    }

    @Test
    void elementThatIsNotImplemented_isRefusedAndTheRoleStaysAsItWas() {
        String limited = "{'Effect': 'Allow', 'Action': 'dynamodb:GetItem', 'Resource': '" + TABLE
                + "', 'Condition': {'NumericLessThan': {'dynamodb:Limit': '5'}}}";

        assertThat(catchThrowableOfType(UnsupportedPolicyElement.class, () -> put(limited)))
                .hasMessageContaining("NumericLessThan");
        authorizer.check(reader, asks("dynamodb:GetItem", TABLE));
    }

    private void put(String statements) {
        JsonNode document = Behaviours.json("{'Version': '2012-10-17', 'Statement': [" + statements + "]}");
        roles.put(new Role(READER, TRUST, Map.of("Function", document), Map.of(), Duration.ofHours(1)));
    }

    private AwsError refusal(String action, String resource) {
        return catchThrowableOfType(AwsError.class, () -> authorizer.check(reader, asks(action, resource)));
    }

    private static Question asks(String action, String resource) {
        return Authorizer.question(action, resource);
    }

    private static String statement(String effect, String action, String resource) {
        return "{'Effect': '" + effect + "', 'Action': '" + action + "', 'Resource': '" + resource + "'}";
    }
}

package classroom.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Permission;
import classroom.infra.RealAssembly;
import classroom.local.Inside;
import classroom.local.LocalClass;
import classroom.local.client.Client;
import classroom.local.client.Invocation;
import classroom.local.cloudformation.CloudAssembly;
import classroom.local.cloudformation.Services;
import classroom.local.iam.Uses.Use;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The packaged functions by their alias {@code live}, through SnapStart's life cycle: hooks before the checkpoint, the end
 * of the credentials that were given until then, hooks after the restore, and credentials from the container's endpoint.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnapStartIT {
    /** Every function that reads it refuses it before it calls DynamoDB. */
    private static final byte[] REFUSED = "{\"limit\":0,\"books\":[]}".getBytes(StandardCharsets.UTF_8);

    private static LocalClass local;
    private static Services services;
    private static Client teacher;

    @BeforeAll
    static void start() {
        local = LocalClass.start(0, line -> {});
        local.deploy(CloudAssembly.read(RealAssembly.withSnapStart(), LocalClass.REGION));
        services = Inside.services(local);
        teacher = new Client(local.port(), LocalClass.REGION, Identities.TEACHER);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    /** First, while priming is all that has happened. */
    @Test
    @Order(1)
    void priming_callsNothingThatARoleDecides_logsNothingAndWritesNothing() {
        for (String function : Behaviours.all().keySet()) {
            Invocation invocation = teacher.invoke(function + ":live", REFUSED);

            assertThat(invocation.text()).as(function).contains(function.equals("books-changes") ? "Records" : "400");
            assertThat(asked(function)).as("asked by %s", function).isSubsetOf(always(function));
            assertThat(messages(function)).as("log of %s", function).noneMatch(line -> line.contains("ehears"));
        }
        for (String table : List.of("account", "books")) {
            JsonNode scanned = teacher.call(
                    "dynamodb",
                    "DynamoDB_20120810.Scan",
                    JsonNodeFactory.instance.objectNode().put("TableName", table));
            assertThat(scanned.path("Count").asInt(-1)).as(table).isZero();
        }
    }

    @Test
    @Order(2)
    void behaviour_isThatOfTheFunctionsAndTheirPermissionsAreTheSame() {
        Behaviours behaviours = new Behaviours(teacher, ":live");

        Behaviours.all().forEach(behaviours::run);

        for (String function : Behaviours.all().keySet()) {
            assertThat(uses(function)).as("asked by %s", function).allMatch(use -> use.refused() == 0);
            Set<String> actions =
                    uses(function).stream().map(Use::action).collect(Collectors.toCollection(TreeSet::new));
            Set<String> reviewed = Permission.reviewed().stream()
                    .filter(permission -> permission.function().equals(function))
                    .map(Permission::action)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(actions).as("used by %s", function).isEqualTo(reviewed);
        }
    }

    @Test
    @Order(3)
    void latest_hasNoSnapshot() {
        Invocation invocation = teacher.invoke("account-get", REFUSED);

        assertThat(invocation.logTail()).contains("Version: $LATEST");
        assertThat(teacher.invoke("account-get:live", REFUSED).logTail()).contains("Version: 1");
    }

    /** What the class does for every function, without its code: the log, and the stream's poller. */
    private static Set<String> always(String function) {
        return function.equals("books-changes")
                ? Permission.reviewed().stream()
                        .filter(permission -> permission.function().equals(function))
                        .map(Permission::action)
                        .collect(Collectors.toSet())
                : Set.of("logs:CreateLogStream", "logs:PutLogEvents");
    }

    private static Set<String> asked(String function) {
        return uses(function).stream().map(Use::action).collect(Collectors.toSet());
    }

    private static List<Use> uses(String function) {
        return List.copyOf(Inside.authorizer(local)
                .uses()
                .of(services.functions().find(function).orElseThrow().role()));
    }

    private static List<String> messages(String function) {
        return teacher.call(
                        "logs",
                        "Logs_20140328.FilterLogEvents",
                        JsonNodeFactory.instance.objectNode().put("logGroupName", "/aws/lambda/" + function))
                .path("events")
                .findValuesAsText("message");
    }
}

package classroom.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Permission;
import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.iam.Uses.Use;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.infra.RealAssembly;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged functions by their alias {@code live}, through SnapStart's life cycle: hooks before the checkpoint, the end
 * of the credentials that were given until then, hooks after the restore, and credentials from the container's endpoint.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnapStartIT {
    /** Every function that reads it refuses it before it calls DynamoDB. */
    private static final byte[] REFUSED = "{\"limit\":0,\"books\":[]}".getBytes(StandardCharsets.UTF_8);

    private static Cloud local;
    private static Services services;
    private static Client teacher;
    private static Behaviours behaviours;

    @BeforeAll
    static void start() {
        local = Cloud.start(0, line -> {});
        local.deploy(CloudAssembly.read(RealAssembly.withSnapStart(), Cloud.ENVIRONMENT));
        services = Inside.services(local);
        teacher = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
        behaviours = new Behaviours(teacher, ":live");
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"account-create", "books-changes"})
    void function_isPrimedWithoutACallAndThenBehavesAndUsesItsRoleAsWithout(String function) {
        assertPrimedAndAsWithout(function);
    }

    /**
     * A process for each function takes time; {@link classroom.lambda.snapstart.RehearsalIT} still checks all
     * rehearsals.
     */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("functions")
    void everyOther_isPrimedWithoutACallAndThenBehavesAndUsesItsRoleAsWithout(String function) {
        assertPrimedAndAsWithout(function);
    }

    private static void assertPrimedAndAsWithout(String function) {
        String before = contents();

        Invocation first = teacher.invoke(function + ":live", REFUSED);

        assertThat(first.text()).contains(function.equals("books-changes") ? "Records" : "400");
        assertThat(asked(function)).as("asked while it was primed").isSubsetOf(always(function));
        assertThat(messages(function)).as("logged").noneMatch(line -> line.contains("ehears"));
        assertThat(contents()).as("tables").isEqualTo(before);
        behaviours.run(function, Behaviours.all().get(function));
        assertThat(uses(function)).as("asked").allMatch(use -> use.refused() == 0);
        assertThat(asked(function)).as("used").isEqualTo(reviewed(function));
        assertThat(first.logTail()).contains("Version: 1");
    }

    /** Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda": the alias's own ARN. */
    @Order(Integer.MAX_VALUE) // Its calls count as those of books-get.
    @Test
    void invocationOfAnAlias_isAskedOfTheAlias() {
        Identity reader = services.identities()
                .issue(services.functions().find("books-get").orElseThrow().role(), "books-get");
        Client function = new Client(local.port(), Cloud.REGION, reader.accessKeyId());

        assertThatThrownBy(() -> function.invoke("hello:live", REFUSED))
                .hasMessageContaining("is not authorized to perform: lambda:InvokeFunction on resource: "
                        + "arn:aws:lambda:us-east-2:000000000000:function:hello:live");
    }

    @Test
    void latest_hasNoSnapshot() {
        assertThat(teacher.invoke("hello", REFUSED).logTail()).contains("Version: $LATEST");
    }

    static List<String> functions() {
        return Behaviours.all().keySet().stream()
                .filter(function -> !List.of("account-create", "books-changes").contains(function))
                .toList();
    }

    private static String contents() {
        StringBuilder contents = new StringBuilder();
        for (String table : List.of("account", "books", "carros", "proprietarios")) {
            contents.append(teacher.call(
                            "dynamodb",
                            "DynamoDB_20120810.Scan",
                            JsonNodeFactory.instance.objectNode().put("TableName", table))
                    .path("Items"));
        }
        return contents.toString();
    }

    private static Set<String> reviewed(String function) {
        return Permission.reviewed().stream()
                .filter(permission -> permission.function().equals(function))
                .map(Permission::action)
                .collect(Collectors.toSet());
    }

    /**
     * The calls that the local class makes for every function without the function's code: the log, and the stream's
     * poller.
     */
    private static Set<String> always(String function) {
        return function.equals("books-changes")
                ? reviewed(function)
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

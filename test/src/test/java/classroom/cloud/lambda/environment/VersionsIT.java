package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.lambda.handlers.Actor;
import classroom.cloud.lambda.handlers.Hooked;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** Invocations of versions and aliases, and SnapStart's life cycle, with AWS's own client. */
@Timeout(120)
class VersionsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:lambda:us-east-2:000000000000:function:";

    @TempDir
    private static Path folder;

    private static TestClass room;
    private static Path code;

    @BeforeAll
    static void start() throws IOException {
        code = TestAsset.jar(folder);
        room = new TestClass(folder, List.of());
        room.put(TestFunction.of(Actor.class, code).named("actor").build());
        room.functions.publish("actor", "");
        room.functions.putAlias("actor:1", "live");
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @ParameterizedTest
    @CsvSource({
        "actor,, actor, $LATEST",
        "actor:$LATEST,, actor:$LATEST, $LATEST",
        "actor, $LATEST, actor:$LATEST, $LATEST",
        "actor:1,, actor:1, 1",
        "actor, 1, actor:1, 1",
        "actor:live,, actor:live, 1",
        "actor, live, actor:live, 1",
        "actor:live, live, actor:live, 1",
        "arn:aws:lambda:us-east-2:000000000000:function:actor:live,, actor:live, 1",
        "000000000000:function:actor:1,, actor:1, 1"
    })
    void invocation_runsTheVersionThatIsNamed(String name, String qualifier, String invoked, String version)
            throws IOException {
        InvokeResponse response = room.lambda.invoke(r ->
                r.functionName(name).qualifier(qualifier).payload(SdkBytes.fromUtf8String("{\"do\":\"context\"}")));

        assertThat(response.executedVersion()).isEqualTo(version);
        JsonNode context = JSON.readTree(response.payload().asByteArray());
        assertThat(context.path("arn").asText()).isEqualTo(ARN + invoked);
        assertThat(context.path("version").asText()).isEqualTo(version);
        assertThat(context.path("name").asText()).isEqualTo("actor");
        assertThat(context.path("logStream").asText()).contains("[" + version + "]");
    }

    @Test
    void versions_haveEnvironmentsOfTheirOwn() {
        String live = room.answer("actor:live", "{\"do\":\"pid\"}");

        assertThat(room.answer("actor:1", "{\"do\":\"pid\"}")).isEqualTo(live);
        assertThat(room.answer("actor", "{\"do\":\"pid\"}")).isNotEqualTo(live);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "dead", "LIVE"})
    void qualifierThatIsNot_isNotFound(String qualifier) {
        assertThatThrownBy(() -> room.invoke("actor:" + qualifier, "{}"))
                .isInstanceOfSatisfying(LambdaException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(404);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("Function not found: " + ARN + "actor:" + qualifier);
                });
    }

    @Test
    void publishedVersion_keepsItsConfiguration() throws IOException {
        TestFunction function = TestFunction.of(Actor.class, code).named("moved");
        room.put(function.build());
        room.functions.publish("moved", "");
        room.functions.putAlias("moved:1", "live");
        room.functions.put(function.with(Duration.ofSeconds(7)).build());

        assertThat(room.lambda
                        .getFunctionConfiguration(r -> r.functionName("moved").qualifier("live"))
                        .timeout())
                .isEqualTo(60);
        assertThat(room.lambda
                        .getFunctionConfiguration(r -> r.functionName("moved"))
                        .timeout())
                .isEqualTo(7);
        assertThat(room.functions.publish("moved", "")).isEqualTo("2");
        room.functions.putAlias("moved:2", "live");
        room.functions.deleteVersion("moved", "1");
        assertThat(room.lambda
                        .getFunctionConfiguration(r -> r.functionName("moved").qualifier("live"))
                        .timeout())
                .isEqualTo(7);
    }

    @Test
    void versionThatAnAliasNames_isNotDeleted() {
        assertThatThrownBy(() -> room.functions.deleteVersion("actor", "1")).hasMessageContaining("alias live");
    }

    @Test
    void hooks_runOnceEach_inPublishedVersionsWithSnapStartOnly() {
        hooked("hooked", Map.of());

        assertThat(room.answer("hooked:1", "{}")).isEqualTo("[\"beforeCheckpoint\",\"afterRestore\"]");
        assertThat(room.answer("hooked:1", "{}")).isEqualTo("[\"beforeCheckpoint\",\"afterRestore\"]");
        assertThat(room.answer("hooked", "{}")).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"beforeCheckpoint", "afterRestore"})
    void hookThatFails_failsTheInvocationAndIsLogged(String hook) {
        String name = "failing-" + hook;
        hooked(name, Map.of("FAIL", hook));

        InvokeResponse response = room.invoke(name + ":1", "{}");

        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asString(StandardCharsets.UTF_8))
                .contains(hook.equals("afterRestore") ? "RestoreException" : "CheckpointException");
        assertThat(room.logged(name).toString()).contains(hook + " cannot be done");
    }

    private static void hooked(String name, Map<String, String> environment) {
        Function function = TestFunction.of(Hooked.class, code)
                .named(name)
                .with(environment)
                .build();
        room.put(new Function(
                name,
                "",
                function.handler(),
                function.runtime(),
                code,
                environment,
                function.memoryMb(),
                function.timeout(),
                function.role(),
                function.logGroup(),
                Map.of(),
                null,
                Function.Shown.DEFAULT,
                true));
        room.functions.publish(name, "");
    }
}

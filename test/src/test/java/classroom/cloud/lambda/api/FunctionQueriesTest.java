package classroom.cloud.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Echo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What can be read of versions, aliases and settings, with AWS's own client. */
class FunctionQueriesTest {
    private static final String ARN = "arn:aws:lambda:us-east-2:000000000000:function:";

    @TempDir
    private static Path folder;

    private static TestClass room;

    @BeforeAll
    static void start() throws IOException {
        Path code = TestAsset.jar(folder);
        room = new TestClass(folder, List.of());
        for (int version = 1; version <= 11; version++) {
            room.functions.put(TestFunction.of(Echo.class, code)
                    .named("echo")
                    .with(Map.of("NR", "" + version))
                    .build());
            room.functions.publish("echo", version == 2 ? "the second" : "");
        }
        room.functions.putAlias("echo:2", "live");
        room.functions.putAlias("echo:11", "beta");
        room.put(TestFunction.of(Echo.class, code)
                .named("plain")
                .with(Duration.ofSeconds(5))
                .build());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @Test
    void versions_areListed_theUnpublishedFirst() {
        List<FunctionConfiguration> versions =
                room.lambda.listVersionsByFunction(r -> r.functionName("echo")).versions();

        assertThat(versions)
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(versions.get(0).functionArn()).isEqualTo(ARN + "echo:$LATEST");
        assertThat(versions.get(2).functionArn()).isEqualTo(ARN + "echo:2");
        assertThat(versions.get(2).description()).isEqualTo("the second");
        assertThat(versions.get(2).environment().variables()).isEqualTo(Map.of("NR", "2"));
        assertThat(room.lambda
                        .listVersionsByFunction(r -> r.functionName("plain"))
                        .versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST");
    }

    @Test
    void versions_comeInPages() {
        for (int most : new int[] {1, 5, 11, 12}) {
            assertThat(room
                            .lambda
                            .listVersionsByFunctionPaginator(
                                    r -> r.functionName("echo").maxItems(most))
                            .stream()
                            .map(ListVersionsByFunctionResponse::versions)
                            .peek(page -> assertThat(page).hasSizeLessThanOrEqualTo(most))
                            .flatMap(List::stream))
                    .extracting(FunctionConfiguration::version)
                    .hasSize(12)
                    .doesNotHaveDuplicates()
                    .endsWith("9", "10", "11");
        }
    }

    @Test
    void functions_areListedWithTheirVersions_whenAskedFor() {
        for (int most : new int[] {1, 5, 50}) {
            assertThat(room.lambda
                            .listFunctionsPaginator(
                                    r -> r.functionVersion(FunctionVersion.ALL).maxItems(most))
                            .functions())
                    .extracting(FunctionConfiguration::functionArn)
                    .hasSize(13)
                    .startsWith(ARN + "echo:$LATEST", ARN + "echo:1")
                    .endsWith(ARN + "echo:11", ARN + "plain:$LATEST");
        }
        assertThat(room.lambda.listFunctions().functions())
                .extracting(FunctionConfiguration::functionArn)
                .containsExactly(ARN + "echo", ARN + "plain");
    }

    @Test
    void aliases_areListedByName_andByVersion() {
        assertThat(room.lambda.listAliases(r -> r.functionName("echo")).aliases())
                .extracting(AliasConfiguration::name, AliasConfiguration::functionVersion)
                .containsExactly(tuple("beta", "11"), tuple("live", "2"));
        assertThat(room.lambda
                        .listAliases(r -> r.functionName("echo").functionVersion("2"))
                        .aliases())
                .extracting(AliasConfiguration::aliasArn)
                .containsExactly(ARN + "echo:live");
        assertThat(room.lambda.listAliases(r -> r.functionName("plain")).aliases())
                .isEmpty();
    }

    @Test
    void alias_isRead() {
        GetAliasResponse alias =
                room.lambda.getAlias(r -> r.functionName("echo").name("live"));

        assertThat(alias.aliasArn()).isEqualTo(ARN + "echo:live");
        assertThat(alias.functionVersion()).isEqualTo("2");
        assertThat(alias.description()).isEmpty();
        assertThat(alias.revisionId())
                .hasSize(36)
                .isEqualTo(room.lambda
                        .getAlias(r -> r.functionName("echo").name("live"))
                        .revisionId());
        assertThatThrownBy(
                        () -> room.lambda.getAlias(r -> r.functionName("echo").name("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Cannot find alias arn: " + ARN + "echo:none");
    }

    @Test
    void settingThatAFunctionHasNot_isAsOnAws() {
        for (Function<LambdaClient, Object> call : List.<Function<LambdaClient, Object>>of(
                client -> client.getPolicy(r -> r.functionName("plain")),
                client -> client.getFunctionUrlConfig(r -> r.functionName("plain")))) {
            assertThatThrownBy(() -> call.apply(room.lambda))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("The resource you requested does not exist.");
        }
        assertThat(room.lambda
                        .getFunctionConcurrency(r -> r.functionName("plain"))
                        .reservedConcurrentExecutions())
                .isNull();
        assertThatThrownBy(() -> room.lambda.getProvisionedConcurrencyConfig(
                        r -> r.functionName("echo").qualifier("live")))
                .isInstanceOf(ProvisionedConcurrencyConfigNotFoundException.class)
                .hasMessageContaining("No Provisioned Concurrency Config found for this function");
        assertThat(room.lambda
                        .listProvisionedConcurrencyConfigs(r -> r.functionName("echo"))
                        .provisionedConcurrencyConfigs())
                .isEmpty();
        assertThat(room.lambda
                        .listFunctionUrlConfigs(r -> r.functionName("echo"))
                        .functionUrlConfigs())
                .isEmpty();
    }

    @Test
    void accountSettings_areThoseOfANewAccount() {
        GetAccountSettingsResponse settings = room.lambda.getAccountSettings(r -> {});

        assertThat(settings.accountLimit().concurrentExecutions()).isEqualTo(10);
        assertThat(settings.accountLimit().unreservedConcurrentExecutions()).isEqualTo(10);
        assertThat(settings.accountUsage().functionCount()).isEqualTo(2);
        long one = room.lambda
                .getFunctionConfiguration(r -> r.functionName("plain"))
                .codeSize();
        assertThat(settings.accountUsage().totalCodeSize()).isEqualTo(13 * one);
    }

    static Stream<Arguments> queries() {
        return Stream.<Arguments>of(
                query(
                        "ListVersionsByFunction",
                        (client, name) -> client.listVersionsByFunction(r -> r.functionName(name))),
                query("ListAliases", (client, name) -> client.listAliases(r -> r.functionName(name))),
                query(
                        "GetAlias",
                        (client, name) ->
                                client.getAlias(r -> r.functionName(name).name("live"))),
                query("GetPolicy", (client, name) -> client.getPolicy(r -> r.functionName(name))),
                query("GetFunctionUrlConfig", (client, name) -> client.getFunctionUrlConfig(r -> r.functionName(name))),
                query(
                        "ListFunctionUrlConfigs",
                        (client, name) -> client.listFunctionUrlConfigs(r -> r.functionName(name))),
                query(
                        "GetFunctionConcurrency",
                        (client, name) -> client.getFunctionConcurrency(r -> r.functionName(name))),
                query(
                        "GetProvisionedConcurrencyConfig",
                        (client, name) -> client.getProvisionedConcurrencyConfig(
                                r -> r.functionName(name).qualifier("live"))),
                query(
                        "ListProvisionedConcurrencyConfigs",
                        (client, name) -> client.listProvisionedConcurrencyConfigs(r -> r.functionName(name))));
    }

    private interface Query {
        Object of(LambdaClient client, String function);
    }

    private static Arguments query(String operation, Query query) {
        return Arguments.of(operation, query);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void queryOfNoFunction_isNotFound(String operation, Query query) {
        assertThatThrownBy(() -> query.of(room.lambda, "nobody")).isInstanceOf(ResourceNotFoundException.class);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void query_takesItsPermission(String operation, Query query) {
        room.denied.add("lambda:" + operation);
        try (LambdaClient role =
                room.lambdaOf(room.identities.issue("some-role", "echo").accessKeyId())) {
            assertThatThrownBy(() -> query.of(role, "echo"))
                    .isInstanceOfSatisfying(
                            LambdaException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(403))
                    .hasMessageContaining("may not lambda:" + operation);
        } finally {
            room.denied.clear();
        }
    }
}

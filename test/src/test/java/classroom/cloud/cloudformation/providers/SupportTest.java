package classroom.cloud.cloudformation.providers;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.identity.Identities;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which properties the real providers refuse, leave out and pass over. */
class SupportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsEnvironment place = new AwsEnvironment(Identities.ACCOUNT, "us-east-2");
    private final Support function = new FunctionProvider(null, null, place).support();
    private final Support mapping = new EventSourceMappingProvider(null, place).support();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Layers\": [\"a\"]}",
                "{\"VpcConfig\": {\"SubnetIds\": [\"s\"]}}",
                "{\"FileSystemConfigs\": [{\"Arn\": \"a\"}]}",
                "{\"ImageConfig\": {\"Command\": [\"c\"]}}",
                "{\"PackageType\": \"Image\"}",
                "{\"ReservedConcurrentExecutions\": 0}",
                "{\"Code\": {\"ZipFile\": \"exports\"}}"
            })
    void functionProperty_thatChangesWhatItDoes_isRefused(String properties) throws IOException {
        assertThat(function.refused(JSON.readTree(properties))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Architectures\": [\"arm64\"]}",
                "{\"TracingConfig\": {\"Mode\": \"Active\"}}",
                "{\"EphemeralStorage\": {\"Size\": 1024}}",
                "{\"LoggingConfig\": {\"LogGroup\": \"g\", \"LogFormat\": \"JSON\"}}"
            })
    void functionProperty_withoutEffectHere_isNamed(String properties) throws IOException {
        JsonNode json = JSON.readTree(properties);

        assertThat(function.leftOut(json)).hasSize(1);
        assertThat(function.refused(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"PackageType\": \"Zip\"}",
                "{\"TracingConfig\": {\"Mode\": \"PassThrough\"}}",
                "{\"SnapStart\": {\"ApplyOn\": \"None\"}}",
                "{\"LoggingConfig\": {\"LogGroup\": \"g\", \"LogFormat\": \"Text\"}}"
            })
    void functionProperty_withItsUsualValue_isPassedOver(String properties) throws IOException {
        JsonNode json = JSON.readTree(properties);

        assertThat(function.leftOut(json)).isEmpty();
        assertThat(function.refused(json)).isEmpty();
    }

    @Test
    void mappingThatFilters_isCarriedOut_oneOfAQueueIsRefused() throws IOException {
        JsonNode filters = JSON.readTree("{\"FilterCriteria\": {\"Filters\": [{\"Pattern\": \"{}\"}]}}");

        assertThat(mapping.refused(filters)).isEmpty();
        assertThat(mapping.leftOut(filters)).isEmpty();
        assertThat(mapping.refused(JSON.readTree("{\"ScalingConfig\": {\"MaximumConcurrency\": 2}}")))
                .containsExactly("ScalingConfig");
    }
}

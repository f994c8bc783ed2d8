package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.streams.EventSourceMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Lambda would not create. */
class FunctionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b | h | java25 | 512 | 10 | VAR | at 'functionName' failed to satisfy constraint",
                "f | h h | java25 | 512 | 10 | VAR | at 'handler' failed to satisfy constraint",
                "f | h | java99 | 512 | 10 | VAR | Value java99 at 'runtime' failed to satisfy constraint",
                "f | h | python3.13 | 512 | 10 | VAR | The local class runs Java functions only, not python3.13.",
                "f | h | java25 | 127 | 10 | VAR | at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
                "f | h | java25 | 512 | 901 | VAR | at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
                "f | h | java25 | 512 | 10 | 1V | at 'environment.variables' failed to satisfy constraint",
                "f | h | java25 | 512 | 10 | AWS_REGION | Reserved keys used in this request: AWS_REGION",
            })
    void function_outsideLambdasConstraints_isRefused(
            String name, String handler, String runtime, int memory, int timeout, String variable, String message) {
        assertThatThrownBy(function(name, handler, runtime, memory, timeout, Map.of(variable, "v"))::check)
                .isInstanceOf(AwsError.class)
                .hasMessageContaining(message);
    }

    @Test
    void environment_ofMoreThan4096Bytes_isRefused() {
        assertThatThrownBy(function("f", "h", "java25", 512, 10, Map.of("VAR", "é".repeat(2048)))::check)
                .hasMessageContaining("exceeded the 4KB limit");
    }

    @Test
    void logGroup_thatNoneCanBeCalled_isRefused() {
        assertThatThrownBy(function("f", "h", "java25", 512, 10, Map.of(), "a b")::check)
                .hasMessageContaining("Value 'a b' at 'logGroupName' failed to satisfy constraint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Report", "ReportBatchItemFailures,ReportBatchItemFailures", "ReportBatchItemFailures,x"})
    void responseTypesOfAMapping_thatLambdaDoesNotKnow_areRefused(String types) {
        assertThatThrownBy(() -> EventSourceMapping.reportsItemFailures(List.of(types.split(","))))
                .hasMessageContaining("at 'functionResponseTypes' failed to satisfy constraint");
    }

    private static Function function(
            String name, String handler, String runtime, int memory, int timeout, Map<String, String> environment) {
        return function(name, handler, runtime, memory, timeout, environment, "log");
    }

    private static Function function(
            String name,
            String handler,
            String runtime,
            int memory,
            int timeout,
            Map<String, String> environment,
            String logGroup) {
        return new Function(
                name,
                "",
                handler,
                runtime,
                Path.of("code.jar"),
                environment,
                memory,
                Duration.ofSeconds(timeout),
                "role",
                logGroup,
                Map.of(),
                null,
                Function.Shown.DEFAULT,
                false);
    }
}

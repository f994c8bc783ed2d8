package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "000000000000:function:hello",
                "function:hello",
                "arn:aws:lambda:us-east-2:000000000000:function:hello",
                "arn:aws-eusc:lambda:eusc-de-east-1:000000000000:function:hello"
            })
    void everyFormOfAName_namesTheFunction(String text) {
        assertThat(FunctionName.parse(text, null).name()).isEqualTo("hello");
    }

    @Test
    void arn_carriesRegionAccountAndQualifier() {
        assertThat(FunctionName.parse("arn:aws:lambda:us-east-2:000000000000:function:hello:$LATEST", null))
                .isEqualTo(new FunctionName("us-east-2", "000000000000", "hello", "$LATEST"));
    }

    @Test
    void qualifierOfTheRequest_counts_whenTheNameHasNone() {
        assertThat(FunctionName.parse("hello", "live").qualifier()).isEqualTo("live");
    }

    @Test
    void twoQualifiersThatDiffer_areRefused() {
        assertThatThrownBy(() -> FunctionName.parse("hello:live", "$LATEST"))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidParameterValueException"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arn:aws:s3:::bucket", "hello:1:2", "arn:aws:lambda::000000000000:function:hello"})
    void textWithOtherParts_isRefused(String text) {
        assertThatThrownBy(() -> FunctionName.parse(text, null))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationException"));
    }
}

package classroom.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Invocation;
import classroom.hello.Hello;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of Lambda's 6 MB, with different contents. */
class LargeEventTest {
    private static final int LARGEST = 6 * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"0", "[]", "{}", "[0]", "\"\"", "{\"\":0}", "null", "1e5", "[[[[[[[[]]]]]]]]"})
    void read_6MbOfTheSmallestValues_isReadOrRefusedWithinSeconds(String value) {
        String array = (value + ",").repeat(LARGEST / (value.length() + 1) - 20);
        String event = "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\",\"x\":[" + array + value + "]}";

        assertThat(Invocation.of(new Hello(), event).statusCode()).isEqualTo(200);
    }

    @Test
    void read_6MbOfOpenBrackets_isBadRequest() {
        String event = "{\"x\":" + "[".repeat(LARGEST);

        assertThat(Invocation.of(new Hello(), event).statusCode()).isEqualTo(400);
    }

    @Test
    void read_6MbOfDigitsNameOrText_isBadRequestWithAShortAnswer() {
        for (String event : new String[] {
            "{\"nome\":" + "9".repeat(LARGEST) + "}",
            "{\"nome\":0." + "9".repeat(LARGEST) + "}",
            "{\"" + "n".repeat(LARGEST) + "\":1e999}",
            "{\"nome\":\"" + "n".repeat(LARGEST) + "\"}",
            "{\"nome\":\"" + "\\u0001".repeat(LARGEST / 6) + "\"}"
        }) {
            Invocation.Reply reply = Invocation.of(new Hello(), event);

            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.body().toString()).hasSizeLessThan(1_000);
        }
    }

    @Test
    void read_bytesThatAreNoUtf8_isBadRequest() {
        for (byte[] bytes : new byte[][] {
            {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
            {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'},
            {'{', '"', 'a', '"', ':', '"', (byte) 0xc3},
            {0, '{', 0, '}'},
            "{\"a\":1}".getBytes(StandardCharsets.UTF_16),
        }) {
            assertThatThrownBy(() -> Event.read(new ByteArrayInputStream(bytes)))
                    .isInstanceOf(BadRequest.class);
        }
    }
}

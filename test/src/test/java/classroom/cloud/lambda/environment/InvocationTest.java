package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-30T00:00:00Z, 2026-11-30T00:00:00.000Z",
        "2026-11-30T00:00:00.120Z, 2026-11-30T00:00:00.120Z",
        "2026-11-30T00:00:00.123999Z, 2026-11-30T00:00:00.123Z"
    })
    void time_hasThreeDecimals(Instant time, String written) {
        assertThat(Invocation.TIME.format(time)).isEqualTo(written);
    }
}

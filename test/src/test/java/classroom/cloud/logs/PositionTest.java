package classroom.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PositionTest {
    @Test
    void token_isReadAsWhatItWas() {
        Position position = new Position(5, 7);

        assertThat(Position.parse(position.token("f"), "f")).isEqualTo(position);
    }

    @Test
    void tokenOfAnotherKind_orThatIsNone_isRefused() {
        for (String token : new String[] {"b/5/7", "f/5", "f/5/x", ""}) {
            assertThatThrownBy(() -> Position.parse(token, "f")).hasMessage("The specified nextToken is invalid.");
        }
    }
}

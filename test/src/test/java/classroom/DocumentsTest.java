package classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DocumentsTest {
    @Test
    void sameTexts_pass() {
        assertThatCode(() -> Documents.assertSame("write it anew", "a\nb\n", "a\nb\n"))
                .doesNotThrowAnyException();
    }

    @Test
    void otherTexts_failInOneLineWithTheFirstDifference() {
        String same = "x".repeat(1000);

        assertThatThrownBy(() -> Documents.assertSame("write it anew", "a\nb 1 c\n" + same, "a\nb 2 c\n" + same))
                .hasMessage("write it anew (line 2 is \"b 1 c\" and should be \"b 2 c\")");
        assertThatThrownBy(() -> Documents.assertSame("write it anew", same + "1" + same, same + "2" + same))
                .satisfies(failure ->
                        assertThat(failure.getMessage()).hasSizeLessThan(350).contains("x1x", "x2x"));
        assertThatThrownBy(() -> Documents.assertSame("write it anew", "a\n", "a\nb"))
                .hasMessage("write it anew (line 2 is \"\" and should be \"b\")");
    }
}

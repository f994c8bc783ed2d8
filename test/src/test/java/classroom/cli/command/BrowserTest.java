package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, xdg-open",
        "FreeBSD, xdg-open",
        "Mac OS X, open",
        "Windows 11, 'rundll32 url.dll,FileProtocolHandler'"
    })
    void eachSystem_hasItsOwnWayToABrowser(String system, String command) {
        assertThat(Browser.opener(system)).isEqualTo(List.of(command.split(" ")));
    }
}

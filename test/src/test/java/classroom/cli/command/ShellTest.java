package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellTest {
    @Test
    void sh_quotesSpacesAndQuotes() {
        assertThat(Shell.sh.set("A", "/home/d'ana/my class")).isEqualTo("export A='/home/d'\\''ana/my class'");
    }

    @Test
    void powershell_quotesSpacesAndQuotes() {
        assertThat(Shell.powershell.set("A", "C:\\d'ana\\my class")).isEqualTo("$Env:A = 'C:\\d''ana\\my class'");
    }

    @Test
    void cmd_quotesSpacesAndPercents() {
        assertThat(Shell.cmd.set("A", "C:\\my class\\100%")).isEqualTo("set \"A=C:\\my class\\100%%\"");
    }
}

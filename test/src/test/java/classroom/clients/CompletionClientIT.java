package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import classroom.infra.RealAssembly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of {@code ./classroom completion} in Debian's bash and zsh. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionClientIT {
    /** Completes as bash does when Tab is pressed: it fills COMP_WORDS and calls the registered function. */
    private static final String BASH = """
            . /usr/share/bash-completion/bash_completion
            . ./script
            words=(@words@)
            COMP_WORDS=("${words[@]}"); COMP_CWORD=$((${#words[@]} - 1)); COMP_LINE="${words[*]}"; COMP_POINT=${#COMP_LINE}
            function=$(complete -p classroom | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            $function "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    /** A real zsh on a terminal of its own, in which Tab is pressed; Debian's {@code zsh/zpty} is the terminal. */
    private static final String ZSH = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            send() { zpty -w shell "$1" }
            send 'PS1=; setopt NO_ALWAYS_LAST_PROMPT; LISTMAX=1000; autoload -U compinit; compinit -u -D; . ./script'
            send 'bindkey "^I" complete-word; zstyle ":completion:*" list-prompt ""; print READY'
            zpty -r -m shell line '*READY*READY*'
            zpty -w -n shell "@words@"$'\\t\\t'
            zpty -r -m shell line "*@completed@*"
            print -r -- $line
            """;

    @TempDir
    private static Path folder;

    private Program up;

    @BeforeAll
    void start() throws Exception {
        up = Program.start(
                folder, "up", "--port", "0", "--app", RealAssembly.folder().toString());
        String port = up.line("ready ").replaceAll(".*:", "");
        Files.writeString(
                folder.resolve("script"),
                Program.run(folder, "completion", "bash").output());
        // The launch script builds; a test must not.
        Path program = folder.resolve("classroom");
        Files.writeString(
                program,
                "#!/bin/sh\nexport AWS_ENDPOINT_URL=http://127.0.0.1:" + port + "\nexec "
                        + String.join(" ", Program.command(folder, Program.ROOT)) + " \"$@\"\n");
        program.toFile().setExecutable(true);
    }

    @AfterAll
    void stop() {
        up.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bash, ./classroom inv, invoke",
        "bash, ./classroom invoke account-g, account-get",
        "bash, ./classroom table bo, books",
        "bash, ./classroom up --wa, --watch",
        "bash, ./classroom env --as hel, hello",
        "zsh, ./classroom inv, invoke",
        "zsh, ./classroom invoke account-g, account-get",
        "zsh, ./classroom table bo, books",
    })
    void word_isCompleted(String shell, String words, String completed) throws Exception {
        String script =
                (shell.equals("bash") ? BASH : ZSH).replace("@words@", words).replace("@completed@", completed);
        List<String> command = new ArrayList<>(List.of(shell, shell.equals("bash") ? "--norc" : "-f", "-c", script));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(Map.of("TERM", "dumb"));
        try (Program program = Program.of(builder)) {
            assertThat(program.end().output()).contains(completed);
        }
    }
}

package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** At its end, CI names the programs that the machine lacks. Here all programs that it starts do nothing. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "CI's script is of bash")
class CiTest {
    private static final String MOTO =
            "not run: .ci/emulator, the class on an emulator that others wrote: no moto_server on this machine";
    private static final String LINT = "not run: cfn-lint is not installed (pip install cfn-lint)";
    private static final String WINE =
            "not run: WineIT, the scripts of Windows: no wine or no x86_64-w64-mingw32-gcc on this machine";

    @TempDir
    private Path root;

    @BeforeEach
    void checkOut() throws IOException {
        Files.createDirectories(root.resolve(".ci"));
        for (String script : List.of(".ci/run", ".ci/lint", ".ci/emulator")) {
            Files.copy(Project.ROOT.resolve(script), root.resolve(script));
            assertThat(root.resolve(script).toFile().setExecutable(true)).isTrue();
        }
        for (String program : List.of("mvnw", "classroom")) {
            program(program, "echo \"$0 $*\" >> log\n");
        }
        for (String program :
                List.of("aws", "strace", "chromium", "zsh", "dpkg", "python3", "node", "npx", "unshare")) {
            program("bin/" + program, "");
        }
        for (String program : List.of("bash", "dirname", "id", "mktemp", "mkdir", "rm")) {
            program("bin/" + program, "exec " + where(program) + " \"$@\"\n");
        }
    }

    @Test
    void whatIsMissing_isNamedAtTheEnd_motoLast() throws Exception {
        List<String> said = run();

        assertThat(said.subList(said.size() - 4, said.size()))
                .containsExactly("== All that ran has passed", LINT, WINE, MOTO);
    }

    @Test
    void whatIsThere_isRun() throws Exception {
        program("bin/wine", "");
        program("bin/x86_64-w64-mingw32-gcc", "");

        List<String> said = run();

        assertThat(said).last().isEqualTo(MOTO);
        assertThat(said).doesNotContain(WINE);
        assertThat(Files.readString(root.resolve("log"))).contains("-Pwine").contains("-Dit.test=WineIT");
    }

    @Test
    void tourWithoutANetwork_isInPortuguese_ofTheCopyWithAnEmptyHome() throws Exception {
        program("classroom", "echo \"$CLASSROOM_LANG $*\" >> log\n");
        program(
                "bin/unshare",
                "[ $# = 2 ] || echo \"$CLASSROOM_LANG ${HOME%/*} ${PWD%/*} tour\" >> '" + root + "/log'\n");

        run();

        assertThat(Files.readString(root.resolve("log")))
                .containsPattern("\n tour\n prepare --to (/.*)/aula à mão\npt-BR \\1 \\1 tour\n");
    }

    @Test
    void failure_isNoSummary() throws Exception {
        program("mvnw", "exit 1\n");

        Process process = start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).doesNotContain("All that ran has passed");
    }

    private List<String> run() throws Exception {
        Process process = start();
        List<String> said = new ArrayList<>(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        assertThat(process.waitFor()).as(said.toString()).isZero();
        return said;
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(where("bash"), root.resolve(".ci/run").toString()).redirectErrorStream(true);
        builder.environment().put("PATH", root.resolve("bin").toString());
        builder.environment().remove("CLASSROOM_LANG");
        return builder.start();
    }

    private void program(String name, String script) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!" + where("sh") + "\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String where(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return folder + "/" + program;
            }
        }
        throw new AssertionError("no " + program);
    }
}

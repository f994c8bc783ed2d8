package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Same source, same cloud assembly to the byte: otherwise every <code>cdk diff</code> would speak of changed code. */
@Tag("long")
class ReproducibleBuildIT {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path copy;

    @Test
    void assembly_ofAnotherDirectoryTimeZoneLocaleAndJdk_hasTheSameBytes() throws Exception {
        for (String part : List.of(
                "pom.xml",
                "mvnw",
                "mvnw.cmd",
                ".mvn",
                "cdk.json",
                "package.json",
                "java.mjs",
                "LICENSE",
                "functions",
                "asset",
                "template",
                "infra")) {
            copy(Project.ROOT.resolve(part));
        }
        // The parent's other modules; their sources have no part in the assembly.
        for (String module : List.of("console", "cloud", "cli", "bench", "bench/programs", "bench/naive", "test")) {
            copy(Project.ROOT.resolve(module).resolve("pom.xml"));
        }
        Map<String, byte[]> expected = synthesize(Project.ROOT, Map.of());

        Path otherJdk = OtherJdk.find().orElse(THIS_JDK);
        System.out.println(
                otherJdk.equals(THIS_JDK)
                        ? "NOT COMPARED: no JDK of another version than " + THIS_JDK
                                + " was found (JAVA_HOME_25_X64, /usr/lib/jvm, …); the assembly is built by this one alone"
                        : "comparing the assembly of " + THIS_JDK + " with that of " + otherJdk);
        Map<String, String> elsewhere = Map.of(
                "JAVA_HOME", otherJdk.toString(),
                "TZ", "Asia/Kolkata",
                "LC_ALL", "tr_TR.UTF-8",
                "JAVA_TOOL_OPTIONS", "-Duser.timezone=Asia/Kolkata -Duser.language=tr -Duser.country=TR");
        build(Map.of("JAVA_HOME", THIS_JDK.toString()));
        assertSameBytes(synthesize(copy, Map.of()), expected);

        // Over that, without clean; but everything is compiled again.
        touchSources();
        build(elsewhere);
        assertSameBytes(synthesize(copy, elsewhere), expected);
    }

    private void touchSources() throws IOException {
        FileTime now = FileTime.from(Instant.now());
        try (Stream<Path> paths = Files.walk(copy)) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".java")).toList()) {
                Files.setLastModifiedTime(path, now);
            }
        }
    }

    private static void assertSameBytes(Map<String, byte[]> assembly, Map<String, byte[]> expected) {
        assertThat(expected)
                .hasEntrySatisfying(
                        "Classroom.template.json", bytes -> assertThat(bytes).isNotEmpty());
        assertThat(expected.keySet()).anyMatch(name -> name.matches("asset\\.\\w+\\.jar"));
        assertThat(assembly.keySet()).isEqualTo(expected.keySet());
        assembly.forEach((name, bytes) -> assertThat(Arrays.equals(bytes, expected.get(name)))
                .as("the same bytes in " + name)
                .isTrue());
    }

    private void build(Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(copy.resolve(WINDOWS ? "mvnw.cmd" : "mvnw").toString());
        command.addAll(List.of("-q", "-B", "-o", "package", "-pl", "functions,asset,template,infra", "-DskipTests"));
        command.add("-Dspotless.check.skip=true");
        run(copy, environment, command);
    }

    /** The files of a new assembly, by path; the checkout's CLI replaces one that npm would fetch. */
    private Map<String, byte[]> synthesize(Path project, Map<String, String> environment) throws Exception {
        String cli = Project.ROOT
                .resolve(Path.of("node_modules", "aws-cdk", "bin", "cdk"))
                .toString();
        Path output = Files.createTempDirectory(copy, "assembly");
        List<String> synth = List.of("node", cli, "synth", "--quiet", "--output", output.toString(), "--build");
        List<String> command = new ArrayList<>(synth);
        command.add("node -e 0");
        run(project, environment, command);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(output)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                // The CLI's own: its locks, and how long a slow synth took.
                if (!path.toString().endsWith(".lock") && !path.endsWith("performance-counters.json")) {
                    files.put(output.relativize(path).toString(), Files.readAllBytes(path));
                }
            }
        }
        return files;
    }

    private static void run(Path directory, Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("CDK_DISABLE_CLI_TELEMETRY", "true");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path relative = Project.ROOT.relativize(path);
                if (Files.isRegularFile(path) && !relative.toString().contains("target")) {
                    Path to = copy.resolve(relative);
                    Files.createDirectories(to.getParent());
                    Files.copy(path, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}

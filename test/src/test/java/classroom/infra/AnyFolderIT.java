package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scripts of a checkout in folders with usual names, under usual locales. A script in place of Maven copies the
 * built files there.
 */
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnyFolderIT {
    private static final String ACCENTS = "Área de Trabalho/João & Ana";
    private static final Path OWN_JDK = Path.of(System.getProperty("java.home"));

    /**
     * Some locales that the machine does not have: a function gets one on Lambda, and ssh brings one from another
     * machine.
     */
    private static final List<String> LOCALES = List.of(
            "", "LANG=C", "LC_ALL=C.UTF-8", "LANG=en_US.UTF-8", "LANG=xx_XX.UTF-8", "LANG=C.UTF-8 LC_TIME=xx_XX.UTF-8");

    private static final String MAVEN = """
            #!/bin/sh
            locale charmap > maven.log 2>&1
            for made in asset/target/functions-lambda.jar infra/target/infra.jar infra/target/lib \\
              cli/target/cli.jar cli/target/lib; do
              rm -rf "$made" && mkdir -p "$(dirname $made)" && cp -R "ROOT/$made" "$made" || exit
            done
            """;

    @TempDir
    private static Path temporary;

    /** A checkout for each folder and JDK: what its first row has built and synthesized, the others find. */
    private final Map<String, Path> checkouts = new HashMap<>();

    private Path files;
    private Path root;
    private List<String> variables = List.of();

    static List<Arguments> rows() throws IOException {
        List<Arguments> rows = new ArrayList<>();
        for (Path jdk : OtherJdk.find().map(other -> List.of(OWN_JDK, other)).orElse(List.of(OWN_JDK))) {
            for (String locale : LOCALES) {
                rows.add(Arguments.of(ACCENTS, locale, jdk));
            }
            rows.add(Arguments.of("it's 50% of #1, a+b? [*] \"$HOME\" `é`", "LANG=C", jdk));
        }
        return rows;
    }

    @BeforeAll
    void makeFolder() throws IOException {
        files = Files.createDirectories(temporary.resolve("Usuária/temporários"));
    }

    @Test
    void class_inAFolderOfSpacesAndAccents_answersWithoutALocale() throws Exception {
        checkOut(ACCENTS, "LANG=C", OWN_JDK);

        try (Up up = new Up()) {
            assertThat(up.invoke()).isEqualTo("200\n\"Oi João Área\"\n");
        }
        // The CDK's own bridge to JavaScript leaves its folder now and then.
        assertThat(files).isDirectoryNotContaining("glob:**/classroom*");
    }

    /** All commands in each folder with each JDK; under the other locales one of them after the other, in turns. */
    @ParameterizedTest
    @MethodSource("rows")
    @Tag("long") // Quick: the test above.
    void commands_inAnyFolderUnderAnyLocale_runAsElsewhere(String folder, String locale, Path jdk) throws Exception {
        boolean first = checkOut(folder, locale, jdk);
        int turn = LOCALES.indexOf(locale) % 4;

        try (Up up = new Up()) {
            assertThat(up.invoke()).isEqualTo("200\n\"Oi João Área\"\n");
            if (first || turn == 0) {
                assertThat(run("sh", "classroom", "cdk", "--port", up.port, "diff"))
                        .contains("Number of stacks with differences: 0");
            }
        }
        assertThat(root.resolve("maven.log")).hasContent("UTF-8");
        if (first || turn == 1) {
            run("node", "node_modules/aws-cdk/bin/cdk", "synth", "--quiet");
        }
        if (first || turn == 2) {
            assertThat(run("sh", "classroom", "review", "HEAD")).contains("### ✅ Nothing changed");
        }
        if (first || turn == 3) {
            run("sh", "classroom", "tour");
        }
        // The CDK's own bridge to JavaScript leaves its folder now and then.
        assertThat(files).isDirectoryNotContaining("glob:**/classroom*");
    }

    /** Returns whether the folder is new for this JDK. */
    private boolean checkOut(String folder, String locale, Path jdk) throws Exception {
        variables = new ArrayList<>(List.of(
                "PATH=" + System.getenv("PATH"),
                "HOME=" + files.getParent(),
                "JAVA_HOME=" + jdk,
                "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=\"" + files + "\"",
                "GIT_CONFIG_NOSYSTEM=1"));
        variables.addAll(Arrays.asList(locale.split(" ")));
        Path known = checkouts.get(folder + jdk);
        if (known == null) {
            layCheckout(Files.createDirectories(
                    temporary.resolve(Integer.toString(checkouts.size())).resolve(folder)));
            checkouts.put(folder + jdk, root);
        } else {
            root = known;
            // Maven is called again.
            Files.delete(root.resolve("target/infra.stamp"));
        }
        return known == null;
    }

    private void layCheckout(Path folder) throws Exception {
        root = folder;
        Files.createDirectories(root.resolve("infra"));
        for (String file : List.of(
                "build.mjs",
                "java.mjs",
                "classroom",
                "cdk.json",
                "package.json",
                "package-lock.json",
                "infra/app.mjs")) {
            Files.copy(Project.ROOT.resolve(file), root.resolve(file));
        }
        Files.writeString(root.resolve("mvnw"), MAVEN.replace("ROOT", Project.ROOT.toString()));
        Files.createSymbolicLink(root.resolve("node_modules"), Project.ROOT.resolve("node_modules"));
        Files.writeString(root.resolve(".gitignore"), "target/\ncdk.out/\nnode_modules\nmaven.log\n");
        run("git", "init", "--quiet");
        run("git", "add", ".");
        run("git", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "-m", "x");
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        variables.stream().filter(each -> !each.isEmpty()).forEach(each -> {
            int end = each.indexOf('=');
            environment.put(each.substring(0, end), each.substring(end + 1));
        });
        return builder;
    }

    /** Returns the output of a command that must succeed. */
    private String run(String... command) throws Exception {
        Process process = builder(command).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replaceAll("Picked up JAVA_TOOL_OPTIONS.*\n", "");
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** {@code ./classroom up}, until it is closed. */
    private final class Up implements AutoCloseable {
        private final Process process =
                builder("sh", "classroom", "up", "--port", "0").start();
        private final String port;

        Up() throws IOException {
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            List<String> said = new ArrayList<>();
            String line;
            do {
                line = lines.readLine();
                said.add(line);
            } while (line != null && !line.startsWith("ready "));
            if (line == null) {
                throw new AssertionError("The class did not start:\n" + said);
            }
            port = line.substring(line.lastIndexOf(':') + 1);
        }

        String invoke() throws Exception {
            return run(
                    "sh", "classroom", "invoke", "hello", "{\"nome\":\"João\",\"sobrenome\":\"Área\"}", "--port", port);
        }

        @Override
        public void close() {
            process.toHandle().destroy();
            process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}

package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** build.mjs in a checkout whose Maven is a script of ours that makes the jars out of the sources and keeps a record. */
class BuildScriptIT {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** Notes its start and its end, so that two at once would be seen. */
    private static final String MAVEN = """
            import * as fs from 'node:fs';
            const modules = process.argv[process.argv.indexOf('-pl') + 1].split(',');
            fs.appendFileSync('maven.log', `begin ${modules}\\n`);
            if (fs.existsSync('broken')) {
              console.log('[ERROR] Hello.java: not a statement');
              process.exit(1);
            }
            await new Promise((resolve) => setTimeout(resolve, 300));
            for (const module of modules) {
              const source = fs.readFileSync(`${module}/src/main/Source.java`);
              fs.mkdirSync(`${module}/target/lib`, { recursive: true });
              fs.writeFileSync(`${module}/target/lib/library.jar`, 'library');
              fs.writeFileSync(`${module}/target/${module === 'functions' ? 'functions-lambda' : module}.jar`, source);
            }
            fs.appendFileSync('maven.log', 'end\\n');
            """;

    @TempDir
    private Path root;

    @BeforeEach
    void checkOut() throws IOException {
        Files.copy(Project.ROOT.resolve("build.mjs"), root.resolve("build.mjs"), StandardCopyOption.REPLACE_EXISTING);
        write("maven.mjs", MAVEN);
        write("mvnw", "#!/bin/sh\nexec node maven.mjs \"$@\"\n");
        write("mvnw.cmd", "@node maven.mjs %*\r\n");
        write("pom.xml", "<project/>");
        write("package.json", "{\"devDependencies\": {\"aws-cdk\": \"1.2.3\"}}");
        write("node_modules/aws-cdk/package.json", "{\"version\": \"1.2.3\"}");
        for (String module : List.of("functions", "template", "infra", "local")) {
            write(module + "/pom.xml", "<project/>");
            write(module + "/src/main/Source.java", "class " + module);
        }
    }

    @Test
    void build_withNothingChanged_runsMavenOnce() throws Exception {
        assertThat(build().status()).isZero();
        assertThat(build()).isEqualTo(new Outcome(0, ""));

        assertThat(maven()).containsExactly("begin functions,template,infra,local", "end");
    }

    @Test
    void build_afterAChangeOfAFunction_leavesLocalsJarAlone() throws Exception {
        build();
        write("functions/src/main/Source.java", "class Changed");

        assertThat(build().status()).isZero();
        assertThat(maven().subList(2, 4)).containsExactly("begin functions,template,infra", "end");
        assertThat(root.resolve("functions/target/functions-lambda.jar")).hasContent("class Changed");
    }

    @Test
    void build_afterAChangeOfLocal_leavesTheAppAlone() throws Exception {
        build();
        write("local/src/main/New.java", "class New");

        assertThat(build().status()).isZero();
        assertThat(maven().subList(2, 4)).containsExactly("begin template,local", "end");
    }

    @Test
    void build_afterAnotherBuildOfOtherSources_isNotFooledByItsStamp() throws Exception {
        build();
        write("functions/target/functions-lambda.jar", "made of sources that are gone");

        build();
        assertThat(root.resolve("functions/target/functions-lambda.jar")).hasContent("class functions");
    }

    @Test
    void build_withAJarMissing_runsMavenAgain() throws Exception {
        build();
        Files.delete(root.resolve("local/target/local.jar"));

        build();
        assertThat(root.resolve("local/target/local.jar")).exists();
    }

    @Test
    void build_removesClassesWhoseSourceIsGone() throws Exception {
        write("infra/target/classes/Gone.class", "gone");

        build();
        assertThat(root.resolve("infra/target/classes/Gone.class")).doesNotExist();
    }

    @Test
    void build_thatFails_printsWhatMavenSaidAndFailsAgainTheNextTime() throws Exception {
        write("broken", "");

        for (int i = 0; i < 2; i++) {
            Outcome outcome = build();
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.output()).contains("[ERROR] Hello.java: not a statement", "classroom: the build failed");
        }
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void builds_atOnce_runMavenOnce() throws Exception {
        List<Process> builds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            builds.add(start(Map.of()));
        }
        for (Process build : builds) {
            assertThat(end(build).status()).isZero();
        }

        assertThat(maven()).containsExactly("begin functions,template,infra,local", "end");
        assertThat(root.resolve("target")).isDirectoryNotContaining("glob:**build.lock*");
    }

    @Test
    void lock_ofABuildThatDied_isRemoved() throws Exception {
        Process dead = new ProcessBuilder("node", "--version").start();
        dead.waitFor();
        write("target/build.lock", String.valueOf(dead.pid()));

        assertThat(build().status()).isZero();
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void lock_ofABuildThatRuns_isWaitedFor() throws Exception {
        write("target/build.lock", String.valueOf(ProcessHandle.current().pid()));
        Process build = start(Map.of());

        assertThat(build.waitFor(1, TimeUnit.SECONDS)).isFalse();
        Files.delete(root.resolve("target/build.lock"));
        assertThat(end(build)).satisfies(outcome -> {
            assertThat(outcome.status()).isZero();
            assertThat(outcome.output()).contains("waiting for another build");
        });
    }

    @Test
    void build_withoutAJdk_saysWhatToDo() throws Exception {
        Outcome outcome = end(start(Map.of("JAVA_HOME", root.resolve("nowhere").toString())));

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("classroom: a JDK 17 or later is needed and no javac was found in JAVA_HOME")
                .doesNotContain("at ");
    }

    @Test
    void classroom_withoutAJdk_saysWhatToDoInOneLine() throws Exception {
        Path command = Project.ROOT.resolve(WINDOWS ? "classroom.cmd" : "classroom");
        ProcessBuilder builder = new ProcessBuilder(command.toString(), "--help").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", root.resolve("nowhere").toString());
        Outcome outcome = end(builder.start());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("classroom: no ")
                        .endsWith("install a JDK 17 or later, or set JAVA_HOME to one"));
    }

    private record Outcome(int status, String output) {}

    private Outcome build() throws Exception {
        return end(start(Map.of()));
    }

    /** From another directory than the checkout's, as the class's command may be called. */
    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("node", root.resolve("build.mjs").toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome end(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), output);
    }

    private List<String> maven() throws IOException {
        return Files.readAllLines(root.resolve("maven.log"));
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

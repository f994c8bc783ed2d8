package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import classroom.FullDisk;
import classroom.cli.synth.Sources;
import classroom.cli.synth.Sources.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** build.mjs in a checkout whose Maven is our own script, which makes the jars from the sources and keeps a record. */
class BuildScriptIT {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** Notes its start and its end, so that two at once would be seen. */
    private static final String MAVEN = """
            import * as fs from 'node:fs';
            const modules = process.argv[process.argv.indexOf('-pl') + 1].split(',');
            fs.appendFileSync('maven.log', `begin ${modules}\\n`);
            fs.writeFileSync('maven.locale', process.env.LC_ALL || process.env.LANG);
            if (fs.existsSync('broken')) {
              console.log(fs.readFileSync('broken', 'utf8'));
              process.exit(1);
            }
            if (fs.existsSync('slow')) {
              console.log('[INFO] -----------------------< classroom:functions >-----------------------');
              console.log('[INFO] Building Classroom: handler code 1.0.0-SNAPSHOT                       [2/9]');
              console.log('[INFO] Downloading from central: https://repo.example/a.jar');
              console.log('[INFO] Downloaded from central: https://repo.example/a.jar (1.5 MB at 900 kB/s)');
              await new Promise((resolve) => setTimeout(resolve, 6500));
            }
            await new Promise((resolve) => setTimeout(resolve, 300));
            for (const module of modules) {
              const source = fs.readFileSync(`${module === 'asset' ? 'functions' : module}/src/main/Source.java`);
              fs.mkdirSync(`${module}/target/lib`, { recursive: true });
              fs.writeFileSync(`${module}/target/lib/library.jar`, 'library');
              fs.writeFileSync(`${module}/target/${module === 'asset' ? 'functions-lambda' : module}.jar`, source);
            }
            fs.appendFileSync('maven.log', 'end\\n');
            """;

    @TempDir
    private Path root;

    @BeforeEach
    void checkOut() throws IOException {
        ScriptCheckout.lay(root, "classroom", MAVEN);
    }

    @Test
    void build_withNothingChanged_runsMavenOnce() throws Exception {
        assertThat(build().status()).isZero();
        assertThat(build()).isEqualTo(new Outcome(0, ""));

        assertThat(maven()).containsExactly("begin functions,asset,template,infra,console,cloud,cli", "end");
    }

    @Test
    void build_afterAChangeOfAFunction_leavesLocalsJarAlone() throws Exception {
        build();
        write("functions/src/main/Source.java", "class Changed");

        assertThat(build().status()).isZero();
        assertThat(maven().subList(2, 4)).containsExactly("begin functions,asset,template,infra", "end");
        assertThat(root.resolve("asset/target/functions-lambda.jar")).hasContent("class Changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"asset/pom.xml", "asset/src/main/resources/LICENCES"})
    void build_afterAChangeOfTheAsset_makesItAgain(String changed) throws Exception {
        build();
        write(changed, "changed");

        assertThat(build().status()).isZero();
        assertThat(maven().subList(2, 4)).containsExactly("begin functions,asset", "end");
    }

    @Test
    void build_afterAChangeOfTheApp_leavesTheAssetAlone() throws Exception {
        build();
        write("infra/src/main/Source.java", "class Changed");

        assertThat(build().status()).isZero();
        assertThat(maven().subList(2, 4)).containsExactly("begin functions,template,infra", "end");
    }

    @Test
    void editorsOwnFiles_changeNothing() throws Exception {
        build();
        write("functions/src/main/.Source.java.swp", "");
        write("functions/src/main/Source.java~", "");

        assertThat(build()).isEqualTo(new Outcome(0, ""));
        assertThat(maven()).hasSize(2);
    }

    @Test
    void stampOfTheAsset_isWhatTheCommandsTakeForOne() throws Exception {
        build();
        Sources sources = new Sources(root);

        assertThat(sources.built(Part.ASSET)).isEqualTo(sources.digest(Part.ASSET));
        assertThat(sources.built(Part.INFRA)).isEqualTo(sources.digest(Part.INFRA));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        assertThat(sources.asset())
                .contains(Base64.getEncoder()
                        .encodeToString(
                                digest.digest(Files.readAllBytes(root.resolve("asset/target/functions-lambda.jar")))));
        write("functions/src/main/Source.java", "class Changed");
        assertThat(sources.built(Part.ASSET)).isNotEqualTo(sources.digest(Part.ASSET));
    }

    @Test
    void invocation_buildsNothingThatIsThere() throws Exception {
        build();
        write("functions/src/main/Source.java", "class Changed");
        write("cli/src/main/Source.java", "class Changed");

        assertThat(end(start(Map.of(), "invoke"))).isEqualTo(new Outcome(0, ""));
        assertThat(maven()).hasSize(2);
    }

    @Test
    void invocation_buildsTheCommandIfThereIsNone() throws Exception {
        assertThat(end(start(Map.of(), "invoke")).status()).isZero();

        assertThat(maven()).containsExactly("begin template,console,cloud,cli", "end");
    }

    @Test
    void build_afterAChangeOfLocal_leavesTheAppAlone() throws Exception {
        build();
        write("cli/src/main/New.java", "class New");

        assertThat(build().status()).isZero();
        assertThat(maven().subList(2, 4)).containsExactly("begin template,console,cloud,cli", "end");
    }

    @Test
    void build_afterAnotherBuildOfOtherSources_isNotFooledByItsStamp() throws Exception {
        build();
        write("asset/target/functions-lambda.jar", "made of sources that are gone");

        build();
        assertThat(root.resolve("asset/target/functions-lambda.jar")).hasContent("class functions");
    }

    /** What Maven starts reads the names of folders by it. */
    @ParameterizedTest
    @CsvSource({"C, ''", "C, C", "xx_XX.UTF-8, ''", "C.UTF-8, xx_XX.UTF-8", "C.UTF-8, ''"})
    @EnabledOnOs(OS.LINUX)
    void maven_hasALocaleOfUtf8(String lang, String all) throws Exception {
        assertThat(end(start(Map.of("LANG", lang, "LC_ALL", all))).status()).isZero();

        assertThat(Files.readString(root.resolve("maven.locale")))
                .matches("(?i).+\\.utf-?8")
                .doesNotContain("xx");
    }

    @ParameterizedTest
    @CsvSource({"Turma \uD83D\uDE00, \uD83D\uDE00", "Aula!, !", "a!/b, !", "9:30, :"})
    @DisabledOnOs(OS.WINDOWS)
    void folderThatJavaCannotTake_isNamedAtOnce(String name, String why) throws Exception {
        Path folder = Files.createDirectories(root.resolve(name));
        for (String script : List.of("build.mjs", "java.mjs", "classroom")) {
            Files.copy(root.resolve(script), folder.resolve(script));
        }

        ProcessBuilder builder =
                new ProcessBuilder("sh", folder.resolve("classroom").toString(), "up").redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        assertThat(end(builder.start()))
                .isEqualTo(new Outcome(
                        3,
                        "classroom: Java finds no classes in " + folder + ", for it has \"" + why
                                + "\" in its name: rename or move that folder\n"));
    }

    @Test
    void build_withAJarMissing_runsMavenAgain() throws Exception {
        build();
        Files.delete(root.resolve("cli/target/cli.jar"));

        build();
        assertThat(root.resolve("cli/target/cli.jar")).exists();
    }

    @Test
    void build_removesClassesWhoseSourceIsGone() throws Exception {
        write("infra/target/classes/Gone.class", "gone");

        build();
        assertThat(root.resolve("infra/target/classes/Gone.class")).doesNotExist();
    }

    @Test
    void build_thatFails_printsWhatMavenSaidAndFailsAgainTheNextTime() throws Exception {
        write("broken", "[ERROR] Hello.java: not a statement");

        for (int i = 0; i < 2; i++) {
            Outcome outcome = build();
            assertThat(outcome.status()).isEqualTo(3);
            assertThat(outcome.output()).contains("[ERROR] Hello.java: not a statement", "classroom: the build failed");
        }
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void buildThatTakesLong_saysWhatMavenDoesInFewLines() throws Exception {
        write("slow", "");

        assertThat(build().output().lines().skip(1))
                .singleElement()
                .asString()
                .matches("classroom: Maven builds functions \\(2 of 9\\), [5-7] s; 1 files, 1\\.5 MB: a\\.jar");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void buildOnATerminal_drawsOneLineAgainAndTakesItAway() throws Exception {
        write("slow", "");

        ProcessBuilder script =
                new ProcessBuilder("script", "-qec", "stty cols 40; node " + root.resolve("build.mjs"), "/dev/null");
        script.environment().put("TERM", "xterm");
        Outcome outcome = end(script.redirectErrorStream(true).start());

        assertThat(outcome.status()).isZero();
        assertThat(outcome.output().split("\r\u001b\\[K", -1))
                .hasSizeGreaterThan(10)
                .contains("classroom: Maven builds functions (2 of")
                .endsWith("");
    }

    @Test
    void build_thatFails_showsNoneOfTheLinesThatOnlyTellHowItWentOn() throws Exception {
        write("broken", """
                [INFO] Downloading from central: https://repo.example/a.jar
                [INFO] Building functions 1.0.0-SNAPSHOT   [2/9]
                [WARNING] old
                [ERROR] Hello.java: not a statement""");

        assertThat(build().output().lines().skip(1).limit(2))
                .containsExactly("[WARNING] old", "[ERROR] Hello.java: not a statement");
    }

    @Test
    void buildInPortuguese_saysItsOwnLinesInPortuguese() throws Exception {
        String bundle = "template/src/main/resources/classroom/template/language/pt-BR.json";
        write(bundle, Files.readString(Project.ROOT.resolve(bundle)));
        write("broken", "Connection refused");

        assertThat(end(start(Map.of("CLASSROOM_LANG", "pt-BR"))).output().lines())
                .first(STRING)
                .startsWith("classroom: compilando (na primeira vez: ");
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

        assertThat(maven()).containsExactly("begin functions,asset,template,infra,console,cloud,cli", "end");
        assertThat(root.resolve("target")).isDirectoryNotContaining("glob:**build.lock*");
    }

    /** As exFAT, FAT32 and shared folders refuse them. */
    @Test
    void builds_whereThereAreNoHardLinks_runMavenOnce() throws Exception {
        write("links.mjs", """
                import * as fs from 'node:fs';
                import { syncBuiltinESMExports } from 'node:module';
                fs.default.linkSync = () => { throw Object.assign(new Error('EPERM: link'), { code: 'EPERM' }); };
                syncBuiltinESMExports();
                """);
        Map<String, String> without =
                Map.of("NODE_OPTIONS", "--import " + root.resolve("links.mjs").toUri());
        Process first = start(without);
        Process second = start(without);

        assertThat(end(first)).extracting(Outcome::status).isEqualTo(0);
        assertThat(end(second)).extracting(Outcome::status).isEqualTo(0);
        assertThat(maven()).containsExactly("begin functions,asset,template,infra,console,cloud,cli", "end");
    }

    /** The state after a build that died between making the lock and writing into it. */
    @Test
    void lock_thatIsEmpty_isRemovedOnceNobodyCanBeWritingIt() throws Exception {
        write("target/build.lock", "");
        Files.setLastModifiedTime(
                root.resolve("target/build.lock"), FileTime.from(Instant.now().minusSeconds(20)));

        assertThat(build().status()).isZero();
        assertThat(root.resolve("target/build.lock")).doesNotExist();
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

        assertThat(build.inputReader().readLine()).contains("waiting for another build");
        assertThat(root.resolve("maven.log")).doesNotExist();
        Files.delete(root.resolve("target/build.lock"));
        assertThat(end(build).status()).isZero();
        assertThat(maven()).hasSize(2);
    }

    @Test
    void build_withoutAJdk_saysWhatToDo() throws Exception {
        Outcome outcome = end(start(Map.of("JAVA_HOME", root.resolve("nowhere").toString())));

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output())
                .isEqualTo("classroom: a JDK 17 or later is needed and no java was found in JAVA_HOME ("
                        + root.resolve("nowhere") + "): install one or set JAVA_HOME\n");
    }

    @Test
    void classroom_withoutAJdk_saysWhatToDoInOneLine() throws Exception {
        Path command = Project.ROOT.resolve(WINDOWS ? "classroom.cmd" : "classroom");
        ProcessBuilder builder = new ProcessBuilder(command.toString(), "--help").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", root.resolve("nowhere").toString());
        Outcome outcome = end(builder.start());

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("classroom: no ")
                        .endsWith("install a JDK 17 or later, or set JAVA_HOME to one"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void classroom_withoutNode_saysWhatToDoInOneLine() throws Exception {
        Outcome outcome = classroom(Map.of("PATH", tools("java").toString(), "JAVA_HOME", ""));

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        3, "classroom: no node on the PATH: install Node.js 20 or later (https://nodejs.org)\n"));
    }

    /** Either its file or, where a package manager put a shim in its place, its own words say which Java it is. */
    @ParameterizedTest
    @CsvSource({"1.8.0_392, true, 8", "11.0.2, true, 11", "16, true, 16", "1.8.0_392, false, 8", "11.0.2, false, 11"})
    @DisabledOnOs(OS.WINDOWS)
    void classroom_withAnOldJdk_saysWhatToDoInOneLine(String version, boolean file, int shown) throws Exception {
        Path jdk = jdk(version, file);

        assertThat(classroom(Map.of("JAVA_HOME", jdk.toString())))
                .isEqualTo(new Outcome(
                        3,
                        "classroom: a JDK 17 or later is needed and Java " + shown + " was found in JAVA_HOME (" + jdk
                                + "): install one or set JAVA_HOME\n"));
        assertThat(root.resolve("maven.log")).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void build_withAJavaThatHasNoCompiler_saysWhatToDo() throws Exception {
        Outcome outcome = classroom(Map.of("JAVA_HOME", jdk("21.0.1", true).toString()));

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output())
                .endsWith("classroom: a JDK 17 or later is needed and no javac was found in JAVA_HOME ("
                        + root.resolve("jdk") + "): install one or set JAVA_HOME\n");
    }

    /** In the words of Maven, its wrapper, javac and the systems. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wget: Failed to fetch https://repo.maven.apache.org/maven2/x.zip                | connect to the network
            Could not transfer artifact a:b:pom:1 from/to central: Connect timed out        | connect to the network
            mkdir: cannot create directory '/proc/nope': No such file or directory          | that HOME (
            mkdir: cannot create directory '/home/ana/.m2': Permission denied               | that HOME (
            error: error reading /home/ana/.m2/repository/a/b.jar; zip END header not found | remove the one that is named
            No space left on device                                                         | the disk is full
            There is not enough space on the disk                                           | the disk is full
            [ERROR] Hello.java: not a statement                                             | the build failed: see above (
            """)
    void build_thatFails_endsInALineThatSaysWhatToDo(String said, String wayOut) throws Exception {
        write("broken", said);

        Outcome outcome = build();

        assertThat(outcome.status()).isEqualTo(3);
        List<String> lines = outcome.output().lines().toList();
        assertThat(lines).contains(said);
        assertThat(lines.get(lines.size() - 1))
                .startsWith("classroom: the build failed: ")
                .contains(wayOut);
    }

    /** npm writes its list last: without it the folder is what an interrupted download left. */
    @ParameterizedTest
    @ValueSource(strings = {"node_modules/.package-lock.json", "node_modules/aws-cdk/package.json"})
    @DisabledOnOs(OS.WINDOWS)
    void cli_ofAnInterruptedDownload_isFetchedAgain(String half) throws Exception {
        write(half, "{\"version\": \"1.2");
        write("bin/npm", "#!/bin/sh\necho npm error code ENOTFOUND\nexit 1\n");
        assertThat(root.resolve("bin/npm").toFile().setExecutable(true)).isTrue();

        Outcome outcome = end(start(Map.of("PATH", root.resolve("bin") + ":" + System.getenv("PATH"))));

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output().lines())
                .last()
                .asString()
                .startsWith(
                        "classroom: npm ci failed: the first time it fetches its libraries; connect to the network");
    }

    @Test
    void packageJson_ofHalfACopy_isNamed() throws Exception {
        write("package.json", "{\"devDependencies\": {");

        assertThat(build())
                .isEqualTo(
                        new Outcome(
                                3,
                                "classroom: package.json is damaged, it pins no aws-cdk: restore it (git checkout package.json)\n"));
    }

    @Test
    void targetThatCannotBeMade_isOneLine() throws Exception {
        write("target", "a file");

        Outcome outcome = build();

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output().lines())
                .singleElement()
                .asString()
                .startsWith("classroom: the build failed: mend that and run this again (E")
                .contains(root.resolve("target").toString());
    }

    @Test
    void diskThatIsFull_isOneLine() throws Exception {
        Path target = Files.createDirectory(root.resolve("target"));

        Outcome outcome = end(
                FullDisk.at(target, List.of("node", root.resolve("build.mjs").toString()))
                        .redirectErrorStream(true)
                        .start());

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.output().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "classroom: the build failed: the disk is full; free some space and run this again (ENOSPC");
    }

    /** A folder with these programs and those that a shell script needs, for a PATH without the others. */
    private Path tools(String... names) throws IOException {
        Path folder = Files.createDirectory(root.resolve("tools"));
        List<String> all = new ArrayList<>(List.of("sh", "dirname", "uname", "readlink"));
        all.addAll(List.of(names));
        for (String name : all) {
            for (String place : System.getenv("PATH").split(":")) {
                Path file = Path.of(place, name);
                if (Files.isExecutable(file) && !Files.exists(folder.resolve(name))) {
                    write("tools/" + name, "#!/bin/sh\nexec " + file + " \"$@\"\n");
                    assertThat(folder.resolve(name).toFile().setExecutable(true))
                            .isTrue();
                }
            }
        }
        return folder;
    }

    /** A Java that says to be of this version and fails at anything else, without a compiler. */
    private Path jdk(String version, boolean file) throws IOException {
        write("jdk/bin/java", "#!/bin/sh\necho 'openjdk version \"" + version + "\"' >&2\n[ \"$1\" = -version ]\n");
        assertThat(root.resolve("jdk/bin/java").toFile().setExecutable(true)).isTrue();
        if (file) {
            write("jdk/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        }
        return root.resolve("jdk");
    }

    private Outcome classroom(Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", root.resolve("classroom").toString(), "up").redirectErrorStream(true);
        builder.environment().putAll(environment);
        return end(builder.start());
    }

    private record Outcome(int status, String output) {}

    private Outcome build() throws Exception {
        return end(start(Map.of()));
    }

    /** From another directory than the checkout's, as the class's command may be called. */
    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("node", root.resolve("build.mjs").toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
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
        new ScriptCheckout(root).write(path, content);
    }
}

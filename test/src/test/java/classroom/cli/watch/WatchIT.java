package classroom.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cli.client.Client;
import classroom.cli.command.Program;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One {@code ./classroom up --watch} of a checkout whose files are edited. */
@Tag("long")
class WatchIT {
    private static final Path HELLO = Path.of("functions", "src", "main", "java", "classroom", "hello", "Hello.java");
    private static final Path GREETING = HELLO.resolveSibling("Greeting.java");
    private static final Path WORD = HELLO.resolveSibling("Word.java");
    private static final Path RESOURCE =
            Path.of("functions", "src", "main", "resources", "classroom", "hello", "oi.txt");
    private static final Path ACCOUNTS =
            Path.of("infra", "src", "main", "java", "classroom", "infra", "lessons", "AccountsLesson.java");
    private static final Path GREETINGS = ACCOUNTS.resolveSibling("GreetingLesson.java");
    private static final Path MEET = HELLO.resolveSibling("Meet.java");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final byte[] ANA = "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;

    private static Path root;
    private static Path temporary;
    private static Program up;
    private static Client client;
    private static String hello;
    private static String accounts;
    private static Map<String, String> built;

    @BeforeAll
    static void start() throws Exception {
        root = Files.createDirectory(folder.resolve("checkout"));
        temporary = Files.createDirectory(folder.resolve("tmp"));
        for (String input : List.of(
                "functions/src",
                "functions/pom.xml",
                "functions/target/classes",
                "asset/pom.xml",
                "asset/target/functions-lambda.jar",
                "infra/src",
                "infra/pom.xml",
                "infra/app.mjs",
                "infra/target/infra.jar",
                "java.mjs",
                "pom.xml",
                "cdk.json")) {
            copy(Program.ROOT.resolve(input), root.resolve(input));
        }
        Files.createSymbolicLink(
                root.resolve("infra/target/lib"),
                Program.ROOT.resolve("infra/target/lib").toRealPath());
        hello = Files.readString(root.resolve(HELLO));
        accounts = Files.readString(root.resolve(ACCOUNTS));
        up = watch(temporary);
        client = client(up);
        built = builtFiles();
        up.line("watching ");
    }

    @AfterAll
    static void afterTheEnd_nothingOfItIsLeft() throws Exception {
        try (Program ending = up) {
            assertThat(ending.terminate().output()).endsWith("stopped; nothing is left");
            assertThat(builtFiles()).isEqualTo(built);
            assertThat(temporary).isDirectoryNotContaining("glob:**/classroom-*");
        }
    }

    @Test
    void savedHandler_answersTheNextInvocation_andTheClassSaysSo() throws Exception {
        save(HELLO, hello.replace("\"Oi \"", "\"Bom dia \""));

        awaitHello("Bom dia Ana Souza");
        assertThat(client.get("lambda", "/_classroom/status").path("code").asText())
                .isEqualTo("edited code, not the asset");
        assertThat(logs("hello")).contains("classroom: edited code, not the asset");
        assertThat(up.lineWith(" functions run edited code, not the asset")).startsWith("functions/: 2");
        // The status has the last line that up has shown: this one, or what infra/ says after it.
        String told = client.get("lambda", "/_classroom/status").path("watch").asText();
        assertThat(told).isNotEmpty();
        up.lineWith(told);
        assertThat(invoke()).isEqualTo("200\n\"Bom dia Ana Souza\"");
    }

    @Test
    void codeThatDoesNotCompile_isShownInJavacsWords_whileTheOldGoesOn() throws Exception {
        save(HELLO, hello.replace("\"Oi \"", "\"Antes \""));
        awaitHello("Antes Ana Souza");

        save(HELLO, hello.replace("\"Oi \"", "\"Depois \" + nowhere"));

        assertThat(up.lineWith("functions/src/main/java/classroom/hello/Hello.java:16: error: cannot find symbol"))
                .isNotEmpty();
        up.line("functions/ does not compile: its functions go on with the edited code of ");
        assertThat(hello()).isEqualTo("Antes Ana Souza");
        assertThat(invoke())
                .isEqualTo("classroom: the class runs older code than functions/ has: the terminal of up says why\n"
                        + "200\n\"Antes Ana Souza\"");
        save(HELLO, hello);
    }

    @Test
    void warning_isAnError_asInTheBuild() throws Exception {
        save(HELLO, hello.replace("return", "java.util.List raw = null;\n        return"));

        up.lineWith("Hello.java:16: warning: [rawtypes] found raw type: List");
        up.lineWith("error: warnings found and -Werror specified");
        save(HELLO, hello);
    }

    /** As vim and IntelliJ save: another file takes the name. */
    @Test
    void addedRenamedAndRemovedFiles_areThereAndGone() throws Exception {
        save(GREETING, "package classroom.hello;\n\nfinal class Greeting {}\n");
        save(RESOURCE, "de");
        save(
                HELLO,
                hello.replace(
                                "\"Oi \"",
                                "found(\"Greeting.class\") + found(\"Word.class\") + found(\"oi.txt\") + \" \"")
                        .replaceFirst("\\}\\s*$", """
                                    private static String found(String name) {
                                        return Hello.class.getResource(name) == null ? "-" : name;
                                    }
                                }
                                """));
        awaitHello("Greeting.class-oi.txt Ana Souza");

        Files.delete(root.resolve(GREETING));
        save(WORD, "package classroom.hello;\n\nfinal class Word {}\n");
        awaitHello("-Word.classoi.txt Ana Souza");

        Files.delete(root.resolve(WORD));
        Files.delete(root.resolve(RESOURCE));
        awaitHello("--- Ana Souza");
    }

    @Test
    void lastOfTwoSavesAtOnce_wins() throws Exception {
        save(HELLO, hello.replace("\"Oi \"", "\"Um \""));
        save(HELLO, hello.replace("\"Oi \"", "\"Dois \""));

        awaitHello("Dois Ana Souza");
    }

    @Test
    void changedPom_needsARestart() throws Exception {
        Path pom = Path.of("functions", "pom.xml");
        save(pom, Files.readString(root.resolve(pom)) + "<!-- changed -->\n");

        up.line("functions/pom.xml has changed: it takes effect after Ctrl-C and ./classroom up --watch");
    }

    @Test
    void branchThatIsCheckedOut_takesEffect_andSoDoesTheFirstAgain() throws Exception {
        git("init", "--quiet", "--initial-branch=one");
        git("add", "functions/src");
        git("commit", "--quiet", "--message=one");
        git("checkout", "--quiet", "-b", "two");
        try (Stream<Path> files = Files.walk(root.resolve("functions/src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replace("\"Oi \"", "\"Tchau \"") + "// two\n");
            }
        }
        awaitHello("Tchau Ana Souza");
        git("commit", "--quiet", "--all", "--message=two");

        git("checkout", "--quiet", "one");
        awaitHello("Oi Ana Souza");
        git("checkout", "--quiet", "two");
        awaitHello("Tchau Ana Souza");
        git("checkout", "--quiet", "one");
        awaitHello("Oi Ana Souza");
    }

    @Test
    void changedTable_isDeployedAsAnUpdate_andTheEditedCodeStays() throws Exception {
        save(HELLO, hello.replace("\"Oi \"", "\"Capacidade \""));
        awaitHello("Capacidade Ana Souza");
        JsonNode item = JSON.readTree("{\"id\":1,\"email\":\"ana@example.com\",\"nome\":\"Ana\"}");
        client.invoke("account-create", item.toString().getBytes(StandardCharsets.UTF_8));

        save(ACCOUNTS, accounts.replace("UNITS = 5", "UNITS = 6"));

        Waiting.until(() -> capacity() == 6);
        up.line("  UPDATE_COMPLETE AWS::DynamoDB::Table AccountsTable");
        up.line("  UPDATE_COMPLETE AWS::CloudFormation::Stack Classroom");
        up.line("infra/: deployed");
        assertThat(hello()).isEqualTo("Capacidade Ana Souza");
        assertThat(client.invoke("account-get", item.toString().getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);

        save(ACCOUNTS, accounts.replace("UNITS = 5", "UNITS = 50"));
        up.line("infra/ was refused: the class stays as it is");
        assertThat(up.output()).contains("maxMonthlyUsd");
        save(ACCOUNTS, accounts.replace("UNITS = 5", "UNITS = five"));
        up.lineWith("infra/lessons/AccountsLesson.java:22: error: cannot find symbol");
        up.line("infra/ does not compile: the class stays as it is");
        save(HELLO, "nowhere");
        save(ACCOUNTS, accounts.replace("UNITS = 5", "UNITS = six"));
        up.line("infra/ does not compile with the functions that run: the class stays as it is");
        save(HELLO, hello);
        assertThat(capacity()).isEqualTo(6);
        save(ACCOUNTS, accounts);
    }

    @Test
    void functionWithItsDeclaration_isDeployed_andItsCallUnderWayEndsWithTheCodeThatItBeganWith() throws Exception {
        Path go = folder.resolve("go");
        byte[] event = JSON.writeValueAsBytes(Map.of("go", go.toString()));
        String waits = """
                while (!java.nio.file.Files.exists(java.nio.file.Path.of(event.text("go")))) {
                    java.nio.file.Files.write(java.nio.file.Path.of(event.text("go") + ".begun"), new byte[0]);
                }
                """;
        String meet = hello.replace("Hello", "Meet")
                .replace("Context context)", "Context context) throws java.io.IOException")
                .replaceFirst("(?s)String nome = .*(?=return)", "")
                .replace("\"Oi \" + nome + \" \" + sobrenome", "\"first\"");

        save(GREETINGS, Files.readString(root.resolve(GREETINGS)).replace(".function());", """
                .function(), new TableFunction(this, deployment, LessonFunction.of("meet", classroom.hello.Meet.class)
                        .lasting(java.time.Duration.ofMinutes(10))).function());
                """));
        save(MEET, meet.replace("return", waits + "return"));

        up.line("  CREATE_COMPLETE AWS::Lambda::Function GreetingMeet");
        CompletableFuture<String> underWay = CompletableFuture.supplyAsync(() -> answer("meet", event));
        Waiting.until(() -> Files.exists(folder.resolve("go.begun")));
        String before = codeOfMeet();
        save(MEET, meet.replace("first", "second"));
        Waiting.until(() -> !codeOfMeet().equals(before));
        assertThat(answer("meet", event)).isEqualTo("second");
        Files.createFile(go);
        assertThat(underWay.join()).isEqualTo("first");
        assertThat(logs("meet")).contains("classroom: edited code, not the asset");
    }

    private static String codeOfMeet() {
        return client.get("lambda", "/2015-03-31/functions/meet/configuration")
                .path("CodeSha256")
                .asText();
    }

    @Test
    void failedUpdate_isRolledBackInCloudFormationsWords_andTheNextOneIsDeployed() throws Exception {
        int before = capacity();
        String taken = accounts.replace("UNITS = 5", "UNITS = 8").replace("functions = lesson", """
                        software.amazon.awscdk.services.logs.CfnLogGroup.Builder.create(this, "Taken")
                                .logGroupName("/aws/lambda/hello").retentionInDays(7).build()
                                .getNode().addDependency(table);
                        functions = lesson""");

        save(ACCOUNTS, taken);

        assertThat(up.lineWith("  CREATE_FAILED AWS::Logs::LogGroup AccountsTaken"))
                .contains("The specified log group already exists");
        up.line("  UPDATE_ROLLBACK_COMPLETE AWS::CloudFormation::Stack Classroom");
        up.line("infra/ failed, and is rolled back: the class stays as it is");
        assertThat(capacity()).isEqualTo(before);
        save(ACCOUNTS, taken.replace("/aws/lambda/hello", "free"));
        Waiting.until(() -> capacity() == 8);
    }

    /** Also a published version, which never changes on AWS, runs edited code, and keeps its number. */
    @Test
    void versionWithSnapStart_answersWithWhatIsSaved() throws Exception {
        save(HELLO, hello.replace("\"Oi \"", "\"Vivo \""));

        awaitHello("Vivo Ana Souza");
        assertThat(answer("hello:live", ANA)).isEqualTo("Vivo Ana Souza");
        JsonNode live = client.get("lambda", "/2015-03-31/functions/hello/configuration?Qualifier=live");
        assertThat(live.path("Version").asText()).isEqualTo("1");
        assertThat(live.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
        byte[] nobody = "{\"id\":7,\"email\":\"a@b\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(client.invoke("account-get:live", nobody).statusCode()).isEqualTo(404);
    }

    @Test
    void killedWhileItSynthesizes_leavesNothing_andTheNextClassRemovesItsFolder() throws Exception {
        Path own = Files.createDirectory(folder.resolve("killed"));
        List<ProcessHandle> processes;
        try (Program killed = watch(own)) {
            client(killed).invoke("hello", ANA);
            save(ACCOUNTS, accounts.replace("UNITS = 5", "UNITS = 7"));
            killed.line("infra/: synthesizing");
            // The environment of hello, and the shell, Node.js and Java of the synth.
            Waiting.until(() -> killed.handle().descendants().count() >= 4);
            processes = killed.handle().descendants().toList();
            killed.handle().destroyForcibly();
            killed.end();
        }
        processes.forEach(process -> process.onExit().join());
        assertThat(own).isDirectoryContaining("glob:**/classroom-*");

        try (Program next = Program.start(own, root, Map.of(), "up", "--empty", "--port", "0")) {
            next.line("ready ");
            assertThat(next.terminate().output()).endsWith("stopped; nothing is left");
        }

        assertThat(own).isDirectoryNotContaining("glob:**/classroom-*");
        assertThat(builtFiles()).isEqualTo(built);
    }

    /** With SnapStart: each function has a version, too. */
    private static Program watch(Path temporary) throws IOException {
        return Program.start(temporary, root, Map.of(), "up", "--watch", "--port", "0", "-c", "snapStart=true");
    }

    private static Client client(Program up) throws InterruptedException {
        return new Client(port(up), Cloud.REGION, Identities.TEACHER);
    }

    private static int port(Program up) throws InterruptedException {
        String ready = up.line("ready ");
        return Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
    }

    private static int capacity() {
        return client.call(
                        "dynamodb",
                        "DynamoDB_20120810.DescribeTable",
                        JSON.createObjectNode().put("TableName", "account"))
                .at("/Table/ProvisionedThroughput/ReadCapacityUnits")
                .asInt();
    }

    private static void awaitHello(String greeting) {
        Waiting.until(() -> hello().equals(greeting));
    }

    private static String hello() {
        return answer("hello", ANA);
    }

    private static String answer(String function, byte[] event) {
        return client.invoke(function, event).body().asText();
    }

    private static String logs(String function) {
        return client.call(
                        "logs",
                        "Logs_20140328.FilterLogEvents",
                        JSON.createObjectNode().put("logGroupName", "/aws/lambda/" + function))
                .toString();
    }

    private static String invoke() throws IOException, InterruptedException {
        try (Program invoke =
                Program.start(folder, root, Map.of(), "invoke", "--port", port(up) + "", "hello", new String(ANA))) {
            return invoke.end().output();
        }
    }

    /** A file that takes the place of the old one, as careful editors save. */
    private static void save(Path file, String content) throws IOException {
        Path draft = Files.writeString(folder.resolve("draft"), content);
        Files.move(draft, root.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command)
                        .directory(root.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The files in which a build or a synth would leave something, with their contents. */
    private static Map<String, String> builtFiles() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String made : List.of("functions/target", "asset/target", "infra/target", "cdk.out")) {
            try (Stream<Path> all = Files.walk(root.resolve(made))) {
                for (Path file : all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .toList()) {
                    files.put(
                            root.relativize(file).toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
                }
            }
        }
        return files;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}

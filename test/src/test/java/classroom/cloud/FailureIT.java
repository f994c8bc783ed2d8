package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.FullDisk;
import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.cli.command.Program;
import classroom.cli.command.UpIT;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code up} when something is missing, full, damaged or too new: one line says what it is and what to do, the status
 * is 1, and nothing is left. {@code BuildScriptIT} has the failures of the launch script and the build; {@link UpIT}
 * has the port.
 */
@Tag("long") // Quick ones are in UpIT: a taken port, no assembly, a resource that cannot be made.
class FailureIT {
    @TempDir
    private Path folder;

    private Path temporary;
    private Path assembly;

    @BeforeEach
    void writeAssembly() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        assembly = SmallAssembly.write(folder.resolve("assembly"));
    }

    @Test
    void diskThatIsFull_isToldBeforeAnythingStarts() throws Exception {
        List<String> command = Program.command(temporary, Program.ROOT);
        command.addAll(List.of("up", "--port", "0", "--app", assembly.toString()));
        Process process =
                FullDisk.at(temporary, command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.strip())
                .isEqualTo("classroom: the disk of " + temporary + " is full: free 32 MB of it and run this again");
        assertThat(process.waitFor()).isEqualTo(3);
    }

    @Test
    void diskThatIsFullWhereItKeepsItsTables_isToldBeforeAnythingStarts() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        List<String> command = Program.command(temporary, Program.ROOT);
        command.addAll(List.of("up", "--port", "0", "--app", assembly.toString(), "--data", data + "/class"));
        Process process = FullDisk.at(data, command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.strip())
                .isEqualTo("classroom: the disk of " + data + "/class is full: free 8 MB of it and run this again");
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(temporary).isEmptyDirectory();
    }

    /** A disk with room for a local class and for twenty items of 300 kB. */
    @Test
    void diskThatFillsUp_isNamedToWhoeverWrites_andOnceToTheTeacher() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        List<String> command = Program.command(temporary, Program.ROOT);
        command.addAll(List.of("up", "--port", "0", "--app", assembly.toString(), "--data", data + "/class"));
        try (Program up = Program.of(FullDisk.small(data, "12m", command))) {
            String ready = up.line("ready ");
            Client client = new Client(
                    Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1)), Cloud.REGION, Identities.TEACHER);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            client.call(
                                    "dynamodb", "DynamoDB_20120810.PutItem", new ObjectMapper().readTree("""
                                    {"TableName": "books", "Item": {
                                      "Author": {"S": "%d"}, "Title": {"S": "t"}, "Text": {"S": "%s"}}}
                                    """.formatted(
                                                            i, "x".repeat(300_000))));
                        }
                    })
                    .isInstanceOfSatisfying(ServiceException.class, e -> {
                        assertThat(e.status()).isEqualTo(500);
                        assertThat(e.getMessage()).startsWith("The disk is full, or cannot be written to");
                    });

            up.lineWith("The disk is full");
            assertThat(up.output()).containsOnlyOnce("The disk is full").doesNotContain("\tat ", "SQLiteException");
        }
    }

    @Test
    void diskThatIsFullWhereItSynthesizes_isTold() throws Exception {
        Path home = project("{\"app\": \"node app.mjs\"}");
        List<String> command = Program.command(temporary, home);
        command.addAll(List.of("up", "--port", "0"));
        Process process = FullDisk.at(home.resolve("target"), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertFailed(
                new Program.Result(process.waitFor(), said.strip()),
                "the disk is full: free some space and run this again (");
    }

    @Test
    void temporaryFolderThatIsNot_isNamedWithTheWayOut() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Process process = new ProcessBuilder(command(nowhere, "up", "--port", "0", "--app", assembly.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.strip())
                .startsWith("classroom: no folder can be made in " + nowhere)
                .endsWith("or name another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER")
                .doesNotContain("\n");
        assertThat(process.waitFor()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                            | cdk.json is not JSON: see its line 1, column 2, and mend it
            []                           | cdk.json names no app: it needs "app": "node infra/app.mjs"
            {"context": 7}               | cdk.json names no app: it needs "app": "node infra/app.mjs"
            {"app": "node none.mjs"}     | the synth failed: the app of cdk.json ended with exit status 1 and said:
            """)
    void brokenCdkJson_isTold(String content, String line) throws Exception {
        Path home = project(content);

        try (Program up = Program.start(temporary, home, Map.of(), "up", "--port", "0")) {
            assertFailed(up.end(), line);
        }
    }

    @Test
    void assetThatIsMissing_isNamed() throws Exception {
        Path gone = folder.resolve("gone.jar");
        SmallAssembly.write(assembly, SmallAssembly.LAST, gone);

        assertFailed(
                up(),
                "Stack Small: OnChange (AWS::Lambda::Function): The code of the function is missing: " + gone,
                "Stack Small: Hello (AWS::Lambda::Function): The code of the function is missing: " + gone);
    }

    @Test
    void assetThatWasCutOff_isNamed() throws Exception {
        byte[] whole = Files.readAllBytes(Program.ROOT.resolve("asset/target/functions-lambda.jar"));
        Path half = Files.write(folder.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        SmallAssembly.write(assembly, SmallAssembly.LAST, half);

        String damaged = " (AWS::Lambda::Function): Could not unzip uploaded file."
                + " Please check your file, then try to upload again. " + half + " is damaged";
        assertFailed(up(), "Stack Small: OnChange" + damaged, "Stack Small: Hello" + damaged);
    }

    @Test
    void assemblyOfANewerSchema_isRefused() throws Exception {
        Path manifest = assembly.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\\{", "{\"version\": \"999.0.0\","));

        assertFailed(
                up(), manifest + " has version 999.0.0 of the cloud assembly's schema, and this class reads up to ");
    }

    @Test
    void propertyThatAwsDoesNotKnow_isRefused() throws Exception {
        writeNew("WarmFusion", "true");

        Program.Result result = up();

        assertFailed(result, "Stack Small: New (AWS::DynamoDB::Table): Properties validation failed for resource New");
        assertThat(result.output()).contains("#: extraneous key [WarmFusion] is not permitted");
    }

    @Test
    void propertyThatTheClassDoesNotCarryOut_isNamedInTheSummary() throws Exception {
        writeNew("KinesisStreamSpecification", "{\"StreamArn\": \"arn:aws:kinesis:us-east-2:000000000000:stream/s\"}");

        try (Program up = Program.start(temporary, "up", "--port", "0", "--app", assembly.toString())) {
            up.line("ready");
            assertThat(up.output()).contains("  AWS::DynamoDB::Table KinesisStreamSpecification (New)");
        }
    }

    private void writeNew(String property, String value) throws IOException {
        SmallAssembly.write(assembly, """
                "New": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "new", "%s": %s,
                  "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
                  "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}}
                """.formatted(property, value));
    }

    /** The virtual machine ignores a file that is not its own archive, with any length. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4_000, 5_000_000})
    void archiveOfTheProgramThatWasCutOff_isPassedOver(int length) throws Exception {
        Path whole = Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
        Path cut = folder.resolve("cli.jsa");
        try (InputStream in = Files.newInputStream(whole)) {
            Files.write(cut, in.readNBytes(length));
        }

        try (Program up = Program.start(
                temporary,
                Program.ROOT,
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:disable -Xshare:auto -XX:SharedArchiveFile=" + cut),
                "--help")) {
            Program.Result result = up.end();
            assertThat(result.status()).isZero();
            assertThat(result.output()).contains("A class on DynamoDB and Lambda");
        }
    }

    /** A project's folder with a CDK app of the test. */
    private Path project(String cdkJson) throws IOException {
        Path home = Files.createDirectory(folder.resolve("project"));
        Files.createDirectory(home.resolve("target"));
        Files.writeString(home.resolve("cdk.json"), cdkJson);
        Files.writeString(home.resolve("app.mjs"), "");
        return home;
    }

    private Program.Result up() throws Exception {
        return Program.run(temporary, "up", "--port", "0", "--app", assembly.toString());
    }

    private static List<String> command(Path temporary, String... arguments) {
        List<String> command = Program.command(temporary, Program.ROOT);
        command.addAll(List.of(arguments));
        return command;
    }

    /** That it failed with a line that begins in one of these ways, and that nothing is left. */
    private void assertFailed(Program.Result result, String... beginnings) {
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output().lines().filter(line -> line.startsWith("classroom: ")))
                .singleElement()
                .satisfies(
                        line -> assertThat(Arrays.stream(beginnings)).anyMatch(beginning -> line.contains(beginning)));
        assertThat(result.output()).endsWith("stopped; nothing is left").doesNotContain("\tat ");
        assertThat(temporary).isEmptyDirectory();
    }
}

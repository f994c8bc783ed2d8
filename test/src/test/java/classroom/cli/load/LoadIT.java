package classroom.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cli.client.Client;
import classroom.cli.command.Program;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.Terminal;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command against a running class. */
class LoadIT {
    private static Cloud local;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("cdk.json"))) {
            root = root.getParent();
        }
        Path assembly = new Synthesis(new Home(root), () -> {}).assembly(List.of());
        local = Cloud.start(0, line -> {});
        local.deploy(CloudAssembly.read(assembly, Cloud.ENVIRONMENT));
    }

    @AfterAll
    static void stop() {
        if (local != null) {
            local.close();
        }
    }

    @Test
    void load_file_isWrittenAndRunAgainWithoutHarm() throws IOException {
        Path file = file("Good", 1500, "");

        assertThat(load(file)).as(printed()).isZero();
        assertThat(load(file)).as(printed()).isZero();

        assertThat(count("Good")).isEqualTo(1500);
        assertThat(printed())
                .contains("1,500 records, about 1,500 write units, into table books by books-load")
                .contains("At the table's 5 write units a second: about 5 min.")
                .contains("1,500 of 1,500 records written in ")
                .contains(": 2 calls, 0 records sent again");
    }

    @Test
    void load_oneBadRecord_isNamedAndEveryOtherIsWritten() throws IOException {
        assertThat(load(file("Bad", 10, "{\"Author\":\"Bad\",\"Title\":\"bad\",\"Rating\":11}\n")))
                .isEqualTo(1);

        assertThat(count("Bad")).isEqualTo(10);
        assertThat(printed()).contains("Not written: record 11 (line 11): Rating must be an integer from 1 to 5");
    }

    /** The running calls continue: only the function knows what they wrote. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    @DisabledOnOs(OS.WINDOWS)
    void load_interrupted_saysWhatIsKnown(String signal) throws Exception {
        Path file = file("Interrupted" + signal, 60_000, "");
        try (Program load = Program.start(directory, "load", file.toString(), "--port", String.valueOf(local.port()))) {
            Waiting.until(() -> count("Interrupted" + signal) > 0);
            new ProcessBuilder("kill", "-" + signal, Long.toString(load.pid()))
                    .start()
                    .waitFor();
            String output = load.end(Duration.ofMinutes(1)).output();
            Matcher said = Pattern.compile("Interrupted: at least ([\\d,]+) and at most ([\\d,]+) of 60,000 records")
                    .matcher(output);
            assertThat(said.find()).as(output).isTrue();
            assertThat(count("Interrupted" + signal)).isBetween(number(said.group(1)), number(said.group(2)));
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace(",", ""));
    }

    @Test
    void load_brokenFile_writesNothing() throws IOException {
        assertThat(load(file("Broken", 10, "{\"Author\":"))).isEqualTo(2);

        assertThat(count("Broken")).isZero();
    }

    @Test
    void load_functionWithoutATable_isRefused() throws IOException {
        assertThat(load(file("Hello", 1, ""), "--function", "hello")).isEqualTo(2);
        assertThat(load(file("Nobody", 1, ""), "--function", "nobody")).isEqualTo(2);
    }

    @Test
    void load_noFile_isRefused() {
        assertThat(load(directory.resolve("none.json"))).isEqualTo(2);
        assertThat(load(directory)).isEqualTo(2);
    }

    private int load(Path file, String... more) {
        Load command = new Load(new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false, false));
        CommandLine line = new CommandLine(command);
        String[] arguments = new String[3 + more.length];
        arguments[0] = file.toString();
        arguments[1] = "--port";
        arguments[2] = String.valueOf(local.port());
        System.arraycopy(more, 0, arguments, 3, more.length);
        return line.execute(arguments);
    }

    private Path file(String author, int count, String last) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"Author\":\"")
                    .append(author)
                    .append("\",\"Title\":\"")
                    .append(i)
                    .append("\"}\n");
        }
        return Files.writeString(directory.resolve(author + ".jsonl"), lines + last);
    }

    private static int count(String author) {
        JsonNode query = JsonNodeFactory.instance
                .objectNode()
                .put("TableName", "books")
                .put("Select", "COUNT")
                .put("ConsistentRead", true)
                .put("KeyConditionExpression", "Author = :author")
                .set(
                        "ExpressionAttributeValues",
                        JsonNodeFactory.instance
                                .objectNode()
                                .set(
                                        ":author",
                                        JsonNodeFactory.instance.objectNode().put("S", author)));
        return new Client(local.port(), Cloud.REGION, Identities.TEACHER)
                .call("dynamodb", "DynamoDB_20120810.Query", query)
                .path("Count")
                .intValue();
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}

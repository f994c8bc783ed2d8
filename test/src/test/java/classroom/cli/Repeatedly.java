package classroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs many command lines one after the other in one process, for tests: a process for each would take seconds. */
public final class Repeatedly {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Repeatedly() {}

    /** The names of all commands. */
    public static Set<String> commands() {
        return Commands.all().keySet();
    }

    /** What a command line said on standard error, its exit status, and what it showed on standard output. */
    public record Said(int status, String output, String shown) {}

    /** Reads a JSON array of command lines from a file, and writes what each said to another. */
    public static void main(String[] files) throws IOException {
        List<Said> all = new ArrayList<>();
        for (JsonNode arguments : JSON.readTree(Files.readAllBytes(Path.of(files[0])))) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
            System.setErr(stream);
            int status = Main.run(arguments.valueStream().map(JsonNode::asText).toArray(String[]::new));
            all.add(new Said(status, output.toString(StandardCharsets.UTF_8), shown.toString(StandardCharsets.UTF_8)));
        }
        Files.write(Path.of(files[1]), JSON.writeValueAsBytes(all));
        System.exit(0);
    }
}

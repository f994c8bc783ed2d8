package classroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs many command lines one after the other in one process, for tests: a process for each would take seconds. */
public final class Repeatedly {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Repeatedly() {}

    /** What a command line said on standard error, and its exit status. */
    public record Said(int status, String output) {}

    /** Reads a JSON array of command lines from a file, and writes what each said to another. */
    public static void main(String[] files) throws IOException {
        List<Said> all = new ArrayList<>();
        for (JsonNode arguments : JSON.readTree(Files.readAllBytes(Path.of(files[0])))) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            System.setErr(stream);
            int status = Main.run(arguments.valueStream().map(JsonNode::asText).toArray(String[]::new));
            all.add(new Said(status, output.toString(StandardCharsets.UTF_8)));
        }
        Files.write(Path.of(files[1]), JSON.writeValueAsBytes(all));
        System.exit(0);
    }
}

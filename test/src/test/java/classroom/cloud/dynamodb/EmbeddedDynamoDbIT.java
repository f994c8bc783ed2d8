package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The database in a separate process: its remaining files, and its output. */
class EmbeddedDynamoDbIT {

    /** On Windows a loaded library cannot be deleted, so the next start does it. */
    @Test
    void process_leavesNoFile_saysNothing_andEnds(@TempDir Path temporary) throws Exception {
        Path tmpdir = Files.createDirectory(temporary.resolve("tmp"));
        run(temporary, tmpdir);
        run(temporary, tmpdir);
        assertThat(tmpdir.toFile().list()).hasSize(OS.WINDOWS.isCurrentOs() ? 1 : 0);
    }

    private static void run(Path temporary, Path tmpdir) throws Exception {
        Path output = temporary.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + tmpdir,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Started.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).isEqualTo("{\"TableNames\":[]}");
        assertThat(process.exitValue()).isZero();
    }

    /** Starts, answers a good and a bad request, stops, and leaves the rest to the end of {@code main}. */
    static final class Started {
        public static void main(String[] arguments) {
            try (EmbeddedDynamoDb database = EmbeddedDynamoDb.start()) {
                database.exchange("DynamoDB_20120810.GetItem", "{".getBytes(StandardCharsets.UTF_8));
                EmbeddedDynamoDb.Answer tables =
                        database.exchange("DynamoDB_20120810.ListTables", "{}".getBytes(StandardCharsets.UTF_8));
                System.out.print(new String(tables.body(), StandardCharsets.UTF_8));
            }
        }
    }
}

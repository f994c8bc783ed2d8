package classroom;

import classroom.infra.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table of losses under faults: a row for each fault and load, written by its test. It is between two markers in a
 * Markdown file whose other lines do not change: the system property {@code reliability.report}, from the project's
 * root, or {@code test/target/reliability.md}.
 */
public final class Reliability {
    static final String PROPERTY = "reliability.report";
    static final String BEGIN = "<!-- begin: written by the tests -->";
    static final String END = "<!-- end -->";

    private static final String HEAD = """
            | fault | load | attempts | acknowledged | found afterwards | lost |
            |---|---|---:|---:|---:|---:|
            """;

    private Reliability() {}

    /**
     * Writes a row, in place of an earlier one with the same fault and load, and prints it.
     *
     * @param fault the fault, such as {@code connection reset after the write, 1 in 10}
     * @param load the load meanwhile, such as {@code 64 clients rate one book}
     * @param attempts the number of requests
     * @param acknowledged the number of requests that were answered as done
     * @param found the number of changes that were there when the test read them back
     * @param lost the number of acknowledged changes that were not there
     */
    public static void record(String fault, String load, long attempts, long acknowledged, long found, long lost) {
        String key = "| " + cell(fault) + " | " + cell(load) + " |";
        String row =
                key + String.format(Locale.ROOT, " %,d | %,d | %,d | %s |", attempts, acknowledged, found, bold(lost));
        System.out.println("reliability: " + row);
        try {
            upsert(file(), key, row);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file() + ": " + e.getMessage(), e);
        }
    }

    private static Path file() {
        return Project.ROOT.resolve(System.getProperty(PROPERTY, "test/target/reliability.md"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String bold(long lost) {
        return lost == 0 ? "0" : String.format(Locale.ROOT, "**%,d**", lost);
    }

    /** Two forks of a test run write at the same time, so each reads the file only after the other has finished. */
    private static synchronized void upsert(Path file, String key, String row) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            byte[] changed = with(text, key, row).getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(changed), 0);
        }
    }

    /** The text of the file with the row in its place. */
    static String with(String text, String key, String row) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 && end < 0) {
            String before = text.isEmpty() ? "" : text.strip() + "\n\n";
            return with(before + BEGIN + "\n" + END + "\n", key, row);
        }
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("needs " + BEGIN + " and after it " + END + " to write between them");
        }
        SortedMap<String, String> rows = new TreeMap<>();
        for (String line : text.substring(begin + BEGIN.length(), end).split("\n")) {
            if (line.startsWith("| ") && !HEAD.contains(line)) {
                rows.put(keyOf(line), line);
            }
        }
        rows.put(key, row);
        return text.substring(0, begin) + BEGIN + "\n" + HEAD + String.join("\n", rows.values()) + "\n"
                + text.substring(end);
    }

    /** The first two cells. */
    private static String keyOf(String row) {
        int cells = 0;
        for (int i = 0; i < row.length(); i++) {
            if (row.charAt(i) == '|' && (i == 0 || row.charAt(i - 1) != '\\') && ++cells == 3) {
                return row.substring(0, i + 1);
            }
        }
        return row;
    }
}

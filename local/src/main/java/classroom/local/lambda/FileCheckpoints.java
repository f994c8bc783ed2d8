package classroom.local.lambda;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checkpoints in a file to which each change adds a line: {@code mapping ID STREAM FUNCTION}, {@code at ID SHARD POSITION},
 * {@code forget ID}. Now and then a file with what they amount to takes its place.
 *
 * <p>A line is with the operating system when {@link #put} returns, so that it outlives the process however that ends. It
 * is not forced to the disk: after a loss of power a few batches are handled again, as they may be at any time. A line
 * that was cut off or cannot be understood is passed over, to the same effect.
 */
final class FileCheckpoints implements Checkpoints {
    /** So many lines are a few hundred kilobytes. */
    private static final int LINES = 10_000;

    private final Path file;
    private final Consumer<String> console;
    private final Map<String, Mapping> mappings = new LinkedHashMap<>();
    /** No channel: a thread that is interrupted, as readers are at the end, would close it. */
    private OutputStream out;

    private int lines;
    private boolean told;

    /** What is known of a mapping; without a stream it was never taken in. */
    private static final class Mapping {
        private final Map<String, String> positions = new LinkedHashMap<>();
        private String stream;
        private String function;
    }

    FileCheckpoints(Path file, Consumer<String> console) {
        this.file = file;
        this.console = console;
        try {
            if (Files.exists(file)) {
                read(Files.readString(file, StandardCharsets.ISO_8859_1));
                // A mapping whose making was cut off is made again, from its starting position.
                mappings.values().removeIf(mapping -> mapping.stream == null);
            }
            rewrite();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file + ": " + e, e);
        }
    }

    private void read(String text) {
        int whole = text.lastIndexOf('\n') + 1;
        text.substring(0, whole).lines().map(line -> line.split(" ")).forEach(this::apply);
    }

    private void apply(String[] words) {
        if (words.length == 4 && words[0].equals("mapping")) {
            Mapping mapping = mappings.computeIfAbsent(words[1], id -> new Mapping());
            mapping.stream = words[2];
            mapping.function = words[3];
        } else if (words.length == 4 && words[0].equals("at")) {
            mappings.computeIfAbsent(words[1], id -> new Mapping()).positions.put(words[2], words[3]);
        } else if (words.length == 2 && words[0].equals("forget")) {
            mappings.remove(words[1]);
        }
    }

    @Override
    public synchronized Optional<String> mapping(String stream, String function) {
        return mappings.entrySet().stream()
                .filter(mapping ->
                        stream.equals(mapping.getValue().stream) && function.equals(mapping.getValue().function))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public synchronized void begin(String mapping, String stream, String function) {
        add("mapping", mapping, stream, function);
    }

    @Override
    public synchronized Optional<String> find(String mapping, String shard) {
        return Optional.ofNullable(mappings.get(mapping)).map(known -> known.positions.get(shard));
    }

    @Override
    public synchronized void put(String mapping, String shard, String position) {
        add("at", mapping, shard, position);
    }

    @Override
    public synchronized void forget(String mapping) {
        add("forget", mapping);
    }

    private void add(String... words) {
        apply(words);
        try {
            if (out == null || ++lines > LINES) {
                rewrite();
            } else {
                out.write(bytes(line(words)));
            }
        } catch (IOException e) {
            // A line that is there in part would spoil the next one: that one rewrites the file.
            closeFile();
            if (!told) {
                told = true;
                console.accept("Cannot write " + file + ": " + e + ". After a restart, changes that functions have"
                        + " handled since now come to them again.");
            }
        }
    }

    /** Puts a file in the place of the old one that says the same in as few lines as there can be. */
    private void rewrite() throws IOException {
        closeFile();
        StringBuilder text = new StringBuilder();
        mappings.forEach((id, mapping) -> {
            if (mapping.stream != null) {
                text.append(line("mapping", id, mapping.stream, mapping.function));
            }
            mapping.positions.forEach((shard, position) -> text.append(line("at", id, shard, position)));
        });
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream stream = new FileOutputStream(fresh.toFile())) {
            stream.write(bytes(text.toString()));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = new FileOutputStream(file.toFile(), true);
        lines = 0;
    }

    private static String line(String... words) {
        return String.join(" ", words) + '\n';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void closeFile() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            // Nothing is buffered here: what was written is written.
        } finally {
            out = null;
        }
    }

    @Override
    public synchronized void close() {
        closeFile();
    }
}

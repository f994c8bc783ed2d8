package classroom.cloud.lambda.environment;

import classroom.cloud.host.ProcessTree;
import classroom.cloud.identity.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions' processes of one local class. While it runs, they are in a file in its folder, so that the next local
 * class can end them if this one is killed.
 *
 * <p>The file's first line is the local class's mark, with which the keys of its environments begin: each process of a
 * function, and each process that inherits its environment variables, has the mark in {@code AWS_LAMBDA_RUNTIME_API}.
 * Each following line is the id and start time of a process.
 */
public final class ProcessRecord implements AutoCloseable {
    static final String FILE = "processes";

    private static final Pattern MARK = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern PROCESS = Pattern.compile("([0-9]{1,18}) ([-0-9TZ:.]+)");

    private final String mark = Keys.unguessable();
    private final Path file;
    private final FileChannel channel;

    private ProcessRecord(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        write(mark);
    }

    /** Begins a record in a folder of the class's own. */
    public static ProcessRecord in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return new ProcessRecord(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the class's record of its processes cannot be written to " + file, e);
        }
    }

    /** An unguessable key that begins with the class's mark. */
    String key() {
        return mark + Keys.unguessable();
    }

    void add(ProcessHandle process) throws IOException {
        Optional<Instant> start = process.info().startInstant();
        if (start.isPresent()) {
            write(process.pid() + " " + start.get());
        }
    }

    private synchronized void write(String line) throws IOException {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    /** Removes the record. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the processes of a local class that was killed: those whose id <em>and</em> start time are in its file, and
     * those with its mark.
     *
     * @param folder of that local class, which only the caller may be using
     * @return whether none is left
     */
    public static boolean endLeftovers(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return true;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1); // The file's content may be anything.
        ProcessTree left = new ProcessTree(
                text.lines().findFirst().filter(MARK.asMatchPredicate()).orElse(""));
        text.lines()
                .map(PROCESS::matcher)
                .filter(Matcher::matches)
                .forEach(line -> ProcessHandle.of(Long.parseLong(line.group(1)))
                        .filter(process -> process.info()
                                .startInstant()
                                .map(Instant::toString)
                                .equals(Optional.of(line.group(2))))
                        .ifPresent(left::with));
        return left.end();
    }
}

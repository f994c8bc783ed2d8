package classroom.cloud.lambda.environment;

import classroom.cloud.host.ProcessTree;
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
 * The functions' processes of one class, on file in its folder while it runs, so that the next class ends what this one
 * leaves if it is killed.
 *
 * <p>The file's first line is the class's mark, with which the keys of its environments begin: each process of a
 * function and whatever inherits its environment variables has it in {@code AWS_LAMBDA_RUNTIME_API}. Each line after it
 * is a process by id and start.
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
     * Ends what a class has left that was killed: a process whose id <em>and</em> start are on record, or that has its
     * mark.
     *
     * @param folder that class's, which nobody but the caller may be using
     * @return whether none is left
     */
    public static boolean endLeftovers(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return true;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1); // Whatever stands in it.
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

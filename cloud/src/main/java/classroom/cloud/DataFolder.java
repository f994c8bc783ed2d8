package classroom.cloud;

import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.cloud.host.Disk;
import classroom.cloud.host.HostException;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of {@code up --data}: tables, and how far their streams have been handled. One class at a time has it; the
 * operating system ends that with the process, however the process ends.
 */
final class DataFolder implements AutoCloseable {
    /** What this version writes and reads. */
    private static final int FORMAT = 1;

    /** Space for an empty database, with room for the data that a class writes. */
    private static final long ROOM = 8L << 20;

    private static final String MARK = "classroom-data";
    private static final Pattern MARKED = Pattern.compile("Classroom data, format ([0-9]{1,6})(, not yet in use)?\\s*");
    private static final String LOCK = "lock";
    /** Files that an interrupted start may have made before the mark. */
    private static final Set<String> OWN = Set.of(LOCK, MARK + ".new");

    private static final String ANOTHER = Texts.of("give another folder with --data");

    private final Path folder;
    private final FileChannel channel;
    private boolean inUse;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Opens a folder, or makes one.
     *
     * @throws HostException if it cannot be made or written to, is of something else or of a newer version, or
     *     another class has it
     */
    static DataFolder open(Path given) {
        Path folder = given.toAbsolutePath().normalize();
        FileChannel channel = null;
        DataFolder data = null;
        try {
            Files.createDirectories(folder);
            Disk.check(folder, ROOM);
            refuseOthers(folder);
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(folder, channel);
            DataFolder opened = new DataFolder(folder, channel);
            opened.readMark();
            data = opened;
            return data;
        } catch (IOException e) {
            throw new HostException(
                    Texts.of("--data %s cannot be made or written to (%s): %s", folder, reason(e), ANOTHER));
        } finally {
            if (data == null && channel != null) {
                close(channel);
            }
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return Texts.of("no permission");
        }
        return e instanceof FileAlreadyExistsException ? Texts.of("a file is there") : String.valueOf(e.getMessage());
    }

    /** Nothing is written into a folder that has something of somebody else's. */
    private static void refuseOthers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            if (!names.contains(MARK) && !OWN.containsAll(names)) {
                throw new HostException(Texts.of(
                        "--data %s has other files in it, such as %s: give an empty folder, a new one, or one that"
                                + " ./classroom up --data has made",
                        folder,
                        names.stream()
                                .filter(name -> !OWN.contains(name))
                                .findFirst()
                                .orElseThrow()));
            }
        }
    }

    /** The lock, if it is given, ends with the channel. */
    private static void lock(Path folder, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // A class in this same process.
        }
        if (lock == null) {
            throw new HostException(
                    Texts.of("--data %s is in use by another class: stop that one, or %s", folder, ANOTHER));
        }
    }

    private void readMark() throws IOException {
        String text;
        try {
            text = Files.readString(folder.resolve(MARK));
        } catch (NoSuchFileException e) {
            mark(", not yet in use");
            return;
        }
        Matcher mark = MARKED.matcher(text);
        if (!mark.matches()) {
            throw new HostException(Texts.of(
                    "--data %s is not a folder of Classroom: its %s says something else; %s", folder, MARK, ANOTHER));
        }
        if (Integer.parseInt(mark.group(1)) > FORMAT) {
            throw new HostException(Texts.of(
                    "--data %s was made by a newer version of Classroom (format %s, this one knows %d): use"
                            + " that version, or %s",
                    folder, mark.group(1), FORMAT, ANOTHER));
        }
        inUse = mark.group(2) == null;
        if (!inUse) {
            // Its first start was interrupted: DynamoDB Local makes its file and tables in steps, and cannot read an
            // unfinished file.
            Cloud.delete(tables());
            Files.deleteIfExists(checkpoints());
        }
    }

    private void mark(String addition) throws IOException {
        Path fresh = folder.resolve(MARK + ".new");
        Files.writeString(fresh, "Classroom data, format " + FORMAT + addition + "\n");
        Files.move(fresh, folder.resolve(MARK), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Marks its tables as complete: from now on the content of the folder stays. */
    void use() {
        if (inUse) {
            return;
        }
        try {
            mark("");
            inUse = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an earlier class has left tables and checkpoints in it. */
    boolean isInUse() {
        return inUse;
    }

    /** The folder itself. */
    Path path() {
        return folder;
    }

    private Path tables() {
        return folder.resolve("tables");
    }

    /** The file with how far streams have been handled. */
    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** @throws HostException if its tables cannot be read */
    EmbeddedDynamoDb database(Consumer<String> console) {
        try {
            return EmbeddedDynamoDb.in(tables(), inUse, console);
        } catch (IOException e) {
            throw new HostException(Texts.of(
                    "the tables in %s cannot be opened (%s): %s, or remove this one if nobody needs its content",
                    tables(), e.getMessage(), ANOTHER));
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

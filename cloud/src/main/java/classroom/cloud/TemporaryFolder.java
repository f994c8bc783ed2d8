package classroom.cloud;

import classroom.cloud.lambda.environment.ProcessRecord;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a local class for files that end with it. If a local class was killed, the next one ends its processes
 * and removes its files.
 *
 * <p>Its owner keeps a lock in it until it ends, in whatever way: a folder that cannot be locked is in use.
 */
final class TemporaryFolder implements AutoCloseable {
    /** With the id of the process that made it, for people; another process may have it by now. */
    private static final Pattern NAME = Pattern.compile("classroom-[0-9]+-[0-9]+");

    /** Those of this process: to close a second channel of a file would end this process's lock on it. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private static final String LOCK = "lock";

    /** A folder without a lock is being made, or was being removed, for no longer than this. */
    private static final Duration UNLOCKED = Duration.ofMinutes(1);

    private final Path folder;
    private final FileChannel lock;

    private TemporaryFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes one in the system's folder for such, and removes those that nobody has any more. */
    static TemporaryFolder make(Path temporary) throws IOException {
        Path folder = Files.createTempDirectory(
                temporary, "classroom-" + ProcessHandle.current().pid() + "-");
        OWN.add(folder);
        Path fresh = folder.resolve(LOCK + ".new");
        FileChannel lock = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        // Other processes find it locked from the beginning.
        Files.move(fresh, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
        sweep(temporary, Files.getOwner(folder));
        return new TemporaryFolder(folder, lock);
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try {
            remove(folder, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(Texts.of("cannot remove %s: %s", folder, e.getMessage()), e);
        } finally {
            OWN.remove(folder);
        }
    }

    /** The lock is deleted last: if this is interrupted, another local class continues here. */
    private static void remove(Path folder, FileChannel lock) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.filter(file -> !file.endsWith(LOCK)).toList();
        }
        all.forEach(Cloud::delete);
        lock.close(); // On Windows an open file cannot be deleted.
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    private static void sweep(Path temporary, UserPrincipal user) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, "classroom-*")) {
            for (Path folder : found) {
                if (NAME.matcher(folder.getFileName().toString()).matches() && !OWN.contains(folder)) {
                    sweepOne(folder, user);
                }
            }
        }
    }

    private static void sweepOne(Path folder, UserPrincipal user) {
        Path file = folder.resolve(LOCK);
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(folder).equals(user)) {
                return;
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Instant changed = Files.getLastModifiedTime(folder).toInstant();
                if (changed.isBefore(Instant.now().minus(UNLOCKED))) {
                    Cloud.delete(folder);
                }
                return;
            }
            try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                // Its processes first, because the list of them is deleted with the folder.
                if (lock.tryLock() != null && ProcessRecord.endLeftovers(folder)) {
                    remove(folder, lock);
                }
            }
        } catch (IOException | UncheckedIOException | OverlappingFileLockException e) {
            // Another class is at it, or a file in it may not be removed: the next one tries again.
        }
    }
}

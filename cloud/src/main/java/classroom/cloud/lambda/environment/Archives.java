package classroom.cloud.lambda.environment;

import classroom.cloud.host.ClassData;
import classroom.cloud.host.Fingerprint;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cache of class data archives (AppCDS; the {@code java} command's documentation, "Application Class Data Sharing"),
 * so that a function's process need not parse and verify the classes that another process has loaded before.
 *
 * <p>Each class path has a folder, whose name is a hash of the jars and the Java virtual machine. It contains the
 * archive and copies of the jars, because an archive is valid only for files with the same path and time. A broken
 * archive is made again; if that is not possible, functions run without it. Messages about both appear only with {@code
 * CLASSROOM_DEBUG}.
 */
public final class Archives implements AutoCloseable {
    /** System property: {@code off} makes and uses none. */
    static final String PROPERTY = "classroom.archives";

    /** So many folders are kept, the ones that were used last. */
    static final int KEPT = 4;

    /** Raised when the meaning of a folder's content changes. */
    private static final String FORMAT = "1";

    private static final String UNFINISHED = "unfinished-";

    /** A file that is unfinished for longer belongs to a local class that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final boolean enabled;
    private final Map<String, Archive> opened = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "class data archives");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    private Archives(Path folder, boolean enabled) {
        this.folder = folder;
        this.enabled = enabled;
    }

    /** Archives in a folder, which need not be there yet; none if this Java virtual machine has no AppCDS. */
    public static Archives in(Path folder) {
        String machine = System.getProperty("java.vm.name", "");
        boolean hotSpot = machine.startsWith("OpenJDK") || machine.startsWith("Java HotSpot");
        return new Archives(
                folder.toAbsolutePath(),
                hotSpot && !System.getProperty(PROPERTY, "").equals("off"));
    }

    /** No archives. */
    public static Archives none() {
        return new Archives(Path.of(""), false);
    }

    /** Opens the archive of a deployment before its first process is wanted. */
    void prepare(Deployment deployment) {
        if (enabled) {
            later(Duration.ZERO, () -> {
                if (deployment.isUsedUnopened()) {
                    of(deployment.classPath());
                }
            });
        }
    }

    /** The archive of this class path. */
    Archive of(List<Path> classPath) {
        if (!enabled) {
            return Archive.none(this, classPath);
        }
        return opened.computeIfAbsent(state(classPath), state -> {
            try {
                return open(classPath);
            } catch (IOException | RuntimeException e) {
                ClassData.debug("no class data archive of " + classPath, e);
                return Archive.none(this, classPath);
            }
        });
    }

    /** A value that shows, without reading the files, that they are still the same. */
    private static String state(List<Path> classPath) {
        StringBuilder state = new StringBuilder();
        for (Path file : classPath) {
            state.append(file).append('\0');
            try {
                state.append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                state.append("missing");
            }
            state.append('\0');
        }
        return state.toString();
    }

    private Archive open(List<Path> classPath) throws IOException {
        long names = classPath.stream().map(Path::getFileName).distinct().count();
        if (names < classPath.size() || !classPath.stream().allMatch(Files::isRegularFile)) {
            // An archive is of jars only.
            return Archive.none(this, classPath);
        }
        String key = key(classPath);
        Path home = folder.resolve(key);
        List<Path> copies =
                classPath.stream().map(file -> home.resolve(file.getFileName())).toList();
        if (!copies.stream().allMatch(Files::exists) || !key(copies).equals(key)) {
            Folders.delete(home);
            Path unfinished = unfinished();
            try {
                for (Path file : classPath) {
                    Files.copy(file, unfinished.resolve(file.getFileName()));
                }
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Another local class was faster; its result is as good.
                if (!copies.stream().allMatch(Files::exists) || !key(copies).equals(key)) {
                    throw e;
                }
            } finally {
                Folders.delete(unfinished);
            }
        }
        Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
        prune(home);
        return Archive.open(this, home, classPath, copies);
    }

    /** An archive holds for one build of the virtual machine, these bytes and this place. */
    private String key(List<Path> jars) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(FORMAT);
        for (String property : List.of(
                "java.vm.name", "java.vm.vendor", "java.vm.version", "java.runtime.version", "java.home", "os.arch")) {
            fingerprint.add(String.valueOf(System.getProperty(property)));
        }
        fingerprint.add(folder.toString());
        for (Path jar : jars) {
            fingerprint.add(jar.getParent(), jar);
        }
        return fingerprint.toString();
    }

    /** A new folder for files that are moved to their place when they are complete. */
    Path unfinished() throws IOException {
        Files.createDirectories(folder);
        return Files.createTempDirectory(folder, UNFINISHED);
    }

    private void prune(Path used) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Archives::modified).reversed())
                    .toList();
        }
        int kept = 0;
        for (Path one : all) {
            if (one.getFileName().toString().startsWith(UNFINISHED)) {
                if (modified(one).isBefore(Instant.now().minus(ABANDONED))) {
                    Folders.delete(one);
                }
            } else if (++kept > KEPT && !one.equals(used)) {
                Folders.delete(one);
            }
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** Work in the background may fail. */
    interface Task {
        void run() throws IOException, InterruptedException;
    }

    /** Does something in the background; nothing once the class is closing. */
    void later(Duration pause, Task task) {
        try {
            worker.schedule(() -> attempt(task), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The class is closing.
        }
    }

    private static void attempt(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            ClassData.debug("a class data archive was not made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the processes that make archives and waits until none is left. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            worker.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

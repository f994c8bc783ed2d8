package classroom.cloud.lambda.environment;

import classroom.cloud.host.ClassData;
import classroom.cloud.host.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The class data archive of one class path.
 *
 * <p>It is made from class lists: the first process of each handler writes the names of the classes that it loads
 * ({@code -XX:DumpLoadedClassList}). After an invocation has succeeded, a process in the background makes an archive
 * from all names so far. That process runs no code of a function, so the archive contains nothing that a function
 * computed or read.
 */
final class Archive {
    /** An archive is made again for a handler that loads so many more classes. */
    static final int WORTH = 100;

    /**
     * Class lists of this time after a first invocation go into one archive, and making it does not disturb the next
     * invocation.
     */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final String PREFIX = "classes-";
    private static final String ARCHIVE = ".jsa";
    private static final String LIST = ".lst";

    /** How a class list names the handlers of which it is; for the virtual machine this is a comment. */
    private static final String HANDLER = "# handler ";

    private final Archives archives;
    private final Path home;
    private final List<Path> original;
    private final List<Path> copies;

    private final Set<String> handlers = new LinkedHashSet<>();
    private final Set<String> classes = new LinkedHashSet<>();
    /** The archive's file; {@code null} before there is one. */
    private Path file;

    private int archived;
    private boolean making;
    private boolean failed;

    private Archive(Archives archives, Path home, List<Path> original, List<Path> copies) {
        this.archives = archives;
        this.home = home;
        this.original = original;
        this.copies = copies;
    }

    /** A class path without an archive, now and later. */
    static Archive none(Archives archives, List<Path> classPath) {
        return new Archive(archives, Path.of(""), classPath, List.of());
    }

    /** The archive in a folder with copies of the jars. */
    static Archive open(Archives archives, Path home, List<Path> original, List<Path> copies) throws IOException {
        Archive archive = new Archive(archives, home, original, copies);
        archive.find();
        return archive;
    }

    /**
     * How a process is started.
     *
     * @param classPath the class path in place of the function's own
     * @param options options of the virtual machine
     * @param records whether the process writes its class list
     */
    record Launch(List<Path> classPath, List<String> options, boolean records) {}

    /** How a process of a handler is started; it may write its class list to a file. */
    synchronized Launch launch(String handler, Path list) throws IOException {
        if (copies.isEmpty() || !copies.stream().allMatch(Files::exists)) {
            return new Launch(original, List.of(), false);
        }
        if (file != null && !Files.exists(file)) {
            // Another class has made a better one, or somebody has cleaned up.
            find();
        }
        List<String> options = new ArrayList<>();
        if (file != null) {
            options.add("-XX:SharedArchiveFile=" + file);
            // Its messages about the archive would be in the function's output.
            options.add("-Xlog:cds*=off");
            if (Runtime.version().feature() >= 24) {
                options.add("-Xlog:aot*=off");
            }
        }
        boolean records = !failed && !handlers.contains(handler);
        if (records) {
            options.add("-XX:DumpLoadedClassList=" + list);
        }
        return new Launch(copies, options, records);
    }

    /** Takes the class list of a process that has answered its first invocation. */
    void learn(Launch launch, String handler, Path list) {
        if (launch.records()) {
            archives.later(Duration.ZERO, () -> {
                if (Files.exists(list)) {
                    learn(handler, Files.readString(list));
                }
            });
        }
    }

    private synchronized void learn(String handler, String list) {
        handlers.add(handler);
        // The process is still writing: its last line may be incomplete.
        list.substring(0, list.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.contains(" source:"))
                .map(line -> line.replaceFirst(" id: \\d+$", ""))
                .forEach(classes::add);
        if (!making) {
            making = true;
            archives.later(QUIET, this::make);
        }
    }

    private void make() throws IOException, InterruptedException {
        List<String> list;
        int size;
        boolean worth;
        synchronized (this) {
            making = false;
            size = classes.size();
            worth = size - archived >= WORTH;
            list = Stream.concat(handlers.stream().map(HANDLER::concat), classes.stream())
                    .toList();
            // It is tried once.
            failed |= worth;
        }
        Path unfinished = archives.unfinished();
        try {
            Path names = Files.write(unfinished.resolve("names"), list);
            if (!worth) {
                Path known = file();
                if (known != null) {
                    move(names, listOf(known));
                }
                return;
            }
            Path data = unfinished.resolve("data");
            ClassData.dump(names, data, copies);
            Path made = home.resolve(PREFIX + check(data) + ARCHIVE);
            move(names, listOf(made));
            move(data, made);
            synchronized (this) {
                file = made;
                archived = size;
                failed = false;
            }
            removeOthers(made);
        } finally {
            Folders.delete(unfinished);
        }
    }

    private synchronized Path file() {
        return file;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What changes with the archive, and with the times of the jars, by which the virtual machine knows them. */
    private String check(Path data) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        for (Path jar : copies) {
            fingerprint.add(Files.getLastModifiedTime(jar).toString());
        }
        fingerprint.add(data, data);
        return fingerprint.toString();
    }

    private static Path listOf(Path archive) {
        String name = archive.getFileName().toString();
        return archive.resolveSibling(name.substring(0, name.length() - ARCHIVE.length()) + LIST);
    }

    /** Looks for an archive that is whole. */
    private synchronized void find() throws IOException {
        file = null;
        archived = 0;
        handlers.clear();
        classes.clear();
        for (Path found : files()) {
            if (!found.toString().endsWith(ARCHIVE)) {
                continue;
            }
            if (found.getFileName().toString().equals(PREFIX + check(found) + ARCHIVE) && Files.exists(listOf(found))) {
                for (String line : Files.readAllLines(listOf(found), StandardCharsets.UTF_8)) {
                    if (line.startsWith(HANDLER)) {
                        handlers.add(line.substring(HANDLER.length()));
                    } else {
                        classes.add(line);
                    }
                }
                file = found;
                archived = classes.size();
                return;
            }
            Folders.delete(found);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(f -> f.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .toList();
        }
    }

    private void removeOthers(Path made) throws IOException {
        for (Path other : files()) {
            if (!other.equals(made) && !other.equals(listOf(made))) {
                Folders.delete(other);
            }
        }
    }
}

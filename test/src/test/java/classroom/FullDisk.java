package classroom;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that finds the disk full in one folder: a small file system is mounted there, and only the command sees it.
 */
public final class FullDisk {
    /** Nobody else has the mount, and it is gone with the process. Taken up to the last byte. */
    private static final String FULL = """
            mount -t tmpfs -o size=64k tmpfs "$1" && { head -c 1000000 /dev/zero > "$1/filling" 2>/dev/null; shift; exec "$@"; }
            """;

    private static final String SMALL = """
            mount -t tmpfs -o size=%s tmpfs "$1" && { shift; exec "$@"; }
            """;

    private FullDisk() {}

    /** The test ends here where the system lets nobody make such a file system (a Linux without user namespaces). */
    public static ProcessBuilder at(Path folder, List<String> command) throws IOException, InterruptedException {
        return with(FULL, folder, command);
    }

    /** One with room for so much, such as {@code 12m}. */
    public static ProcessBuilder small(Path folder, String size, List<String> command)
            throws IOException, InterruptedException {
        return with(SMALL.formatted(size), folder, command);
    }

    private static ProcessBuilder with(String script, Path folder, List<String> command)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", folder.toString()));
        List<String> trial = new ArrayList<>(all);
        trial.add("true");
        assumeTrue(isDone(trial), "no file system can be mounted");
        all.addAll(command);
        return new ProcessBuilder(all);
    }

    private static boolean isDone(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) { // Another system: there is no such command.
            return false;
        }
    }
}

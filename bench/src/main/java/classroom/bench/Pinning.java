package classroom.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Until it is closed, keeps measured processes on the last core and this process on the others, with Linux's {@code
 * taskset}, if there is one.
 */
public final class Pinning implements AutoCloseable {
    private final int cores;
    private final boolean pins;

    private Pinning(int cores, boolean pins) {
        this.cores = cores;
        this.pins = pins;
    }

    /** Looks for the tool, and moves this process, with the servers in it, to the other cores. */
    public static Pinning start() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Pinning(cores, cores > 1 && hold(cores - 2));
    }

    /** Whether this process is held on the cores up to this one. */
    private static boolean hold(int last) {
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            return new ProcessBuilder("taskset", "-a", "-c", "-p", "0-" + last, self)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Returns the command, on a separate core if possible. */
    public List<String> pinned(List<String> command) {
        if (!pins) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(cores - 1)));
        pinned.addAll(command);
        return pinned;
    }

    @Override
    public String toString() {
        return pins
                ? "measured processes on one core of " + cores + ", servers on the others"
                : "not pinned: no taskset, or one core";
    }

    @Override
    public void close() {
        if (pins) {
            hold(cores - 1);
        }
    }
}

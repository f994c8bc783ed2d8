package classroom.cloud.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and everything that it has started.
 *
 * <p>The system shows a process's parent as long as the parent is running. A process that detached itself ({@code
 * setsid}, two forks), or whose parent ended first, is found by a mark in the environment variables that it inherited.
 * Only Linux shows them, in {@code /proc/PID/environ}.
 */
public final class ProcessTree {
    /** How long processes that make new ones faster than they are found are hunted. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(1);

    private static final Path PROC = Path.of("/proc");

    // Where proc_pid_stat(5) has what: its numbers of fields, less the two before the state and less one.
    private static final int STATE = 3 - 3;
    private static final int VSIZE = 23 - 3;
    private static final int ENV_START = 50 - 3;
    private static final int ENV_END = 51 - 3;

    private final String mark;
    private final Set<ProcessHandle> known = new HashSet<>();

    /** @param mark what only these processes have in their environment variables; empty for none */
    public ProcessTree(String mark) {
        this.mark = mark;
    }

    /** Adds a process. Its id and its start time identify it: another process with the same id is never touched. */
    public synchronized ProcessTree with(ProcessHandle process) {
        known.add(process);
        return this;
    }

    /**
     * Asks all present processes to end, and kills those that do not end in time; at once if this thread is
     * interrupted.
     */
    public void terminate(Duration patience) {
        synchronized (this) {
            findDescendants();
            known.forEach(ProcessHandle::destroy);
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isGone()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        end();
    }

    /** Kills what there is now. */
    public synchronized void kill() {
        findDescendants();
        known.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills until none is left, for ten seconds at most, and says whether none is. */
    public boolean end() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean ended = isEnded();
        while (!ended && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            ended = isEnded();
        }
        return ended;
    }

    /** A round that finds one is never the last: it may have started another meanwhile. */
    private synchronized boolean isEnded() {
        kill();
        boolean found = killMarked();
        return isGone() && !found;
    }

    /** Whether none is left of those that are known. */
    private synchronized boolean isGone() {
        known.removeIf(ProcessTree::isGone);
        return known.isEmpty();
    }

    private void findDescendants() {
        if (isGone()) {
            return;
        }
        Map<ProcessHandle, ProcessHandle> parents = new HashMap<>();
        ProcessHandle.allProcesses().forEach(each -> each.parent().ifPresent(parent -> parents.put(each, parent)));
        int before;
        do {
            before = known.size();
            parents.forEach((each, parent) -> {
                if (known.contains(parent)) {
                    known.add(each);
                }
            });
        } while (known.size() > before);
    }

    /**
     * The newest first, and each as soon as it is found: one that starts another and ends is gone within a millisecond.
     *
     * @return whether there was one, or one of which it is not known yet
     */
    private boolean killMarked() {
        String[] names = mark.isEmpty() ? null : PROC.toFile().list();
        if (names == null) {
            return false;
        }
        boolean found = false;
        for (long pid : Arrays.stream(names)
                .filter(name -> name.chars().allMatch(Character::isDigit))
                .map(Long::valueOf)
                .sorted(Comparator.reverseOrder())
                .toList()) {
            if (mayBeMarked(pid)) {
                found = true;
                ProcessHandle.of(pid)
                        .filter(process -> isMarked(pid)) // Its id might have become another's since.
                        .ifPresent(process -> {
                            process.destroyForcibly();
                            known.add(process);
                        });
            }
        }
        return found;
    }

    private boolean isMarked(long pid) {
        try {
            return read(pid, "environ").contains(mark);
        } catch (IOException e) {
            return false; // It is gone, or another user's.
        }
    }

    /**
     * Whether a process is marked, or is just exchanging its program for another one ({@code execve}): it has memory,
     * and the system shows no environment variables until the new program has them. See proc_pid_stat(5).
     */
    private boolean mayBeMarked(long pid) {
        try {
            String environment = read(pid, "environ");
            if (!environment.isEmpty()) {
                return environment.contains(mark);
            }
            String[] fields = stat(pid);
            boolean hasMemory = !fields[VSIZE].equals("0");
            boolean isWithoutVariables = !fields[ENV_START].equals("0") && fields[ENV_START].equals(fields[ENV_END]);
            return hasMemory && !isWithoutVariables;
        } catch (IOException e) {
            return false; // It is gone, or another user's.
        }
    }

    /** One that has ended and that nobody has waited for yet is still in the system's list: on Linux with state Z. */
    private static boolean isGone(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        if (!Files.isDirectory(PROC)) {
            return false;
        }
        try {
            return stat(process.pid())[STATE].equals("Z");
        } catch (IOException e) {
            return true;
        }
    }

    /** The fields of proc_pid_stat(5) from the state on: the name before it may contain spaces. */
    private static String[] stat(long pid) throws IOException {
        String stat = read(pid, "stat");
        return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    }

    /**
     * Reads in one call of the system: a process that changes its program between two gives the end of neither, and
     * would pass for one without the mark.
     */
    private static String read(long pid, String file) throws IOException {
        try (FileInputStream in =
                new FileInputStream(PROC.resolve(pid + File.separator + file).toFile())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 16];
            int length;
            do {
                length = in.read(part);
                all.write(part, 0, Math.max(0, length));
            } while (length == part.length);
            return all.toString(StandardCharsets.ISO_8859_1);
        }
    }
}

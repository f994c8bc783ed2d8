package classroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The processor time of all processes that this one started and that have ended, with theirs: on Linux. */
public final class ProcessorTime {
    /** proc(5), "/proc/pid/stat": {@code cutime} and {@code cstime} are the 16th and 17th field. */
    private static final int AFTER_THE_NAME = 13;

    /** {@code USER_HZ}, which is 100 on every Linux that has a JDK. */
    private static final double MS_A_TICK = 10;

    private ProcessorTime() {}

    /** So far; empty where the system does not tell. */
    public static OptionalDouble ofChildrenMs() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return OptionalDouble.of(
                    (Long.parseLong(fields[AFTER_THE_NAME]) + Long.parseLong(fields[AFTER_THE_NAME + 1])) * MS_A_TICK);
        } catch (IOException notLinux) {
            return OptionalDouble.empty();
        }
    }
}

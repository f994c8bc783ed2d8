package classroom.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * The setup of a benchmark.
 *
 * @param root the project's folder
 * @param jdks homes of the JDKs that run the measured programs
 * @param size the size, for benchmarks that have one, or 0 for the default
 */
public record Setup(Path root, List<Path> jdks, int size) {
    /** The size that was asked for, or this one. */
    public int size(int own) {
        return size == 0 ? own : size;
    }
}

package classroom.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What a benchmark is run with.
 *
 * @param root the project's folder
 * @param jdks homes of the JDKs that what is measured runs on
 * @param size how large a benchmark is that has a size, or 0 for its own
 */
public record Setup(Path root, List<Path> jdks, int size) {
    /** The size that was asked for, or this one. */
    public int size(int own) {
        return size == 0 ? own : size;
    }
}

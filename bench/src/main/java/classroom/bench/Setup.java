package classroom.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What a benchmark is run with.
 *
 * @param root the project's folder
 * @param jdks homes of the JDKs that what is measured runs on
 * @param pinning what holds a measured process on one core
 */
public record Setup(Path root, List<Path> jdks, Pinning pinning) {}

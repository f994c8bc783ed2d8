package classroom.bench;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** From which file a class comes. */
public final class Origin {
    private Origin() {}

    /** The jar of a class of a library or of ours. */
    public static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " comes from no file", e);
        }
    }

    /** A fact of the library that the class is of: its jar's name has the version. */
    public static Benchmark.Fact fact(String name, Class<?> type) {
        return new Benchmark.Fact(name, of(type).getFileName().toString());
    }
}

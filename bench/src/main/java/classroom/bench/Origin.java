package classroom.bench;

import classroom.cloud.lambda.environment.RuntimeFiles;

/** The file of a Java class. */
public final class Origin {
    private Origin() {}

    /** A fact of the library that the class is of: its jar's name has the version. */
    public static Benchmark.Fact fact(String name, Class<?> type) {
        return new Benchmark.Fact(name, RuntimeFiles.origin(type).getFileName().toString());
    }
}

package classroom.bench;

import java.util.List;

/** Something to measure, made ready; closed when the rounds are over. */
public interface Benchmark extends AutoCloseable {
    /** What is measured, for the head of the chart. */
    String title();

    /** Who takes turns. Each is run once before the rounds, unmeasured, so that files and servers are warm for all. */
    List<Contender> contenders();

    /** What is to be read from the samples. */
    List<Comparison> comparisons();

    /** Figures that have a goal by themselves. */
    default List<Limit> limits() {
        return List.of();
    }

    /** What its chart shows. */
    Picture picture();

    /** How often each contender runs when nobody says. */
    default int rounds() {
        return 15;
    }

    /** Versions and settings that the figures depend on, by name. */
    List<Fact> facts();

    @Override
    void close();

    /** One line of what the figures depend on. */
    record Fact(String name, String value) {}

    /** Makes a benchmark ready. */
    @FunctionalInterface
    interface Factory {
        Benchmark open(Setup setup) throws Exception;
    }
}

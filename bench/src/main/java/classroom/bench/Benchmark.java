package classroom.bench;

import java.util.ArrayList;
import java.util.List;

/** Something to measure. It adds its parts while it is made, and is closed when the rounds are over. */
public abstract class Benchmark implements AutoCloseable {
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    /** One line of what the figures depend on. */
    public record Fact(String name, String value) {}

    /** Makes a benchmark ready. */
    @FunctionalInterface
    interface Factory {
        Benchmark open(Setup setup) throws Exception;
    }

    /** Adds one who takes turns. Each runs once before the rounds, unmeasured, so that files and servers are warm. */
    protected final void contend(Contender contender) {
        contenders.add(contender);
    }

    /** Adds something to be read from the samples. */
    protected final void compare(Comparison comparison) {
        comparisons.add(comparison);
    }

    /** Adds a figure that has a goal by itself. */
    protected final void limit(Limit limit) {
        limits.add(limit);
    }

    /** Adds a version or a setting that the figures depend on. */
    protected final void note(Fact fact) {
        facts.add(fact);
    }

    /** What is measured, for the head of the chart. */
    public abstract String title();

    /** What its chart shows. */
    public abstract Picture picture();

    /** How often each contender runs when nobody says. */
    public int rounds() {
        return 15;
    }

    @Override
    public abstract void close();

    final List<Contender> contenders() {
        return contenders;
    }

    final List<Comparison> comparisons() {
        return comparisons;
    }

    final List<Limit> limits() {
        return limits;
    }

    final List<Fact> facts() {
        return facts;
    }
}

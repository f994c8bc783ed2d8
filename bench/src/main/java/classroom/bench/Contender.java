package classroom.bench;

import java.util.Map;

/** One of those who take turns. */
public interface Contender {
    /** A short name: the chart shows it under a bar. */
    String name();

    /**
     * Runs once and returns the result of each measure: {@code wall ms}, {@code cpu ms}. Contenders that are compared
     * have the same measures.
     */
    Map<String, Double> run() throws Exception;

    /** Runs unmeasured before the rounds, so that files and servers are warm for all. */
    default void warm() throws Exception {
        run();
    }
}

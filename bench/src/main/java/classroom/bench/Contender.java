package classroom.bench;

import java.util.Map;

/** One of those who take turns. */
public interface Contender {
    /** Short: it stands under a bar. */
    String name();

    /**
     * Runs once and tells what it took, by measure: {@code wall ms}, {@code cpu ms}. Those that are compared have the
     * same ones.
     */
    Map<String, Double> run() throws Exception;

    /** Runs unmeasured before the rounds, so that files and servers are warm for all. */
    default void warm() throws Exception {
        run();
    }
}

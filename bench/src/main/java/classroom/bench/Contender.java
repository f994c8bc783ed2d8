package classroom.bench;

import java.util.Map;

/** One of those who take turns. */
public interface Contender {
    /** Short: it stands under a bar. */
    String name();

    /** Runs once and tells what it took, by measure: {@code wall ms}, {@code cpu ms}. Every contender has the same ones. */
    Map<String, Double> run() throws Exception;
}

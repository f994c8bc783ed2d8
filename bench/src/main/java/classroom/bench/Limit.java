package classroom.bench;

/**
 * A figure that is asked for by itself.
 *
 * @param contender the name of whose it is
 * @param goal the project's goal for its median
 */
public record Limit(String contender, String measure, Goal goal) {}

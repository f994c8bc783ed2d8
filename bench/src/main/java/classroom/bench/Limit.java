package classroom.bench;

/**
 * A single figure with a goal.
 *
 * @param contender the name of its contender
 * @param goal the project's goal for its median
 */
public record Limit(String contender, String measure, Goal goal) {}

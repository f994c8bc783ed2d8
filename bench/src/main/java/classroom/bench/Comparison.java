package classroom.bench;

import java.util.List;

/**
 * A ratio that is asked for.
 *
 * @param contender the name of who is compared
 * @param baseline the name of whom with
 * @param goal the project's goal for the median of the rounds' ratios
 * @param measures by which they are compared
 */
public record Comparison(String contender, String baseline, Goal goal, List<String> measures) {}

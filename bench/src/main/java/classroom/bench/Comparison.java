package classroom.bench;

import java.util.List;

/**
 * A ratio with a goal.
 *
 * @param contender the name of the contender
 * @param baseline the name of the contender that it is compared with
 * @param goal the project's goal for the median of the rounds' ratios
 * @param measures the measures that are compared
 */
public record Comparison(String contender, String baseline, Goal goal, List<String> measures) {}

package classroom.bench;

/**
 * A ratio that is asked for.
 *
 * @param contender the name of who is compared
 * @param baseline the name of whom with
 * @param atMost the project's goal for the median of the rounds' ratios
 */
public record Comparison(String contender, String baseline, double atMost) {}

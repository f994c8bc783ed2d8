package classroom.bench;

import java.util.List;

/**
 * Median and quartiles, by linear interpolation between the closest ranks.
 *
 * @param lower a quarter of the samples is below
 * @param upper a quarter is above
 */
public record Spread(double median, double lower, double upper) {
    public static Spread of(List<Double> samples) {
        return new Spread(quantile(samples, 0.5), quantile(samples, 0.25), quantile(samples, 0.75));
    }

    /** Returns the figure that is greater than this part of the samples. */
    public static double quantile(List<Double> samples, double part) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double rank = part * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}

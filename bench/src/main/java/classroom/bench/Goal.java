package classroom.bench;

import java.util.function.DoublePredicate;

/** The value that a median must reach. */
public final class Goal {
    private final String words;
    private final DoublePredicate met;

    private Goal(String words, DoublePredicate met) {
        this.words = words;
        this.met = met;
    }

    public static Goal atMost(double bound) {
        return new Goal("at most " + bound, median -> median <= bound);
    }

    public static Goal atLeast(double bound) {
        return new Goal("at least " + bound, median -> median >= bound);
    }

    /** A figure that is only to be known. */
    public static Goal none() {
        return new Goal("none", median -> true);
    }

    boolean isMet(double median) {
        return met.test(median);
    }

    /** The goal, and whether this median meets it. */
    String verdict(double median) {
        return words.equals("none") ? "no goal" : "goal " + words + ": " + (isMet(median) ? "met" : "missed");
    }

    @Override
    public String toString() {
        return words;
    }
}

package classroom.template.cost;

import java.util.List;

/**
 * A finding that {@link Guard} refuses.
 *
 * @param what in words
 * @param howMuch the cost, or why nobody can say
 * @param where each as {@code Stack/LogicalId.Properties.Path}
 * @param wayOut what to change
 * @param consent the option of the CDK that consents to it, such as {@code -c maxMonthlyUsd=1.17}; {@code null} if
 *     nobody can
 */
public record Violation(Kind kind, String what, String howMuch, List<String> where, String wayOut, String consent) {
    Violation(Kind kind, String what, String howMuch, List<String> where, String wayOut) {
        this(kind, what, howMuch, where, wayOut, null);
    }

    /** Why it is refused. */
    public enum Kind {
        /** It leaves the free allowance: allowed if the worst month stays within the amount consented to. */
        COST,
        /**
         * It leaves the free allowance in a region whose prices nobody has looked up: there is no amount to consent to.
         */
        UNPRICED,
        /** Its cost has no limit. */
        UNBOUNDED,
        /** A feature that a class does not pay for. */
        PAID_FEATURE,
        /** Anybody may use it, as often as they like: allowed if it is consented to by name. */
        ANYBODY,
        /** It would stay after destroy. */
        REMAINS,
        /** The price table or the template does not define it. */
        UNKNOWN
    }

    /** In one line: what, how much, where and the way out. */
    public String message() {
        return what + " at " + String.join(", ", where) + ": " + howMuch + ". Way out: " + wayOut
                + (consent == null ? "" : ", or consent with " + consent + ending()) + ".";
    }

    /** What goes with a consent: a class that costs something should end. */
    public String ending() {
        return kind == Kind.COST ? " and let the class end today with -c selfDestruct=MOMENT" : "";
    }
}

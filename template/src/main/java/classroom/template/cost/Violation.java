package classroom.template.cost;

import classroom.template.language.Texts;
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
        String places = String.join(", ", where);
        return consent == null
                ? Texts.of("%s at %s: %s. Way out: %s.", what, places, howMuch, wayOut)
                : Texts.of("%s at %s: %s. Way out: %s, or %s.", what, places, howMuch, wayOut, consenting(consent));
    }

    /** Says how one consents: with this option. A class that costs something should also end. */
    public String consenting(String option) {
        return kind == Kind.COST
                ? Texts.of("consent with %s and let the class end today with -c selfDestruct=MOMENT", option)
                : Texts.of("consent with %s", option);
    }
}

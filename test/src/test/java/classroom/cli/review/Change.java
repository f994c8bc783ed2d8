package classroom.cli.review;

import java.util.EnumSet;
import java.util.Set;

/**
 * A prepared change of a template and the expected result of the review.
 *
 * @param what the change, for the name of the test
 * @param before sections of the template, as {@link Pair} reads them
 * @param after the same sections, changed
 * @param verdict the expected verdict
 * @param says texts that the report must contain
 */
record Change(String what, String before, String after, Verdict verdict, String says) {
    /** The verdicts of a review, with the consents that they need. */
    enum Verdict {
        WIDER(Consent.WIDER_PERMISSIONS),
        ANYBODY(Consent.WIDER_PERMISSIONS),
        NOT_JUDGED(Consent.WIDER_PERMISSIONS),
        DATA_LOSS(Consent.DATA_LOSS),
        NOTHING;

        private final Set<Consent> consents = EnumSet.noneOf(Consent.class);

        Verdict(Consent... consents) {
            this.consents.addAll(Set.of(consents));
        }

        /** The consents that it needs. */
        Set<Consent> consents() {
            return consents;
        }

        static Verdict of(Review review) {
            if (!review.unjudged().isEmpty()) {
                return NOT_JUDGED;
            }
            if (!review.wider().isEmpty()) {
                return review.wider().stream().anyMatch(Permissions.Wider::isForAnybody) ? ANYBODY : WIDER;
            }
            return review.lost().isEmpty() ? NOTHING : DATA_LOSS;
        }
    }

    /** Returns the change with one text, which must be there, replaced by another. */
    static Change replacing(String what, String before, String text, String by, Verdict verdict, String says) {
        if (!before.contains(text)) {
            throw new AssertionError(what + ": there is no " + text + " in " + before);
        }
        return new Change(what, before, before.replace(text, by), verdict, says);
    }

    @Override
    public String toString() {
        return what + " → " + verdict;
    }
}

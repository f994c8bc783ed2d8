package classroom.cli.review;

import java.util.EnumSet;
import java.util.Set;

/**
 * A prepared change of a template and what the review must say of it.
 *
 * @param what changes, for the name of the test
 * @param before sections of the template, as {@link Pair} reads them
 * @param after the same, changed
 * @param verdict that it must get
 * @param says what the report must contain
 */
record Change(String what, String before, String after, Verdict verdict, String says) {
    /** What a review can come to, with the consents that it asks for. */
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

        /** What it must be allowed for. */
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

    /** The same with one text for another, which must be there. */
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

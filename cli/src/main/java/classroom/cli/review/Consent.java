package classroom.cli.review;

import java.util.Arrays;
import java.util.Optional;

/** The changes that a review refuses unless they are allowed by name. */
enum Consent {
    DATA_LOSS("data-loss"),
    WIDER_PERMISSIONS("wider-permissions");

    private final String word;

    Consent(String word) {
        this.word = word;
    }

    static Optional<Consent> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /** As the option {@code --allow} takes it; the label of a pull request is {@code allow-} and this. */
    @Override
    public String toString() {
        return word;
    }
}

package classroom.template.cost;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** A reason to refuse something with any consent: a {@link Violation}, wherever it is found. */
record Refusal(Violation.Kind kind, String what, String howMuch, String wayOut) {
    static final String STAYS = Texts.of("it would stay after destroy");

    /** A reason as {@code types.json} writes it; empty if it is missing. */
    static Optional<Refusal> of(JsonNode written, Prices prices) {
        if (written.isMissingNode()) {
            return Optional.empty();
        }
        String wayOut = text(written, "wayOut");
        if (written.has("remains")) {
            return Optional.of(new Refusal(Violation.Kind.REMAINS, text(written, "remains"), STAYS, wayOut));
        }
        String howMuch = written.has("price")
                ? prices.price(written.get("price").textValue()).quote()
                : text(written, "howMuch");
        return Optional.of(new Refusal(Violation.Kind.PAID_FEATURE, text(written, "paid"), howMuch, wayOut));
    }

    private static String text(JsonNode written, String member) {
        return Texts.of(written.required(member).textValue());
    }

    Violation at(String where) {
        return new Violation(kind, what, howMuch, List.of(where), wayOut);
    }
}

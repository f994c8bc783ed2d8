package classroom.bench.models;

import classroom.template.language.Texts;

/** The kinds of operations on a model, in English. */
enum Kind {
    ENTRY(Texts.later("entries")),
    EXIT(Texts.later("exits")),
    TIME(Texts.later("times parked")),
    BILL(Texts.later("bills")),
    VEHICLES(Texts.later("owners' vehicles")),
    OWNER(Texts.later("vehicles' owners"));

    private final String plural;

    Kind(String plural) {
        this.plural = plural;
    }

    @Override
    public String toString() {
        return plural;
    }
}

package classroom.bench.models;

/** The kinds of operations on a model. */
enum Kind {
    ENTRY("entries"),
    EXIT("exits"),
    TIME("times parked"),
    BILL("bills"),
    VEHICLES("owners' vehicles"),
    OWNER("vehicles' owners");

    private final String plural;

    Kind(String plural) {
        this.plural = plural;
    }

    @Override
    public String toString() {
        return plural;
    }
}

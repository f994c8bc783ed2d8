package classroom.bench.models;

/** What is asked of a model. */
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

package classroom.infra;

/** How the tables are paid for. */
enum Billing {
    /** Capacity units that are there and limit the table: the lesson's way, inside the always-free allowance. */
    PROVISIONED("provisioned"),

    /** Every request is paid for, up to a maximum throughput. */
    ON_DEMAND("on-demand");

    private final String text;

    Billing(String text) {
        this.text = text;
    }

    /** As the setting is written. */
    @Override
    public String toString() {
        return text;
    }
}

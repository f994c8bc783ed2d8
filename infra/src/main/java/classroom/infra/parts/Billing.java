package classroom.infra.parts;

/** Says how the tables are paid for. */
public enum Billing {
    /** The table has capacity units, which limit it: the lessons' way, inside the always-free allowance. */
    PROVISIONED("provisioned"),

    /** Every request is paid for, up to a maximum throughput. */
    ON_DEMAND("on-demand");

    private final String text;

    Billing(String text) {
        this.text = text;
    }

    /** Returns the value of the setting. */
    @Override
    public String toString() {
        return text;
    }
}

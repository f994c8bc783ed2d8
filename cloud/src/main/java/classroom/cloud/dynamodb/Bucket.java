package classroom.cloud.dynamodb;

/**
 * Capacity units that arrive evenly. Unused units are saved for a while, and the balance may be negative.
 *
 * <p>Source: Amazon DynamoDB Developer Guide, "Burst and adaptive capacity": up to 300 seconds of unused capacity are
 * kept. A request is accepted while any unit is left, and then uses as many units as it needs. Later requests wait
 * until the balance is positive again. So in the long run exactly the provisioned capacity is used, with items of any
 * size.
 */
final class Bucket {
    static final double BURST_SECONDS = 300;

    private static final double NANOSECONDS = 1e9;

    private double perSecond;
    private double kept;
    private double left;
    private long at;

    private Bucket(double perSecond, double seconds, long now) {
        this.perSecond = perSecond;
        this.kept = perSecond * seconds;
        this.left = perSecond;
        this.at = now;
    }

    /** Capacity of this number of units a second; a new table has the units of one second. */
    static Bucket provisioned(double perSecond, long now) {
        return new Bucket(perSecond, BURST_SECONDS, now);
    }

    /** A maximum of this number of units a second; unused units are not saved. */
    static Bucket maximum(double perSecond, long now) {
        return new Bucket(perSecond, 1, now);
    }

    /** Never empty. */
    static Bucket endless() {
        return new Bucket(Double.POSITIVE_INFINITY, 1, 0);
    }

    /** The units that are left; negative if more were used. */
    synchronized double left(long now) {
        if (perSecond < Double.POSITIVE_INFINITY) {
            left = Math.min(kept, left + (now - at) / NANOSECONDS * perSecond);
            at = now;
        }
        return left;
    }

    synchronized void take(double units, long now) {
        left(now);
        left -= units;
    }

    /** Returns another bucket with the same balance. */
    synchronized Bucket continuedBy(Bucket next, long now) {
        if (perSecond < Double.POSITIVE_INFINITY && next.perSecond < Double.POSITIVE_INFINITY) {
            next.left = Math.min(next.kept, left(now));
        }
        return next;
    }
}

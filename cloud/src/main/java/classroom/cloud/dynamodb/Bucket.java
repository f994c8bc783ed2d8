package classroom.cloud.dynamodb;

/**
 * Capacity units that come in evenly, are kept for a while when nobody takes them, and may be owed.
 *
 * <p>Source: Amazon DynamoDB Developer Guide, "Burst and adaptive capacity": up to 300 seconds of unused capacity are
 * kept. Whoever comes is served as long as anything is left, and takes what it turns out to need; those after it wait
 * until that has come in. So what is served in the long run is what was provisioned, whatever the size of the items.
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

    /** Capacity of so many units a second; a new table has a second's. */
    static Bucket provisioned(double perSecond, long now) {
        return new Bucket(perSecond, BURST_SECONDS, now);
    }

    /** A maximum of so many units a second, of which nothing is kept. */
    static Bucket maximum(double perSecond, long now) {
        return new Bucket(perSecond, 1, now);
    }

    /** Never empty. */
    static Bucket endless() {
        return new Bucket(Double.POSITIVE_INFINITY, 1, 0);
    }

    /** What is left; less than nothing if units are owed. */
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

    /** Another bucket for the same units: what is left here, or is owed, is there as well. */
    synchronized Bucket continuedBy(Bucket next, long now) {
        if (perSecond < Double.POSITIVE_INFINITY && next.perSecond < Double.POSITIVE_INFINITY) {
            next.left = Math.min(next.kept, left(now));
        }
        return next;
    }
}

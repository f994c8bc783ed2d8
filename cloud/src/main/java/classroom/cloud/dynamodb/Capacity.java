package classroom.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The capacity of a table or an index.
 *
 * @param onDemand whether requests are paid for one by one, so that there is at most a maximum
 */
record Capacity(boolean onDemand, Bucket reads, Bucket writes) {
    /**
     * As the properties of CreateTable or UpdateTable say it, {@code ProvisionedThroughput} or
     * {@code OnDemandThroughput}.
     */
    static Capacity of(boolean onDemand, JsonNode properties, long now) {
        if (onDemand) {
            JsonNode most = properties.path("OnDemandThroughput");
            return new Capacity(
                    true,
                    maximum(most.path("MaxReadRequestUnits"), now),
                    maximum(most.path("MaxWriteRequestUnits"), now));
        }
        JsonNode provisioned = properties.path("ProvisionedThroughput");
        return new Capacity(
                false,
                Bucket.provisioned(provisioned.path("ReadCapacityUnits").asDouble(1), now),
                Bucket.provisioned(provisioned.path("WriteCapacityUnits").asDouble(1), now));
    }

    /** A missing value or -1 means no maximum (API Reference, "OnDemandThroughput"). */
    private static Bucket maximum(JsonNode units, long now) {
        return units.asDouble(-1) < 0 ? Bucket.endless() : Bucket.maximum(units.asDouble(), now);
    }

    Bucket of(boolean write) {
        return write ? writes : reads;
    }

    Capacity continuedBy(Capacity next, long now) {
        return new Capacity(next.onDemand, reads.continuedBy(next.reads, now), writes.continuedBy(next.writes, now));
    }
}

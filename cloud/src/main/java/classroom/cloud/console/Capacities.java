package classroom.cloud.console;

import classroom.template.cost.Price;
import classroom.template.cost.Prices;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the console says of capacity beside the events: prices, and how full the buckets are. */
public final class Capacities {
    private static final String DYNAMODB = "dynamodb-";

    private Capacities() {}

    /**
     * Prices of reads and writes, as numbers in USD, with the Region and the date of the price list.
     *
     * @param balances what is left of each table and index; {@code null} if nothing is throttled
     */
    public static ObjectNode of(Prices prices, ObjectNode balances) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("region", prices.region())
                .put("date", prices.date().toString())
                .put("hoursPerMonth", prices.hoursPerMonth());
        for (String units : new String[] {"read-capacity", "write-capacity", "read-requests", "write-requests"}) {
            Price price = prices.price(DYNAMODB + units);
            all.withObject("/prices/" + units)
                    .put("usd", price.usd())
                    .put("per", price.per())
                    .put("free", price.free());
        }
        return balances == null ? all : all.set("balances", balances);
    }
}

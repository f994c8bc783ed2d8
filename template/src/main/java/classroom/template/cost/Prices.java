package classroom.template.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The price table: on-demand prices and always-free allowances at one date. All of it is in {@code prices.json}, beside
 * this class; {@link Types} says what has one of them. It is of one Region; other Regions have a source for every price
 * that a bill of the class can have in them, or none here.
 */
public final class Prices {
    private static final String FILE = "prices.json";
    private static final JsonNode TABLE = read();
    private static final Prices CURRENT = new Prices(TABLE.required("region").textValue(), true);

    private final String region;
    private final boolean assumed;
    private final JsonNode own;
    private final Map<String, Price> prices = new LinkedHashMap<>();

    private Prices(String region, boolean assumed) {
        this.region = region;
        this.assumed = assumed;
        String home = TABLE.required("region").textValue();
        own = region.equals(home) ? TABLE : TABLE.required("regions").path(region);
        TABLE.required("prices").properties().forEach(entry -> {
            JsonNode price = entry.getValue();
            JsonNode here = own.path("prices").path(entry.getKey());
            JsonNode quoted = here.isMissingNode() ? price : here;
            prices.put(
                    entry.getKey(),
                    new Price(
                            entry.getKey(),
                            price.required("what").textValue(),
                            price.required("unit").textValue(),
                            new BigDecimal(quoted.required("usd").textValue()),
                            new BigDecimal(price.path("per").asText("1")),
                            price.path("hourly").booleanValue(),
                            new BigDecimal(price.path("free").asText("0")),
                            here.isMissingNode() ? home : region,
                            price.required("source").textValue(),
                            quoted.required("checked").textValue()));
        });
    }

    /** The table of this release, for a class whose region is left to the deployment. */
    public static Prices current() {
        return CURRENT;
    }

    /**
     * The prices of a Region. One without prices has the allowances all the same, which are the same everywhere; {@link
     * #areKnown} tells.
     *
     * @param region as {@code sa-east-1}; empty if it is left to the deployment
     */
    public static Prices of(String region) {
        return region.isEmpty() ? CURRENT : new Prices(region, false);
    }

    /** The Regions whose prices are known, in the order of the alphabet. */
    public static SortedSet<String> regions() {
        SortedSet<String> regions = new TreeSet<>(Set.of(CURRENT.region));
        TABLE.required("regions").fieldNames().forEachRemaining(regions::add);
        return regions;
    }

    /** Whether the Region has prices here. If not, {@link #all} are those of another, by which nobody can consent. */
    public boolean areKnown() {
        return !own.isMissingNode();
    }

    /** Whether the class names no Region, so that this one's prices stand for whichever it will be. */
    public boolean areAssumed() {
        return assumed;
    }

    /**
     * Returns when the AWS Price List was published that the on-demand and storage prices are from. Each price says
     * what it was checked against.
     */
    public LocalDate date() {
        return LocalDate.parse((areKnown() ? own : TABLE).required("date").textValue());
    }

    /** The AWS Region whose prices these are. */
    public String region() {
        return region;
    }

    /** Hours of the worst month: one of 31 days. */
    public int hoursPerMonth() {
        return TABLE.required("hoursPerMonth").intValue();
    }

    /** Every price, in the table's order. */
    public List<Price> all() {
        return List.copyOf(prices.values());
    }

    /** @throws IllegalArgumentException if the table has none of that id */
    public Price price(String id) {
        Price price = prices.get(id);
        if (price == null) {
            throw new IllegalArgumentException(FILE + " has no price " + id);
        }
        return price;
    }

    private static JsonNode read() {
        try (InputStream file = Prices.class.getResourceAsStream(FILE)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read from the class path", e);
        }
    }
}

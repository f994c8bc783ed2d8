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
 * this Java class; {@link Types} says which resources have a price. The table is for one Region. Another Region is here
 * only with a source for every price that a bill of the class can have there.
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
     * Returns the prices of a Region. A Region without prices has only the allowances, which are the same everywhere;
     * {@link #areKnown} says which case it is.
     *
     * @param region such as {@code sa-east-1}; empty if the deployment decides
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

    /** Whether the class has no Region, so that this Region's prices are used for the unknown one. */
    public boolean areAssumed() {
        return assumed;
    }

    /**
     * Returns the date of the AWS Price List with these on-demand and storage prices. Each price names the source of
     * its check.
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

    /** @throws IllegalArgumentException if the table has no price with that id */
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

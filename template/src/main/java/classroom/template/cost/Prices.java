package classroom.template.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The price table: on-demand prices and always-free allowances of one Region at one date, and which resource types and
 * properties it speaks for. All of it is in <code>prices.json</code>, beside this class.
 */
public final class Prices {
    private static final String FILE = "prices.json";
    private static final Prices CURRENT = load();

    private final String date;
    private final String region;
    private final int hoursPerMonth;
    private final Map<String, Price> prices = new LinkedHashMap<>();
    private final Map<String, KnownType> types = new LinkedHashMap<>();
    private final Map<String, PaidType> paidTypes = new LinkedHashMap<>();

    private Prices(JsonNode root) {
        date = root.required("date").textValue();
        region = root.required("region").textValue();
        hoursPerMonth = root.required("hoursPerMonth").intValue();
        root.required("prices").properties().forEach(entry -> {
            JsonNode price = entry.getValue();
            prices.put(
                    entry.getKey(),
                    new Price(
                            entry.getKey(),
                            price.required("what").textValue(),
                            price.required("unit").textValue(),
                            new BigDecimal(price.required("usd").textValue()),
                            new BigDecimal(price.path("per").asText("1")),
                            price.path("hourly").booleanValue(),
                            new BigDecimal(price.path("free").asText("0")),
                            price.required("source").textValue(),
                            price.required("checked").textValue()));
        });
        root.required("types").properties().forEach(entry -> {
            Set<String> usage = texts(entry.getValue().path("usage"));
            types.put(
                    entry.getKey(),
                    new KnownType(
                            usage.stream().map(this::price).toList(),
                            texts(entry.getValue().required("properties"))));
        });
        root.required("paidTypes").properties().forEach(entry -> {
            JsonNode paid = entry.getValue();
            paidTypes.put(
                    entry.getKey(),
                    new PaidType(
                            paid.required("what").textValue(),
                            Optional.ofNullable(paid.get("price")).map(id -> price(id.textValue())),
                            paid.required("wayOut").textValue()));
        });
    }

    /** The table of this release. */
    public static Prices current() {
        return CURRENT;
    }

    /** The publication of the AWS Price List that the on-demand and storage prices are from, as <code>2026-09-11</code>; each
     * price says what it was checked against. */
    public String date() {
        return date;
    }

    /** The AWS Region whose prices these are. */
    public String region() {
        return region;
    }

    /** Hours of the worst month: one of 31 days. */
    public int hoursPerMonth() {
        return hoursPerMonth;
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

    /** What the table knows of a resource type, or of the elements of one of its properties. */
    Optional<KnownType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Why a resource type is refused by name. */
    Optional<PaidType> paidType(String name) {
        PaidType paid = paidTypes.get(name);
        return paid != null
                ? Optional.of(paid)
                : Optional.ofNullable(paidTypes.get(name.substring(0, name.lastIndexOf(':') + 1) + "*"));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static Prices load() {
        try (InputStream file = Prices.class.getResourceAsStream(FILE)) {
            return new Prices(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read from the class path", e);
        }
    }

    /**
     * A type that is free in itself.
     *
     * @param usage prices of what is done with it, each with a free allowance
     * @param properties those that are free at any value, or that a rule of this package judges
     */
    record KnownType(List<Price> usage, Set<String> properties) {}

    /** A type that costs money whatever its properties. */
    record PaidType(String what, Optional<Price> price, String wayOut) {}
}

package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The capacity that {@code compare-models} must consume, derived only from its list, DynamoDB's rules and the two
 * tables' keys and indexes. Source: Amazon DynamoDB Developer Guide, "DynamoDB read and write operations", "DynamoDB
 * item sizes and formats", and the "Provisioned throughput considerations" of global and of local secondary indexes: an
 * index is written when a projected attribute changes, with the size of the larger entry, before or after.
 */
final class CapacityRule {
    /** Of a read unit and of a write unit. */
    private static final int READ = 4096;

    private static final int WRITE = 1024;

    /** The guide's rule for numbers is approximate: no size may be so near to the next unit. */
    private static final int MARGIN = 16;

    private static final String MONTH = "2026-11";

    private final Map<String, ObjectNode> cars = new TreeMap<>();
    private final Map<String, Double> units = new TreeMap<>();
    private final Map<String, Integer> requests = new TreeMap<>();
    private long cents;
    private long timesReceived;

    CapacityRule(List<JsonNode> cars) {
        cars.forEach(car -> this.cars.put(car.at("/placa/S").textValue(), car.deepCopy()));
    }

    /** Units by {@code table/kind/read or write/table or index}. */
    Map<String, Double> units() {
        return units;
    }

    /** Requests by {@code table/kind}. */
    Map<String, Integer> requests() {
        return requests;
    }

    /** The sum of the bills. */
    long cents() {
        return cents;
    }

    /** The bytes of the answers to {@code carros}' times: an item each. */
    long timesReceived() {
        return timesReceived;
    }

    void perform(JsonNode operation) {
        switch (operation.path("operation").textValue()) {
            case "entry" -> enter(operation);
            case "exit" -> exit(operation);
            case "time" -> time(operation);
            case "bill" -> bill(operation.path("cpf").textValue());
            case "vehicles" -> vehicles(operation.path("cpf").textValue());
            case "owner" -> owner(operation.path("placa").textValue());
            default -> throw new AssertionError(operation);
        }
    }

    private void enter(JsonNode entry) {
        ObjectNode car = cars.get(entry.path("placa").textValue());
        assertThat(car.has("entrada")).as("%s", entry).isFalse();
        long before = size(car);
        set(car, "entrada", entry.path("at"));
        set(car, "registro", entry.path("registro"));
        written("entries", before, size(car));
        request("carros/entries", 1);
        request("proprietarios/entries", 2);
        read("proprietarios/entries/read/por-placa", keys(car), 0.5);
    }

    private void exit(JsonNode exit) {
        ObjectNode car = cars.get(exit.path("placa").textValue());
        long before = size(car);
        long indexed = size(entryOfByCpf(car));
        read("carros/exits/read/carros", before, 1);
        read("proprietarios/exits/read/proprietarios", before, 1);
        long minutes = minutes(car)
                + Duration.between(
                                Instant.parse(car.at("/entrada/S").textValue()),
                                Instant.parse(exit.path("at").textValue()))
                        .toMinutes();
        car.remove("entrada");
        set(car, "saida", exit.path("at"));
        set(car, "registro", exit.path("registro"));
        ObjectNode months = (ObjectNode) car.at("/minutos/M");
        months.putObject(MONTH).put("N", Long.toString(minutes));
        written("exits", before, size(car));
        add("carros/exits/write/por-cpf", started(Math.max(indexed, size(entryOfByCpf(car))), WRITE));
        request("carros/exits", 2);
        request("proprietarios/exits", 3);
        read("proprietarios/exits/read/por-placa", keys(car), 0.5);
    }

    private void time(JsonNode time) {
        ObjectNode car = cars.get(time.path("placa").textValue());
        request("carros/times parked", 1);
        read("carros/times parked/read/carros", size(car), 0.5);
        request("proprietarios/times parked", 2);
        read("proprietarios/times parked/read/por-placa", keys(car), 0.5);
        read("proprietarios/times parked/read/proprietarios", size(car), 0.5);
        timesReceived += "{\"Item\":}".length() + car.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private void bill(String cpf) {
        request("carros/bills", 1);
        read("carros/bills/read/por-cpf", indexed(cpf), 0.5);
        request("proprietarios/bills", 1);
        read("proprietarios/bills/read/proprietarios", whole(cpf), 0.5);
        // 6.00 an hour.
        of(cpf).forEach(car -> cents += minutes(car) * 10);
    }

    private void vehicles(String cpf) {
        request("carros/owners' vehicles", 2);
        read("carros/owners' vehicles/read/por-cpf", indexed(cpf), 0.5);
        // A batch rounds the size of each of its items up.
        of(cpf).forEach(car -> read("carros/owners' vehicles/read/carros", size(car), 0.5));
        request("proprietarios/owners' vehicles", 1);
        read("proprietarios/owners' vehicles/read/proprietarios", whole(cpf), 0.5);
    }

    private void owner(String placa) {
        request("carros/vehicles' owners", 1);
        read("carros/vehicles' owners/read/carros", size(cars.get(placa)), 0.5);
        request("proprietarios/vehicles' owners", 1);
        read("proprietarios/vehicles' owners/read/por-placa", keys(cars.get(placa)), 0.5);
    }

    /** A change of the item is also a change of the local index, which projects the whole item. */
    private void written(String kind, long before, long after) {
        double written = started(Math.max(before, after), WRITE);
        add("carros/" + kind + "/write/carros", written);
        add("proprietarios/" + kind + "/write/proprietarios", written);
        add("proprietarios/" + kind + "/write/por-aquisicao", written);
    }

    private void read(String place, long size, double unit) {
        add(place, started(size, READ) * unit);
    }

    private void add(String place, double consumed) {
        units.merge(place, consumed, Double::sum);
    }

    private void request(String kind, int times) {
        requests.merge(kind, times, Integer::sum);
    }

    private List<ObjectNode> of(String cpf) {
        List<ObjectNode> owned = new ArrayList<>();
        cars.values().stream()
                .filter(car -> car.at("/cpf/S").textValue().equals(cpf))
                .forEach(owned::add);
        assertThat(owned).isNotEmpty();
        return owned;
    }

    /** A query's items are added up before the size is rounded. */
    private long whole(String cpf) {
        return of(cpf).stream().mapToLong(CapacityRule::size).sum();
    }

    private long indexed(String cpf) {
        return of(cpf).stream().mapToLong(car -> size(entryOfByCpf(car))).sum();
    }

    private static ObjectNode entryOfByCpf(ObjectNode car) {
        return JsonNodeFactory.instance.objectNode().setAll(some(car, "cpf", "placa", "minutos"));
    }

    private static long keys(ObjectNode car) {
        return size(JsonNodeFactory.instance.objectNode().setAll(some(car, "cpf", "placa", "aquisicao")));
    }

    private static Map<String, JsonNode> some(ObjectNode car, String... names) {
        Map<String, JsonNode> some = new LinkedHashMap<>();
        for (String name : names) {
            some.put(name, car.get(name));
        }
        return some;
    }

    private static long minutes(ObjectNode car) {
        return car.at("/minutos/M/" + MONTH + "/N").asLong();
    }

    private static void set(ObjectNode car, String name, JsonNode text) {
        car.putObject(name).set("S", text);
    }

    private static long started(long size, int unit) {
        assertThat(size % unit).as("a size of %d", size).isBetween((long) MARGIN, (long) unit - MARGIN);
        return (size + unit - 1) / unit;
    }

    private static long size(JsonNode attributes) {
        long size = 0;
        for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
            size += attribute.getKey().getBytes(StandardCharsets.UTF_8).length + ofValue(attribute.getValue());
        }
        return size;
    }

    private static long ofValue(JsonNode value) {
        if (value.has("S")) {
            return value.path("S").textValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (value.has("N")) {
            return (value.path("N").textValue().length() + 1) / 2 + 1;
        }
        return 3 + value.path("M").size() + size(value.path("M"));
    }
}

package classroom.bench.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Cars and owners in one of the two tables. Entries, exits, times and bills are the requests of {@code garage-enter},
 * {@code garage-exit}, {@code garage-time} and {@code garage-bill}; the models differ in how they find the key and
 * which items they read for a bill.
 */
abstract class Model {
    /** At {@code garage-bill}'s own rate of 6.00 an hour. */
    private static final int CENTS_PER_MINUTE = 10;

    /** As many as the functions read at once when nobody says. */
    static final int LIMIT = 100;

    private final Database database;

    Model(Database database) {
        this.database = database;
    }

    /** The table's name. */
    abstract String table();

    /** The key of the questions, in words. */
    abstract String keys();

    /** The names of its indexes. */
    abstract List<String> indexes();

    /** Puts a car into the table, as it would have got there. */
    abstract void put(ObjectNode car) throws IOException;

    /** The whole key of a car, if only the placa is known. */
    abstract ObjectNode key(String placa) throws IOException;

    /** The query that reads an owner's cars for a bill, without the parts that both models share. */
    abstract ObjectNode billed();

    /** An owner's vehicles, as items. */
    abstract JsonNode vehicles(String cpf) throws IOException;

    /** The CPF of a vehicle's owner. */
    abstract String owner(String placa) throws IOException;

    Database database() {
        return database;
    }

    /** Carries out the operation and returns the model's answer, which is the same in every model. */
    JsonNode perform(Operation operation) throws IOException {
        return switch (operation.kind()) {
            case ENTRY -> enter(operation);
            case EXIT -> exit(operation);
            case TIME -> time(operation.subject());
            case BILL -> bill(operation.subject());
            case VEHICLES -> byPlaca(vehicles(operation.subject()));
            case OWNER -> JsonNodeFactory.instance.textNode(owner(operation.subject()));
        };
    }

    /** Every car in the table, by placa. */
    JsonNode cars() throws IOException {
        ObjectNode scan = request().put("ConsistentRead", true);
        // Not the second items of the registry's vehicles.
        scan.put("FilterExpression", "attribute_exists(aquisicao)");
        return byPlaca(database.call("Scan", scan).path("Items"));
    }

    private JsonNode enter(Operation entry) throws IOException {
        ObjectNode update = request();
        update.set("Key", key(entry.subject()));
        update.put("UpdateExpression", "SET entrada = :at, registro = :mark, minutos = if_not_exists(minutos, :none)");
        update.put(
                "ConditionExpression",
                "attribute_not_exists(entrada) AND (attribute_not_exists(saida) OR saida <= :at)");
        ObjectNode values = update.putObject("ExpressionAttributeValues");
        values.set(":at", text(entry.at()));
        values.set(":mark", text(entry.mark()));
        values.putObject(":none").putObject("M");
        update.put("ReturnValues", "ALL_NEW").put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        return database.call("UpdateItem", update).path("Attributes");
    }

    private JsonNode exit(Operation exit) throws IOException {
        ObjectNode key = key(exit.subject());
        JsonNode car = get(key, true);
        String entry = car.at("/entrada/S").textValue();
        long minutes = ChronoUnit.MINUTES.between(Instant.parse(entry), Instant.parse(exit.at()));
        ObjectNode update = request();
        update.set("Key", key);
        update.put(
                "UpdateExpression",
                "REMOVE entrada SET saida = :exit, registro = :mark,"
                        + " minutos.#m0 = if_not_exists(minutos.#m0, :none) + :m0");
        update.put("ConditionExpression", "entrada = :entry");
        update.putObject("ExpressionAttributeNames").put("#m0", Workload.MONTH);
        ObjectNode values = update.putObject("ExpressionAttributeValues");
        values.set(":entry", text(entry));
        values.set(":exit", text(exit.at()));
        values.set(":mark", text(exit.mark()));
        values.putObject(":none").put("N", "0");
        values.putObject(":m0").put("N", Long.toString(minutes));
        update.put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        database.call("UpdateItem", update);
        return JsonNodeFactory.instance
                .objectNode()
                .put("entrada", entry)
                .put("saida", exit.at())
                .put("minutes", minutes);
    }

    private JsonNode time(String placa) throws IOException {
        return get(key(placa), false).path("minutos");
    }

    private JsonNode bill(String cpf) throws IOException {
        ObjectNode query = billed().put("ProjectionExpression", "placa, minutos.#month");
        query.putObject("ExpressionAttributeNames").put("#month", Workload.MONTH);
        ObjectNode bill = JsonNodeFactory.instance.objectNode().put("cpf", cpf);
        ObjectNode lines = bill.putObject("minutes");
        long total = 0;
        for (JsonNode car : query(query.put("Limit", LIMIT), "cpf", cpf)) {
            long minutes = car.at("/minutos/M/" + Workload.MONTH + "/N").asLong();
            lines.put(car.at("/placa/S").textValue(), minutes);
            total += minutes * CENTS_PER_MINUTE;
        }
        return bill.put("cents", total);
    }

    /** A request to the table. */
    ObjectNode request() {
        return JsonNodeFactory.instance.objectNode().put("TableName", table());
    }

    /** The item with this key. */
    JsonNode get(ObjectNode key, boolean consistent) throws IOException {
        ObjectNode get = request();
        get.set("Key", key);
        return database.call("GetItem", get.put("ConsistentRead", consistent)).path("Item");
    }

    /** The items that a query finds by one attribute of the key. */
    JsonNode query(ObjectNode query, String attribute, String value) throws IOException {
        query.put("KeyConditionExpression", attribute + " = :" + attribute);
        query.putObject("ExpressionAttributeValues").set(":" + attribute, text(value));
        return database.call("Query", query).path("Items");
    }

    static ObjectNode text(String value) {
        return JsonNodeFactory.instance.objectNode().put("S", value);
    }

    private static JsonNode byPlaca(JsonNode items) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        items.forEach(item -> all.set(item.at("/placa/S").textValue(), item));
        return all;
    }
}

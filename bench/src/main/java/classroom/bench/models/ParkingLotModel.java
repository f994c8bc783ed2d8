package classroom.bench.models;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** The parking lot's: a car is found by its placa, and an index has what bills need. */
final class ParkingLotModel extends Model {
    private static final String BY_CPF = "por-cpf";

    ParkingLotModel(Database database) {
        super(database);
    }

    @Override
    String table() {
        return "carros";
    }

    @Override
    String keys() {
        return Texts.later("key placa; index por-cpf: minutos");
    }

    @Override
    List<String> indexes() {
        return List.of(BY_CPF);
    }

    @Override
    void put(ObjectNode car) throws IOException {
        ObjectNode put = request();
        put.set("Item", car);
        database().call("PutItem", put);
    }

    @Override
    ObjectNode key(String placa) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        key.set("placa", text(placa));
        return key;
    }

    @Override
    ObjectNode billed() {
        return request().put("IndexName", BY_CPF);
    }

    /** The index has the keys of the cars, the table has the cars. */
    @Override
    JsonNode vehicles(String cpf) throws IOException {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = read.putObject("RequestItems").putObject(table()).putArray("Keys");
        for (JsonNode car : query(request().put("IndexName", BY_CPF).put("Limit", LIMIT), "cpf", cpf)) {
            keys.add(key(car.at("/placa/S").textValue()));
        }
        return database().call("BatchGetItem", read).path("Responses").path(table());
    }

    @Override
    String owner(String placa) throws IOException {
        return get(key(placa), false).at("/cpf/S").textValue();
    }
}

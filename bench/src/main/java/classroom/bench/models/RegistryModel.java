package classroom.bench.models;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * The vehicle registry's model: an owner's vehicles are together, and a caller that has only the placa reads an index
 * first.
 */
final class RegistryModel extends Model {
    private static final String BY_PLACA = "por-placa";
    private static final String BY_ACQUISITION = "por-aquisicao";

    RegistryModel(Database database) {
        super(database);
    }

    @Override
    String table() {
        return "proprietarios";
    }

    @Override
    String keys() {
        return Texts.later("key cpf + placa; indexes por-placa: keys only, por-aquisicao (local): all");
    }

    @Override
    List<String> indexes() {
        return List.of(BY_PLACA, BY_ACQUISITION);
    }

    /** As {@code registry-add} does, with the item that keeps the placa from having two owners. */
    @Override
    void put(ObjectNode car) throws IOException {
        ObjectNode uniqueness = JsonNodeFactory.instance.objectNode();
        uniqueness.set("cpf", text("placa#" + car.at("/placa/S").textValue()));
        uniqueness.set("placa", car.get("placa"));
        uniqueness.set("dono", car.get("cpf"));
        ObjectNode transaction = JsonNodeFactory.instance.objectNode();
        ArrayNode items = transaction.putArray("TransactItems");
        for (ObjectNode item : List.of(car, uniqueness)) {
            items.addObject().set("Put", request().set("Item", item));
        }
        database().call("TransactWriteItems", transaction);
    }

    @Override
    ObjectNode key(String placa) throws IOException {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        key.set("cpf", text(owner(placa)));
        key.set("placa", text(placa));
        return key;
    }

    @Override
    ObjectNode billed() {
        return request();
    }

    @Override
    JsonNode vehicles(String cpf) throws IOException {
        return query(request().put("Limit", LIMIT), "cpf", cpf);
    }

    /** As {@code registry-owner} asks. */
    @Override
    String owner(String placa) throws IOException {
        ObjectNode query = request().put("IndexName", BY_PLACA);
        query.put("ScanIndexForward", false).put("Limit", 1);
        return query(query, "placa", placa).get(0).at("/cpf/S").textValue();
    }
}

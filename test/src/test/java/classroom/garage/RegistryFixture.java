package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.DynamoDbLocal;
import classroom.Invocation;
import classroom.Invocation.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A fresh table of owners' vehicles and the functions on it. */
abstract class RegistryFixture {
    static final String ANA = "11122233344";
    static final String RUI = "55566677788";
    static final String NOT_FOUND = "{\"status\":\"Nao encontrado\"}";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    String table;
    Registry registry;

    @BeforeEach
    void store() {
        table = dynamoDb.proprietariosTable();
        registry = new Registry(dynamoDb.client(), table);
    }

    Reply add(String event) {
        return Invocation.of(new AddVehicle(registry), event);
    }

    Reply add(String cpf, String placa, String date) {
        return add("{\"cpf\":\"" + cpf + "\",\"placa\":\"" + placa + "\",\"aquisicao\":\"" + date + "\"}");
    }

    /** Vehicles of different shapes, of three owners. */
    List<JsonNode> addAll() {
        List<JsonNode> vehicles = new ArrayList<>();
        Invocation.json(Invocation.resource("garage/vehicles.json")).forEach(vehicle -> {
            assertThat(add(vehicle.toString()).statusCode()).isEqualTo(201);
            vehicles.add(vehicle);
        });
        return vehicles;
    }

    Reply vehicles(String cpf, String more) {
        return Invocation.of(new ListVehicles(registry), "{\"cpf\":\"" + cpf + "\"" + more + "}");
    }

    Reply owner(String placa) {
        return Invocation.of(new FindOwner(registry), "{\"placa\":\"" + placa + "\"}");
    }

    /** @param fromTo the two CPFs, a blank between */
    Reply transfer(String placa, String fromTo, String more) {
        String[] owners = fromTo.split(" ");
        return Invocation.of(
                new TransferVehicle(registry),
                "{\"placa\":\"" + placa + "\",\"from\":\"" + owners[0] + "\",\"to\":\"" + owners[1] + "\"" + more
                        + "}");
    }

    void putPastTheFunctions(Map<String, AttributeValue> item) {
        dynamoDb.client().putItem(put -> put.tableName(table).item(item));
    }

    static void assertReply(Reply reply, int statusCode, String body) {
        assertThat(reply.body()).isEqualTo(Invocation.json(body));
        assertThat(reply.statusCode()).isEqualTo(statusCode);
    }
}

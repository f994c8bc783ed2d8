package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.HandlerFixture;
import classroom.Invocation;
import classroom.Invocation.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A fresh table of owners' vehicles and the functions on it. */
abstract class RegistryFixture extends HandlerFixture {
    static final String ANA = "11122233344";
    static final String RUI = "55566677788";

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
}

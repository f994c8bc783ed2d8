package classroom.cloud.iam;

import classroom.cli.client.Client;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole behaviour of each function by its contract: every success and every error that a caller can cause. Each
 * behaviour makes the items that it needs, so it can be repeated.
 */
final class Behaviours {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANA = "{'id': 1, 'email': 'ana@example.com', 'nome': 'Ana'}";
    private static final String NOBODY = "{'id': 2, 'email': 'ana@example.com', 'nome': 'Nobody'}";
    private static final String DUNE = "'Author': 'Herbert', 'Title': 'Dune'";
    private static final String ABSENT = "{'Author': 'Herbert', 'Title': 'Absent', 'Rating': 3}";

    /** One function's. */
    interface Behaviour {
        void run(Behaviours driver);
    }

    /** A function failed, or its answer differs from its contract. */
    static final class Deviation extends RuntimeException {
        Deviation(String message) {
            super(message);
        }
    }

    private final Client client;
    private final String qualifier;
    private final List<String> tails = new ArrayList<>();
    private String function;

    Behaviours(Client client) {
        this(client, "");
    }

    /** @param qualifier {@code :live} for functions by that alias */
    Behaviours(Client client, String qualifier) {
        this.client = client;
        this.qualifier = qualifier;
    }

    static Map<String, Behaviour> all() {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        all.put("hello", driver -> {
            driver.answers(200, "{'nome': 'Ana', 'sobrenome': 'Souza'}");
            driver.answers(400, "{'nome': 'Ana'}");
        });
        accounts(all);
        readBooks(all);
        writeBooks(all);
        parkingLot(all);
        registry(all);
        all.put("books-changes", driver -> {
            driver.invoke(resource("/events/stream-changes.json"));
            driver.fails("{'Records': 1}");
        });
        return all;
    }

    private static void accounts(Map<String, Behaviour> all) {
        all.put("account-create", driver -> {
            driver.deleteAccount();
            driver.answers(201, ANA);
            driver.answers(409, ANA);
            driver.answers(400, "{'id': 'one', 'email': 'ana@example.com', 'nome': 'Ana'}");
        });
        all.put("account-get", driver -> {
            driver.putAccount();
            driver.answers(200, ANA);
            driver.answers(404, NOBODY);
            driver.answers(400, "{'id': 1}");
        });
        all.put("account-list", driver -> {
            driver.putAccount();
            driver.putItem("account", "{'id': {'N': '3'}, 'email': {'S': 'rui@example.com'}, 'nome': {'S': 'Rui'}}");
            JsonNode page = driver.answers(200, "{'limit': 1}");
            driver.answers(200, "{'limit': 1, 'next': '" + page.path("next").asText() + "'}");
            driver.answers(200, "{}");
            driver.answers(400, "{'limit': 0}");
        });
        all.put("account-update", driver -> {
            driver.putAccount();
            driver.answers(200, ANA);
            driver.answers(404, NOBODY);
            driver.answers(400, "{'id': 1, 'email': 'ana@example.com'}");
        });
        all.put("account-delete", driver -> {
            driver.putAccount();
            driver.answers(200, ANA);
            driver.answers(404, ANA);
            driver.answers(400, "{'id': 1}");
        });
    }

    private static void readBooks(Map<String, Behaviour> all) {
        all.put("books-get", driver -> {
            driver.putDune(1);
            driver.answers(200, "{" + DUNE + "}");
            driver.answers(200, "{" + DUNE + ", 'consistent': true}");
            driver.answers(404, ABSENT);
            driver.answers(400, "{'Author': 'Herbert'}");
        });
        all.put("books-query", driver -> {
            driver.putDune(1);
            driver.putItem("books", "{'Author': {'S': 'Herbert'}, 'Title': {'S': 'Heretics'}}");
            JsonNode page = driver.answers(200, "{'Author': 'Herbert', 'limit': 1}");
            driver.answers(
                    200,
                    "{'Author': 'Herbert', 'limit': 1, 'next': '"
                            + page.path("next").asText() + "'}");
            driver.answers(200, "{'Author': 'Herbert', 'edition': 'Kindle'}");
            driver.answers(400, "{'Author': ''}");
        });
        all.put("books-scan", driver -> {
            driver.putDune(1);
            driver.putItem("books", "{'Author': {'S': 'Herbert'}, 'Title': {'S': 'Heretics'}}");
            JsonNode page = driver.answers(200, "{'limit': 1}");
            driver.answers(200, "{'limit': 1, 'next': '" + page.path("next").asText() + "'}");
            driver.answers(200, "{'edition': 'Kindle', 'minRating': 2}");
            driver.answers(400, "{'minRating': 9}");
        });
    }

    private static void writeBooks(Map<String, Behaviour> all) {
        all.put("books-put", driver -> {
            driver.deleteDune();
            driver.answers(201, "{" + DUNE + ", 'Rating': 5, 'Editions': ['Kindle']}");
            driver.answers(409, "{" + DUNE + "}");
            driver.answers(201, "{" + DUNE + ", 'overwrite': true}");
            driver.answers(400, "{" + DUNE + ", 'Rating': 6}");
        });
        all.put("books-load", driver -> {
            driver.answers(200, "{}");
            driver.answers(200, "{'books': [{" + DUNE + "}]}");
            driver.answers(400, "{'books': [{" + DUNE + "}, {" + DUNE + "}]}");
        });
        all.put("books-rate", driver -> {
            driver.putDune(1);
            driver.answers(200, "{" + DUNE + ", 'Rating': 4}");
            driver.answers(200, "{" + DUNE + ", 'Rating': 4, 'Version': 2}");
            driver.answers(409, "{" + DUNE + ", 'Rating': 4, 'Version': 2}");
            driver.answers(404, ABSENT);
            driver.answers(400, "{" + DUNE + "}");
        });
        all.put("books-transact", driver -> {
            driver.putDune(1);
            String put =
                    "'put': [{'Author': 'Herbert', 'Title': 'Messiah'}, {'Author': 'Herbert', 'Title': 'Heretics'}]";
            driver.answers(200, "{'check': {" + DUNE + ", 'Version': 1}, " + put + "}");
            driver.answers(409, "{'check': {" + DUNE + ", 'Version': 9}, " + put + "}");
            driver.answers(400, "{'check': {" + DUNE + ", 'Version': 1}, 'put': []}");
        });
        all.put("books-delete", driver -> {
            driver.putDune(1);
            driver.answers(409, "{" + DUNE + ", 'Version': 9}");
            driver.answers(200, "{" + DUNE + ", 'Version': 1}");
            driver.answers(404, "{" + DUNE + "}");
            driver.putDune(1);
            driver.answers(200, "{" + DUNE + "}");
            driver.answers(400, "{'Author': 'Herbert'}");
        });
    }

    private static void parkingLot(Map<String, Behaviour> all) {
        String noon = "{'placa': 'ABC1234', 'cpf': '11122233344', 'at': '2026-11-22T12:00:00Z'}";
        all.put("garage-enter", driver -> {
            driver.deleteCar();
            driver.answers(201, noon);
            driver.answers(409, noon);
            driver.answers(400, "{'placa': 'ABC-1234'}");
        });
        all.put("garage-exit", driver -> {
            driver.putCar("'entrada': {'S': '2026-11-22T12:00:00Z'}");
            driver.answers(409, "{'placa': 'ABC1234', 'at': '2026-11-22T11:00:00Z'}");
            driver.answers(200, "{'placa': 'ABC1234', 'at': '2026-11-22T13:00:00Z'}");
            driver.answers(409, "{'placa': 'ABC1234'}");
            driver.answers(404, "{'placa': 'ABSENT'}");
            driver.answers(400, "{'placa': ''}");
        });
        all.put("garage-time", driver -> {
            driver.putCar("'saida': {'S': '2026-11-22T12:00:00Z'}");
            driver.answers(200, "{'placa': 'ABC1234'}");
            driver.answers(200, "{'placa': 'ABC1234', 'month': '2026-11'}");
            driver.answers(404, "{'placa': 'ABSENT'}");
            driver.answers(400, "{'placa': 'ABC1234', 'month': 'november'}");
        });
        all.put("garage-bill", driver -> {
            driver.putCar("'saida': {'S': '2026-11-22T12:00:00Z'}");
            driver.putItem("carros", "{'placa': {'S': 'XYZ9876'}, 'cpf': {'S': '11122233344'}}");
            JsonNode page = driver.answers(200, "{'cpf': '11122233344', 'month': '2026-11', 'limit': 1}");
            driver.answers(
                    200,
                    "{'cpf': '11122233344', 'month': '2026-11', 'limit': 1, 'next': '"
                            + page.path("next").asText() + "'}");
            driver.answers(400, "{'cpf': '1', 'month': '2026-11'}");
        });
    }

    private static void registry(Map<String, Behaviour> all) {
        String uno = "{'cpf': '11122233344', 'placa': 'ABC1234', 'aquisicao': '2024-05-31', 'marca': 'Fiat'}";
        all.put("registry-add", driver -> {
            driver.deleteVehicle();
            driver.answers(201, uno);
            driver.answers(409, uno);
            driver.answers(400, "{'cpf': '11122233344'}");
        });
        all.put("registry-vehicles", driver -> {
            driver.putVehicle();
            driver.putItem(
                    "proprietarios",
                    "{'cpf': {'S': '11122233344'}, 'placa': {'S': 'XYZ9876'}, 'aquisicao': {'S': '2024-01-01'}}");
            JsonNode page = driver.answers(200, "{'cpf': '11122233344', 'limit': 1}");
            driver.answers(
                    200,
                    "{'cpf': '11122233344', 'limit': 1, 'next': '"
                            + page.path("next").asText() + "'}");
            driver.answers(200, "{'cpf': '11122233344', 'year': 2024}");
            driver.answers(400, "{'cpf': '11122233344', 'year': 0}");
        });
        all.put("registry-owner", driver -> {
            driver.putVehicle();
            driver.answers(200, "{'placa': 'ABC1234'}");
            driver.answers(404, "{'placa': 'ABSENT'}");
            driver.answers(400, "{}");
        });
        all.put("registry-transfer", driver -> {
            driver.putVehicle();
            String transfer = "{'placa': 'ABC1234', 'from': '11122233344', 'to': '55566677788'}";
            driver.answers(200, transfer);
            driver.answers(409, transfer);
            driver.answers(404, transfer.replace("ABC1234", "ABSENT"));
            driver.answers(400, transfer.replace("55566677788", "11122233344"));
        });
    }

    /**
     * Runs a function's whole behaviour.
     *
     * @return the log tail of each invocation
     * @throws Deviation the first that goes otherwise
     */
    List<String> run(String name, Behaviour behaviour) {
        function = name;
        tails.clear();
        behaviour.run(this);
        return List.copyOf(tails);
    }

    private JsonNode answers(int status, String event) {
        var invocation = call(event);
        if (invocation.functionError().isPresent() || invocation.statusCode() != status) {
            throw new Deviation(function + " answered to " + event + ": " + invocation.text());
        }
        return invocation.body();
    }

    private void invoke(String event) {
        var invocation = call(event);
        if (invocation.functionError().isPresent()) {
            throw new Deviation(function + " failed: " + invocation.text());
        }
    }

    private void fails(String event) {
        var invocation = call(event);
        if (invocation.functionError().isEmpty()) {
            throw new Deviation(function + " did not fail: " + invocation.text());
        }
    }

    private classroom.cli.client.Invocation call(String event) {
        var invocation =
                client.invoke(function + qualifier, event.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        tails.add(invocation.logTail());
        return invocation;
    }

    private void deleteAccount() {
        dynamoDb(
                "DeleteItem", "{'TableName': 'account', 'Key': {'id': {'N': '1'}, 'email': {'S': 'ana@example.com'}}}");
    }

    private void putAccount() {
        putItem("account", "{'id': {'N': '1'}, 'email': {'S': 'ana@example.com'}, 'nome': {'S': 'Ana'}}");
    }

    private void deleteDune() {
        dynamoDb("DeleteItem", "{'TableName': 'books', 'Key': {'Author': {'S': 'Herbert'}, 'Title': {'S': 'Dune'}}}");
    }

    private void putDune(int version) {
        putItem("books", "{'Author': {'S': 'Herbert'}, 'Title': {'S': 'Dune'}, 'Version': {'N': '" + version + "'}}");
    }

    private void deleteCar() {
        dynamoDb("DeleteItem", "{'TableName': 'carros', 'Key': {'placa': {'S': 'ABC1234'}}}");
    }

    private void putCar(String attribute) {
        putItem(
                "carros",
                "{'placa': {'S': 'ABC1234'}, 'cpf': {'S': '11122233344'}, 'minutos': {'M': {}}, " + attribute + "}");
    }

    private void deleteVehicle() {
        for (String cpf : List.of("11122233344", "55566677788", "placa#ABC1234")) {
            dynamoDb(
                    "DeleteItem",
                    "{'TableName': 'proprietarios', 'Key': {'cpf': {'S': '" + cpf + "'}, 'placa': {'S': 'ABC1234'}}}");
        }
    }

    private void putVehicle() {
        deleteVehicle();
        putItem(
                "proprietarios",
                "{'cpf': {'S': '11122233344'}, 'placa': {'S': 'ABC1234'}, 'aquisicao': {'S': '2024-05-31'}}");
        putItem(
                "proprietarios",
                "{'cpf': {'S': 'placa#ABC1234'}, 'placa': {'S': 'ABC1234'}, 'dono': {'S': '11122233344'}}");
    }

    void putItem(String table, String item) {
        dynamoDb("PutItem", "{'TableName': '" + table + "', 'Item': " + item + "}");
    }

    private void dynamoDb(String operation, String request) {
        client.call("dynamodb", "DynamoDB_20120810." + operation, json(request));
    }

    /** JSON written with single quotes. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = Behaviours.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

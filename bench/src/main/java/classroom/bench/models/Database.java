package classroom.bench.models;

import classroom.cli.client.Client;
import classroom.cli.client.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The class's DynamoDB. Every request asks for its consumed capacity ({@code ReturnConsumedCapacity=INDEXES}). The
 * bytes are those of the bodies without that question and its answer.
 */
final class Database {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ASKED = "ReturnConsumedCapacity";
    private static final String CONSUMED = "ConsumedCapacity";
    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "TransactWriteItems");

    private final Client client;
    private Usage usage = new Usage();

    Database(Client client) {
        this.client = client;
    }

    /** Calls one operation of DynamoDB. */
    ObjectNode call(String operation, ObjectNode input) throws IOException {
        boolean write = WRITES.contains(operation);
        long sent = bytes(input);
        byte[] body = client.send(Request.json(
                        "dynamodb",
                        "DynamoDB_20120810." + operation,
                        JSON.writeValueAsBytes(input.deepCopy().put(ASKED, "INDEXES"))))
                .body();
        ObjectNode answer = (ObjectNode) JSON.readTree(body);
        long whole = bytes(answer);
        JsonNode consumed = answer.remove(CONSUMED);
        usage.addRequest(write, sent, body.length - (whole - bytes(answer)));
        // Operations that can be of several tables answer a list.
        for (JsonNode table :
                consumed.isArray() ? consumed : JSON.createArrayNode().add(consumed)) {
            count(table, write);
        }
        return answer;
    }

    private void count(JsonNode consumed, boolean write) {
        usage.addUnits(
                consumed.path("TableName").textValue(),
                write,
                consumed.at("/Table/CapacityUnits").doubleValue());
        for (String indexes : new String[] {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"}) {
            consumed.path(indexes)
                    .properties()
                    .forEach(index -> usage.addUnits(
                            index.getKey(),
                            write,
                            index.getValue().path("CapacityUnits").doubleValue()));
        }
    }

    /** Returns the usage since the last call of this method. */
    Usage take() {
        Usage taken = usage;
        usage = new Usage();
        return taken;
    }

    private static long bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}

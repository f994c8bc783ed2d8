package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls DynamoDB as CloudFormation does: tries again, and waits until the table has the wanted state. */
final class TableCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(20);

    /** AWS SDKs and Tools Reference Guide, "Retry behavior". */
    private static final int ATTEMPTS = 3;

    /** Before the second attempt; doubled before each further one. The SDKs take a random part of it for DynamoDB. */
    private static final Duration BACKOFF = Duration.ofMillis(50);

    private final DynamoDb dynamoDb;
    private final Identity caller;

    TableCalls(DynamoDb dynamoDb, Identity caller) {
        this.dynamoDb = dynamoDb;
        this.caller = caller;
    }

    /** A request about a table. */
    static ObjectNode request(String table) {
        return JsonNodeFactory.instance.objectNode().put("TableName", table);
    }

    /** Repeats a call that failed because of DynamoDB itself, as often as the standard mode of AWS's SDKs. */
    JsonNode call(String operation, JsonNode request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return dynamoDb.call(caller, "DynamoDB_20120810." + operation, request);
            } catch (AwsError e) {
                if (e.status() < 500 || attempt == ATTEMPTS) {
                    throw e;
                }
                pause(BACKOFF.multipliedBy(1L << (attempt - 1)));
            }
        }
    }

    /** Waits until table and indexes are ACTIVE, as CloudFormation does, and returns the description. */
    JsonNode active(String name) {
        return settled(name)
                .orElseThrow(() -> new ResourceException("Table " + name + " was deleted while it was changed"));
    }

    /** Waits until table and indexes are ACTIVE, or the table is gone. */
    Optional<JsonNode> settled(String name) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode table;
            try {
                table = call("DescribeTable", request(name)).path("Table");
            } catch (AwsError e) {
                if ("ResourceNotFoundException".equals(e.code())) {
                    return Optional.empty();
                }
                throw e;
            }
            List<String> states = new ArrayList<>();
            states.add(table.path("TableStatus").asText());
            table.path("GlobalSecondaryIndexes")
                    .forEach(index -> states.add(index.path("IndexStatus").asText("ACTIVE")));
            if (states.stream().allMatch("ACTIVE"::equals)) {
                return Optional.of(table);
            }
            if (System.nanoTime() > deadline) {
                throw new ResourceException("Table " + name + " is not done in " + PATIENCE.toSeconds()
                        + " seconds; it is " + String.join(", ", states));
            }
            pause(POLL);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResourceException("Interrupted while waiting for a table");
        }
    }
}

package classroom.cli.load;

import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The loading function and its table, as the running class describes them.
 *
 * @param keys the key attributes of the table
 * @param unitsPerSecond the table's write capacity
 * @param onDemand whether the table is billed by request, so that the capacity is only that of a new table on AWS
 */
record Target(String function, String table, List<String> keys, long unitsPerSecond, boolean onDemand) {
    /** The capacity of a new on-demand table ("On-demand capacity mode", Amazon DynamoDB Developer Guide). */
    private static final long ON_DEMAND_UNITS = 4000;

    /** The seconds of unused capacity that a table keeps ("Burst capacity", Amazon DynamoDB Developer Guide). */
    private static final int BURST_SECONDS = 300;

    /**
     * Two calls at once: the table is written to while a function reads its event and answers. A third adds nothing.
     */
    private static final int LANES = 2;

    /**
     * Asks the running class.
     *
     * @throws ServiceException if there is no such function
     * @throws IllegalArgumentException if no environment variable of the function names a table
     */
    static Target find(Client client, String function) {
        JsonNode configuration =
                client.get("lambda", "/2015-03-31/functions/" + function).path("Configuration");
        JsonNode table = table(client, function, configuration.at("/Environment/Variables"));
        List<String> keys = new ArrayList<>();
        table.path("KeySchema")
                .forEach(key -> keys.add(key.path("AttributeName").textValue()));
        boolean onDemand = table.at("/BillingModeSummary/BillingMode").asText().equals("PAY_PER_REQUEST");
        long units = table.at("/ProvisionedThroughput/WriteCapacityUnits").asLong();
        return new Target(
                function,
                table.path("TableName").textValue(),
                keys,
                onDemand ? ON_DEMAND_UNITS : Math.max(1, units),
                onDemand);
    }

    /** Calls as large as an idle table accepts at once; the function names the records for which it had no time. */
    Pace pace() {
        return new Pace(unitsPerSecond * BURST_SECONDS / LANES, LANES);
    }

    /** How long the table takes to take so many write units. */
    Duration expected(long units) {
        return Duration.ofMillis(units * 1000 / unitsPerSecond);
    }

    /** A function has only the variables of the tables it uses, and a loading one uses one. */
    private static JsonNode table(Client client, String function, JsonNode variables) {
        for (JsonNode value : variables) {
            ObjectNode input = JsonNodeFactory.instance.objectNode().put("TableName", value.asText());
            try {
                return client.call("dynamodb", "DynamoDB_20120810.DescribeTable", input)
                        .path("Table");
            } catch (ServiceException e) {
                if (!"ResourceNotFoundException".equals(e.code()) && !"ValidationException".equals(e.code())) {
                    throw e;
                }
            }
        }
        throw new IllegalArgumentException(
                Texts.of("function %s has no environment variable that names a table of the class", function));
    }
}

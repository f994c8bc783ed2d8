package classroom.cli.tour;

import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.cli.option.Port;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.StringJoiner;

/**
 * A running class that is given to the tour. The lessons count what there is, and put and delete items: so the class
 * must be fresh, and nobody's items are touched.
 */
final class GivenClass {
    private static final List<String> TABLES = List.of("account", "books", "carros", "proprietarios");

    private final Client client;
    private final int port;

    GivenClass(Client client, int port) {
        this.client = client;
        this.port = port;
    }

    /** @throws CommandException if it is not the class of the lessons, or not fresh */
    void check() {
        for (String table : TABLES) {
            int items = items(table);
            if (items < 0) {
                throw new CommandException(Texts.of(
                        "the class on port %d has no table %s, which the lessons need: take one that ./classroom up"
                                + " started without settings, or leave --port out",
                        port, table));
            }
            if (items > 0 || table.equals("books") && hasChanges()) {
                throw new CommandException(Texts.of(
                        "the class on port %d is not fresh, the table %s was used: ./classroom reset%s makes it"
                                + " fresh, or leave --port out",
                        port, table, Port.option(port)));
            }
        }
    }

    /** What the tour leaves in it, in words. */
    String left() {
        StringJoiner left = new StringJoiner(", ");
        for (String table : TABLES) {
            int items = items(table);
            if (items != 0) {
                left.add(items < 0 ? Texts.of("no table %s", table) : Texts.of("%d items in %s", items, table));
            }
        }
        return left.length() == 0 ? Texts.of("no items") : left.toString();
    }

    /** How many items a table has, -1 if there is no such table. One page is enough for what the lessons make. */
    private int items(String table) {
        try {
            return dynamodb("Scan", "{TableName: '%s', Select: 'COUNT'}".formatted(table))
                    .path("Count")
                    .asInt();
        } catch (ServiceException e) {
            if (e.code().equals("ResourceNotFoundException")) {
                return -1;
            }
            throw e;
        }
    }

    /** Whether the stream tells of changes, although no item may be left. */
    private boolean hasChanges() {
        String arn = dynamodb("DescribeTable", "{TableName: 'books'}")
                .at("/Table/LatestStreamArn")
                .asText();
        JsonNode shards =
                streams("DescribeStream", "{StreamArn: '%s'}".formatted(arn)).at("/StreamDescription/Shards");
        for (JsonNode shard : shards) {
            String iterator = streams(
                            "GetShardIterator",
                            "{StreamArn: '%s', ShardId: '%s', ShardIteratorType: 'TRIM_HORIZON'}"
                                    .formatted(arn, shard.path("ShardId").asText()))
                    .path("ShardIterator")
                    .asText();
            if (!streams("GetRecords", "{ShardIterator: '%s', Limit: 1}".formatted(iterator))
                    .path("Records")
                    .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private JsonNode dynamodb(String name, String input) {
        return new Operation(Operation.Service.DYNAMODB, name, input).call(client);
    }

    private JsonNode streams(String name, String input) {
        return new Operation(Operation.Service.STREAMS, name, input).call(client);
    }
}

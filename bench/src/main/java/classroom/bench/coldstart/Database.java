package classroom.bench.coldstart;

import classroom.cli.client.Client;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** AWS's DynamoDB Local with the account table. All programs call it directly, so all calls take the same short way. */
final class Database implements AutoCloseable {
    static final String TABLE = "account";

    private static final String CREATE = "{\"TableName\":\"" + TABLE + "\",\"AttributeDefinitions\":["
            + "{\"AttributeName\":\"id\",\"AttributeType\":\"N\"},{\"AttributeName\":\"email\","
            + "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"},"
            + "{\"AttributeName\":\"email\",\"KeyType\":\"RANGE\"}],"
            + "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":5,\"WriteCapacityUnits\":5}}";

    private final EmbeddedDynamoDb database;
    private final URI endpoint;

    Database() throws IOException {
        database = EmbeddedDynamoDb.start();
        endpoint = database.listen();
        new Client(endpoint.getPort(), Cloud.REGION, Identities.TEACHER)
                .send(Request.json(
                        "dynamodb", "DynamoDB_20120810.CreateTable", CREATE.getBytes(StandardCharsets.UTF_8)));
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        database.close();
    }
}

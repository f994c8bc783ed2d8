package classroom.bench.coldstart;

import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** AWS's DynamoDB Local with the account table, reached directly: everyone's calls take the same short way. */
final class Database implements AutoCloseable {
    static final String TABLE = "account";

    private static final String CREATE = "{\"TableName\":\"" + TABLE + "\",\"AttributeDefinitions\":["
            + "{\"AttributeName\":\"id\",\"AttributeType\":\"N\"},{\"AttributeName\":\"email\","
            + "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"},"
            + "{\"AttributeName\":\"email\",\"KeyType\":\"RANGE\"}],"
            + "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":5,\"WriteCapacityUnits\":5}}";

    private final EmbeddedDynamoDb database;
    private final URI endpoint;

    Database() throws IOException, InterruptedException {
        database = EmbeddedDynamoDb.start();
        endpoint = database.listen();
        HttpResponse<String> created = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(endpoint)
                                .header("X-Amz-Target", "DynamoDB_20120810.CreateTable")
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header(
                                        "Authorization",
                                        "AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER
                                                + "/20260101/us-east-2/dynamodb/aws4_request, SignedHeaders=host,"
                                                + " Signature=none")
                                .POST(HttpRequest.BodyPublishers.ofString(CREATE))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (created.statusCode() != 200) {
            throw new IOException("DynamoDB Local made no table: " + created.body());
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        database.close();
    }
}

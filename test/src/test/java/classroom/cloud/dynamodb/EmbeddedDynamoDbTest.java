package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class EmbeddedDynamoDbTest {

    @Test
    void databases_ofOneProcess_shareNothing() {
        try (EmbeddedDynamoDb one = EmbeddedDynamoDb.start();
                EmbeddedDynamoDb other = EmbeddedDynamoDb.start()) {
            createTable(one.listen(), "one");
            assertThat(text(one.exchange("DynamoDB_20120810.ListTables", bytes("{}"))))
                    .isEqualTo("{\"TableNames\":[\"one\"]}");
            assertThat(text(other.exchange("DynamoDB_20120810.ListTables", bytes("{}"))))
                    .isEqualTo("{\"TableNames\":[]}");
        }
    }

    private static void createTable(URI endpoint, String name) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build()) {
            client.createTable(r -> r.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build()));
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(EmbeddedDynamoDb.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}

package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The calls of a student with the SDK for Java, and calls that could lead a client elsewhere: a queue's URL, another
 * region. A separate program with only the environment variables; its argument is a queue's name.
 */
final class Everyday {
    private Everyday() {}

    public static void main(String... arguments) {
        try (DynamoDbClient tables = DynamoDbClient.create();
                LambdaClient functions = LambdaClient.create();
                S3Client buckets = S3Client.create();
                SqsClient queues = SqsClient.create()) {
            Map<String, AttributeValue> key =
                    Map.of("id", AttributeValue.fromN("4"), "email", AttributeValue.fromS("java@example.com"));
            tables.putItem(put -> put.tableName("account").item(key));
            assertThat(tables.getItem(get -> get.tableName("account").key(key)).item())
                    .isEqualTo(key);

            SdkBytes event = SdkBytes.fromUtf8String("{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}");
            assertThat(functions
                            .invoke(call -> call.functionName("hello").payload(event))
                            .payload()
                            .asUtf8String())
                    .contains("Oi Ana Souza");

            buckets.createBucket(bucket -> bucket.bucket("java"));
            buckets.putObject(put -> put.bucket("java").key("a b/é"), RequestBody.fromString("text"));
            String url =
                    queues.getQueueUrl(queue -> queue.queueName(arguments[0])).queueUrl();
            for (Region region : List.of(Region.US_EAST_2, Region.SA_EAST_1)) {
                try (S3Client elsewhere = S3Client.builder()
                                .region(region)
                                .crossRegionAccessEnabled(true)
                                .build();
                        SqsClient same = SqsClient.builder().region(region).build()) {
                    same.receiveMessage(receive -> receive.queueUrl(url));
                    assertThat(elsewhere
                                    .getObjectAsBytes(get -> get.bucket("java").key("a b/é"))
                                    .asUtf8String())
                            .isEqualTo("text");
                    assertThatThrownBy(() -> elsewhere.headBucket(head -> head.bucket("nobody-has-this")))
                            .isInstanceOf(NoSuchBucketException.class);
                }
            }
        }
        System.out.println("as it must be");
    }
}

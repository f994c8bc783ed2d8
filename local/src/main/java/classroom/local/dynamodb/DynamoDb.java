package classroom.local.dynamodb;

import classroom.local.iam.Identity;
import com.fasterxml.jackson.databind.JsonNode;

/** AWS's DynamoDB Local and its Streams, in this process, behind the class's own rules (identity, ARNs, tags). */
public final class DynamoDb {

    /**
     * Calls one operation in process, exactly as if {@code caller} had sent it over HTTP.
     *
     * @param target such as {@code DynamoDB_20120810.CreateTable} or {@code DynamoDBStreams_20120810.GetRecords}
     * @throws classroom.local.gateway.AwsError what DynamoDB refuses
     */
    public JsonNode call(Identity caller, String target, JsonNode request) {
        throw new UnsupportedOperationException();
    }
}

package classroom.cloud.lambda.streams;

import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.sqs.Queues;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What event source mappings read from and write to, as the function's role.
 *
 * @param streams the streams
 * @param queues the on-failure destinations
 */
public record Sources(Streams streams, Queues queues, Identities identities, Authorizer authorizer) {

    /** Where streams are read. */
    public interface Streams {
        /**
         * Calls an operation of DynamoDB Streams.
         *
         * @throws classroom.cloud.gateway.AwsError if DynamoDB refuses it
         */
        JsonNode call(Identity caller, String target, JsonNode request);
    }

    /** The streams of the class's own DynamoDB. */
    public Sources(DynamoDb dynamoDb, Queues queues, Identities identities, Authorizer authorizer) {
        this(dynamoDb::call, queues, identities, authorizer);
    }
}

package classroom.local.lambda;

import classroom.local.dynamodb.DynamoDb;
import classroom.local.iam.Authorizer;
import classroom.local.iam.Identities;
import classroom.local.sqs.Queues;

/**
 * What event source mappings read from and write to, as the function's role.
 *
 * @param dynamoDb the streams
 * @param queues the on-failure destinations
 */
public record Sources(DynamoDb dynamoDb, Queues queues, Identities identities, Authorizer authorizer) {}

package classroom.local.cloudformation;

import classroom.local.dynamodb.DynamoDb;
import classroom.local.iam.Identities;
import classroom.local.iam.Roles;
import classroom.local.lambda.EventSourceMappings;
import classroom.local.lambda.Functions;
import classroom.local.logs.Logs;
import classroom.local.s3.Buckets;
import classroom.local.sqs.Queues;
import classroom.local.ssm.Parameters;

/** The services of the class in which CloudFormation makes resources. */
public record Services(
        DynamoDb dynamoDb,
        Functions functions,
        EventSourceMappings mappings,
        Logs logs,
        Queues queues,
        Buckets buckets,
        Parameters parameters,
        Roles roles,
        Identities identities) {}

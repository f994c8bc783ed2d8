package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS says of a request, said by DynamoDB Local behind the layer, to the teacher and to a function. */
class DynamoDbWordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Identities IDENTITIES = new Identities();
    private static final Identity FUNCTION = IDENTITIES.issue(Role.arn("/Anybody"), "function");
    private static final Identity NOBODY = IDENTITIES.issue(Role.arn("/Nobody"), "function");

    private static EmbeddedDynamoDb database;
    private static DynamoDb dynamoDb;

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedDynamoDb.start();
        Roles roles = new Roles();
        roles.put(new Role(
                Role.arn("/Anybody"),
                JSON.createObjectNode(),
                Map.of(
                        "Policy",
                        json("{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow',"
                                + " 'Action': 'dynamodb:*', 'Resource': '*'}]}")),
                Map.of(),
                Duration.ofHours(1)));
        roles.put(new Role(Role.arn("/Nobody"), JSON.createObjectNode(), Map.of(), Map.of(), Duration.ofHours(1)));
        dynamoDb = new DynamoDb(database, new RoleAuthorizer(roles), "us-east-2");
        call(
                "CreateTable",
                "{'TableName': 'hash', 'BillingMode': 'PAY_PER_REQUEST',"
                        + " 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}],"
                        + " 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}]}");
        call(
                "CreateTable",
                "{'TableName': 'both', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': ["
                        + " {'AttributeName': 'p', 'AttributeType': 'S'}, {'AttributeName': 's', 'AttributeType': 'S'},"
                        + " {'AttributeName': 'g', 'AttributeType': 'N'}, {'AttributeName': 'l', 'AttributeType': 'S'}],"
                        + " 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'RANGE'}],"
                        + " 'GlobalSecondaryIndexes': [{'IndexName': 'global', 'Projection': {'ProjectionType': 'ALL'},"
                        + "   'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}]}],"
                        + " 'LocalSecondaryIndexes': [{'IndexName': 'local', 'Projection': {'ProjectionType': 'ALL'},"
                        + "   'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 'l', 'KeyType': 'RANGE'}]}]}");
        call("PutItem", "{'TableName': 'hash', 'Item': {'p': {'S': 'there'}}}");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static JsonNode call(String operation, String request) throws Exception {
        return dynamoDb.call(IDENTITIES.teacher(), "DynamoDB_20120810." + operation, json(request));
    }

    private static String indexes(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> "{'IndexName': 'index" + i + "', KEYS, 'Projection': {'ProjectionType': 'ALL'}}")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static AwsError refusal(Identity caller, String operation, String request) throws Exception {
        String text = request.replace("SIX", indexes(6))
                .replace("MANY", indexes(21))
                .replace(
                        "KEYS",
                        "'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'},"
                                + " {'AttributeName': 's', 'KeyType': 'RANGE'}]")
                .replace("KEY", "'Key': {'p': {'S': 'a'}, 's': {'S': 'b'}}")
                .replace(" VALUE", " 'ExpressionAttributeValues': {':v': {'S': '1'}}")
                .replace("TABLE", "'TableName': 'new', 'BillingMode': 'PAY_PER_REQUEST'")
                .replace(
                        "DEFINED",
                        "'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'},"
                                + " {'AttributeName': 's', 'AttributeType': 'S'}]");
        text = text.replace("ARN,", "'ResourceArn': 'arn:aws:dynamodb:us-east-2:000000000000:table/both',");
        JsonNode body = JSON.readTree(("{" + text + "}").replace('\'', '"').replace('~', '\''));
        AwsError error = catchThrowableOfType(
                AwsError.class, () -> dynamoDb.call(caller, "DynamoDB_20120810." + operation, body));
        assertThat(error).as("%s %s is accepted", operation, body).isNotNull();
        return error;
    }

    /** Each row a request and AWS's message; the code is ValidationException unless the message begins with another. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GetItem    | 'TableName': 'nothing', KEY                                           | ResourceNotFoundException: Requested resource not found
            GetItem    | 'TableName': 'both'                                                   | 1 validation error detected: Value null at 'key' failed to satisfy constraint: Member must not be null
            GetItem    | 'TableName': 'both', 'Key': {'p': {'S': 'a'}}                         | The provided key element does not match the schema
            DeleteItem | 'TableName': 'both', 'Key': {'p': {'S': 'a'}, 'x': {'S': 'b'}}        | The provided key element does not match the schema
            UpdateItem | 'TableName': 'both', 'Key': {'p': {'N': '1'}, 's': {'S': 'b'}}        | The provided key element does not match the schema
            GetItem    | 'TableName': 'both', 'Key': {'p': {'L': []}, 's': {'S': 'b'}}         | The provided key element does not match the schema
            GetItem    | 'TableName': 'both', KEY, 'ExpressionAttributeNames': {'#a': 'a'}     | ExpressionAttributeNames can only be specified when using expressions
            GetItem    | 'TableName': 'both', KEY, 'AttributesToGet': []                       | 1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have length greater than or equal to 1
            PutItem    | 'Item': {'p': {'S': 'a'}}                                             | 1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null
            PutItem    | 'TableName': 'a b', 'Item': {}                                        | 1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+
            PutItem    | 'TableName': '', 'Item': {}, 'ReturnValues': 'X'                      | 1 validation error detected: Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1
            UpdateItem | 'TableName': '', 'ReturnValues': 'X', 'ReturnConsumedCapacity': 'Y'   | 4 validation errors detected: Value 'Y' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; Value null at 'key' failed to satisfy constraint: Member must not be null
            UpdateItem | 'TableName': 'both', KEY, 'ReturnValues': 'X', 'ReturnConsumedCapacity': 'Y' | 1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]
            DeleteItem | 'TableName': 'both', KEY, 'ReturnValues': 'X', 'ReturnConsumedCapacity': 'ALL' | 2 validation errors detected: Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'n': {'N': 1}}         | SerializationException: NUMBER_VALUE cannot be converted to String: N
            PutItem    | 'TableName': 'both', 'Item': {'p': {'S': 'a'}}                        | One or more parameter values were invalid: Missing the key s in the item
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'N': '1'}}                        | One or more parameter values were invalid: Type mismatch for key p expected: S actual: N
            PutItem    | 'TableName': 'both', 'Item': {'p': {'S': 'a'}, 's': {'S': 'b'}, 'g': {'S': 'c'}} | One or more parameter values were invalid: Type mismatch for Index Key g Expected: N Actual: S IndexName: global
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'SS': []}}       | 1 validation error detected: One or more parameter values were invalid: An string set  may not be empty
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'NS': []}}       | 1 validation error detected: One or more parameter values were invalid: An number set  may not be empty
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'BS': []}}       | 1 validation error detected: One or more parameter values were invalid: Binary sets should not be empty
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'SS': ['b', 'a', 'b']}} | 1 validation error detected: One or more parameter values were invalid: Input collection ["a", "b", "b"] contains duplicates.
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'BS': ['/w==', 'AA==', 'AA==']}} | 1 validation error detected: One or more parameter values were invalid: Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'NS': ['2', '1', '2']}} | 1 validation error detected: One or more parameter values were invalid: Input collection contains duplicates.
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'M': {'y': {'N': 'abc'}}}} | 1 validation error detected: The parameter cannot be converted to a numeric value: abc
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'N': '1e126'}}   | 1 validation error detected: Number overflow. Attempting to store a number with magnitude larger than supported range
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': {'NULL': false}}  | 1 validation error detected: One or more parameter values were invalid: Null attribute value types must have the value of true
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}}, VALUE                 | 1 validation error detected: ExpressionAttributeValues can only be specified when using expressions
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}}, 'ReturnValues': 'ALL_NEW' | 1 validation error detected: ReturnValues can only be ALL_OLD or NONE
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}}, 'Expected': {'a': {'Exists': true}} | 1 validation error detected: One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: a
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}}, 'Expected': {'a': {'Exists': false}}, 'ConditionExpression': 'attribute_exists(a)' | 1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}
            PutItem    | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}}, 'ConditionExpression': 'a = :v', 'ExpressionAttributeValues': {':v': {'N': 'x'}} | 1 validation error detected: The parameter cannot be converted to a numeric value: x
            DeleteItem | 'TableName': 'both', KEY, 'ConditionExpression': 'attribute_exists(a)', VALUE | 1 validation error detected: Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}
            UpdateItem | 'TableName': 'both', KEY, 'UpdateExpression': ''                      | 1 validation error detected: Invalid UpdateExpression: The expression can not be empty;
            UpdateItem | 'TableName': 'both', KEY, VALUE, 'UpdateExpression': 'SET a = :v SET b = :v' | 1 validation error detected: Invalid UpdateExpression: The "SET" section can only be used once in an update expression;
            UpdateItem | 'TableName': 'both', KEY, VALUE, 'UpdateExpression': 'SET p = :v'     | One or more parameter values were invalid: Cannot update attribute p. This attribute is part of the key
            UpdateItem | 'TableName': 'both', KEY, VALUE, 'UpdateExpression': 'SET a.b = :v'   | The document path provided in the update expression is invalid for update
            UpdateItem | 'TableName': 'both', KEY, VALUE, 'UpdateExpression': 'SET #g = :v', 'ExpressionAttributeNames': {'#g': 'g'} | One or more parameter values were invalid: Type mismatch for Index Key g Expected: N Actual: S IndexName: global
            UpdateItem | 'TableName': 'both', KEY, 'AttributeUpdates': {'a': {'Action': 'X'}}  | 1 validation error detected: Value 'X' at 'attributeUpdates.a.member.action' failed to satisfy constraint: Member must satisfy enum value set: [ADD, PUT, DELETE]
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': 's = :v'        | Query condition missed key schema element: p
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': 'p = :v and x = :v' | Query condition missed key schema element: s
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': '#n = :v', 'ExpressionAttributeNames': {'#n': 'p'}, 'IndexName': 'global' | Query condition missed key schema element: g
            Query      | 'TableName': 'both', 'KeyConditions': {'s': {'ComparisonOperator': 'EQ', 'AttributeValueList': [{'S': 'a'}]}} | Query condition missed key schema element: p
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': 'p = :v', 'ExpressionAttributeNames': {'#u': 'u'} | 1 validation error detected: Value provided in ExpressionAttributeNames unused in expressions: keys: {#u}
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': ''              | Invalid KeyConditionExpression: The expression can not be empty;
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': 'p = :v', 'Limit': 0 | 1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': 'p = :v', 'Select': 'X' | 1 validation error detected: Value 'X' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': 'p = :v', 'Select': 'SPECIFIC_ATTRIBUTES' | 1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES
            Query      | 'TableName': 'both', VALUE, 'KeyConditionExpression': 'p = :v', 'ExclusiveStartKey': {'p': {'S': 'a'}} | The provided starting key is invalid
            Scan       | 'TableName': 'both', 'Limit': 0                                       | 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1
            Scan       | 'TableName': 'both', 'Segment': 0                                     | The TotalSegments parameter is required but was not present in the request when Segment parameter is present
            Scan       | 'TableName': 'both', 'TotalSegments': 4                               | The Segment parameter is required but was not present in the request when parameter TotalSegments is present
            Scan       | 'TableName': 'both', 'Segment': 5, 'TotalSegments': 5                 | The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5
            Scan       | 'TableName': 'both', 'FilterExpression': 'a = :w', 'ExpressionAttributeValues': {':w': {'S': ''}, ':v': {'S': ''}} | Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}
            Scan       | 'TableName': 'both', 'Select': 'SPECIFIC_ATTRIBUTES'                  | Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES
            BatchGetItem   |                                                                   | The requestItems parameter is required for BatchGetItem
            BatchWriteItem | 'RequestItems': {}                                                | The requestItems parameter is required for BatchWriteItem
            BatchGetItem   | 'RequestItems': {'hash': {'Keys': []}}                            | 1 validation error detected: Value at 'RequestItems.hash.member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1
            BatchGetItem   | 'RequestItems': {'both': {'Keys': [{'p': {'S': 'a'}}]}}           | The provided key element does not match the schema
            BatchWriteItem | 'RequestItems': {'both': [{'PutRequest': {'Item': {'p': {'S': 'a'}}}}]} | The provided key element does not match the schema
            BatchWriteItem | 'RequestItems': {'both': [{'PutRequest': {'Item': {}}}]}          | The provided key element does not match the schema
            BatchWriteItem | 'RequestItems': {'both': [{'PutRequest': {'Item': {'p': {'S': 'a'}, 's': {'S': 'b'}, 'g': {'S': 'c'}}}}]} | One or more parameter values were invalid: Type mismatch for Index Key g Expected: N Actual: S IndexName: global
            BatchWriteItem | 'RequestItems': {'both': [{'DeleteRequest': {}}]}                 | 1 validation error detected: Value null at 'requestItems.both.member.1.member.deleteRequest.key' failed to satisfy constraint: Member must not be null
            BatchWriteItem | 'RequestItems': {'hash': [{'PutRequest': {'Item': {'p': {'S': 'a'}, 'x': {'SS': ['b', 'a', 'b']}}}}]} | One or more parameter values were invalid: Input collection [b, a, b] contains duplicates.
            BatchWriteItem | 'RequestItems': {'hash': [{'PutRequest': {'Item': {'p': {'S': 'a'}, 'x': {'N': ''}}}}]} | The parameter cannot be converted to a numeric value
            BatchWriteItem | 'RequestItems': {'hash': []}                                      | 1 validation error detected: Value '{hash=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]
            TransactGetItems   | 'TransactItems': []                                           | 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1
            TransactGetItems   | 'TransactItems': [{'Get': {'TableName': 'hash', 'Key': {'p': {'S': 'a'}}}}, {'Get': {'TableName': 'both', 'Key': {'p': {'S': 'a'}}}}] | TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]
            TransactWriteItems | 'TransactItems': [{'Put': {'TableName': 'both', 'Item': {'p': {'S': 'a'}}}}] | TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]
            TransactWriteItems | 'TransactItems': [{'Delete': {'TableName': 'both', 'Key': {'p': {'S': 'a'}}}}] | TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]
            TransactWriteItems | 'TransactItems': [{'Update': {'TableName': 'both', KEY}}]     | 1 validation error detected: Value null at 'transactItems.1.member.update.updateExpression' failed to satisfy constraint: Member must not be null
            TransactWriteItems | 'TransactItems': [{'ConditionCheck': {'TableName': 'both', KEY, VALUE, 'ConditionExpression': 'attribute_exists(a)'}}] | Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}
            ExecuteStatement   | 'Statement': 'SELECT * FROM hash', 'Parameters': []           | 1 validation error detected: Value '[]' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1
            ExecuteStatement   | 'Statement': 'INSERT INTO hash value {~p~: ~there~}'          | DuplicateItemException: Duplicate primary key exists in table
            ExecuteTransaction | 'TransactStatements': [{'Statement': 'INSERT INTO hash value {~p~: ~there~}'}] | TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [DuplicateItem]
            DescribeTable |                                                                    | The parameter 'TableName' is required but was not present in the request
            DescribeTable | 'TableName': 'nothing'                                             | ResourceNotFoundException: Requested resource not found: Table: nothing not found
            CreateTable   | DEFINED, KEYS, 'BillingMode': 'PAY_PER_REQUEST'                    | The parameter 'TableName' is required but was not present in the request
            CreateTable   | DEFINED, KEYS, 'TableName': 'ab', 'BillingMode': 'PAY_PER_REQUEST' | 1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3
            CreateTable   | TABLE, DEFINED                                                     | 1 validation error detected: Value null at 'keySchema' failed to satisfy constraint: Member must not be null
            CreateTable   | TABLE, DEFINED, 'KeySchema': []                                    | 1 validation error detected: Value '[]' at 'keySchema' failed to satisfy constraint: Member must have length greater than or equal to 1
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'SORT'}] | 1 validation error detected: Value 'SORT' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'RANGE'}, {'AttributeName': 'x', 'KeyType': 'RANGE'}] | 1 validation error detected: Value '[KeySchemaElement(attributeName=p, keyType=HASH), KeySchemaElement(attributeName=s, keyType=RANGE), KeySchemaElement(attributeName=x, keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2
            CreateTable   | TABLE, 'AttributeDefinitions': [{}], KEYS                          | 2 validation errors detected: Value null at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must not be null; Value null at 'attributeDefinitions.1.member.attributeName' failed to satisfy constraint: Member must not be null
            CreateTable   | TABLE, 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 'p', 'KeyType': 'RANGE'}] | Invalid KeySchema: Some index key attribute have no definition
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'x', 'KeyType': 'HASH'}] | One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [x], AttributeDefinitions: [p, s]
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 'p', 'KeyType': 'RANGE'}] | Both the Hash Key and the Range Key element in the KeySchema have the same name
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'RANGE'}] | Invalid KeySchema: The first KeySchemaElement is not a HASH key type
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'HASH'}] | Invalid KeySchema: The second KeySchemaElement is not a RANGE key type
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}] | One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions
            CreateTable   | TABLE, DEFINED, KEYS, 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1} | One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST
            CreateTable   | 'TableName': 'new', DEFINED, KEYS                                  | One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED
            CreateTable   | 'TableName': 'new', DEFINED, KEYS, 'ProvisionedThroughput': {'ReadCapacityUnits': 0} | 2 validation errors detected: Value null at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: Member must not be null; Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1
            CreateTable   | 'TableName': 'new', DEFINED, KEYS, 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}, 'OnDemandThroughput': {'MaxReadRequestUnits': 1} | One or more parameter values were invalid: MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.
            UpdateTable   | 'TableName': 'both', 'BillingMode': 'PROVISIONED', 'OnDemandThroughput': {'MaxWriteRequestUnits': 1} | One or more parameter values were invalid: MaxWriteRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED
            UpdateTable   | 'TableName': 'both', 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1} | One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST
            UpdateTable   | 'TableName': 'both', 'BillingMode': 'PROVISIONED'                  | One or more parameter values were invalid: ProvisionedThroughput must be specified when BillingMode is PROVISIONED
            UpdateTable   | 'TableName': 'both'                                                | At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required
            UpdateTable   | 'TableName': 'both', 'GlobalSecondaryIndexUpdates': [{}]           | One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null
            CreateTable   | TABLE, DEFINED, KEYS, 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'ALL'} | 1 validation error detected: Value 'ALL' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must satisfy enum value set: [OLD_IMAGE, KEYS_ONLY, NEW_AND_OLD_IMAGES, NEW_IMAGE]
            CreateTable   | TABLE, DEFINED, KEYS, 'TableClass': 'IA'                           | 1 validation error detected: Value 'IA' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, STANDARD_INFREQUENT_ACCESS]
            CreateTable   | TABLE, DEFINED, KEYS, 'SSESpecification': {'SSEType': 'X'}         | 1 validation error detected: Value 'X' at 'sSESpecification.sSEType' failed to satisfy constraint: Member must satisfy enum value set: [AES256, KMS]
            CreateTable   | TABLE, DEFINED, KEYS, 'SSESpecification': {'SSEType': 'AES256'}    | One or more parameter values were invalid: SSEType AES256 is not supported
            PutItem       | 'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'n': {'N': '123456789012345678901234567890123456789'}} | 1 validation error detected: Attempting to store more than 38 significant digits in a Number
            CreateTable   | TABLE, DEFINED, KEYS, 'LocalSecondaryIndexes': []                  | One or more parameter values were invalid: List of LocalSecondaryIndexes is empty
            CreateTable   | TABLE, DEFINED, KEYS, 'LocalSecondaryIndexes': SIX                 | One or more parameter values were invalid: Number of LocalSecondaryIndexes exceeds per-table limit of 5
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': MANY               | One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the per-table limit of 20
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': []                 | One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': [{'IndexName': 'iii', KEYS, 'Projection': {}}] | One or more parameter values were invalid: Unknown ProjectionType: null
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': [{'IndexName': 'iii', KEYS, 'Projection': {'ProjectionType': 'ALL', 'NonKeyAttributes': ['a']}}] | One or more parameter values were invalid: ProjectionType is ALL, but NonKeyAttributes is specified
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': [{'IndexName': 'iii', KEYS, 'Projection': {'ProjectionType': 'INCLUDE'}}] | One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': [{'IndexName': 'iii', KEYS, 'Projection': {'ProjectionType': 'ALL'}, 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}}] | One or more parameter values were invalid: ProvisionedThroughput should not be specified for index: iii when BillingMode is PAY_PER_REQUEST
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': [{'IndexName': 'iii', 'KeySchema': [{'AttributeName': 'x', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}] | One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [x], AttributeDefinitions: [p, s]
            CreateTable   | TABLE, DEFINED, KEYS, 'LocalSecondaryIndexes': [{'IndexName': 'l1', KEYS, 'Projection': {'ProjectionType': 'ALL'}}], 'GlobalSecondaryIndexes': [{'IndexName': 'g1', KEYS, 'Projection': {'ProjectionType': 'ALL'}}] | 2 validation errors detected: Value 'g1' at 'globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member must have length greater than or equal to 3; Value 'l1' at 'localSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member must have length greater than or equal to 3
            CreateTable   | TABLE, DEFINED, KEYS, 'LocalSecondaryIndexes': [{'IndexName': 'iii', 'KeySchema': [{'AttributeName': 's', 'KeyType': 'HASH'}, {'AttributeName': 'p', 'KeyType': 'RANGE'}], 'Projection': {'ProjectionType': 'ALL'}}] | One or more parameter values were invalid: Index KeySchema does not have the same leading hash key as table KeySchema for index: iii. index hash key: s, table hash key: p
            CreateTable   | TABLE, DEFINED, KEYS, 'LocalSecondaryIndexes': [{'IndexName': 'iii', 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}] | One or more parameter values were invalid: Index KeySchema does not have a range key for index: iii
            CreateTable   | TABLE, DEFINED, 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'LocalSecondaryIndexes': [{'IndexName': 'iii', KEYS, 'Projection': {'ProjectionType': 'ALL'}}] | One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex
            CreateTable   | TABLE, DEFINED, KEYS, 'GlobalSecondaryIndexes': [{'IndexName': 'iii', KEYS, 'Projection': {'ProjectionType': 'ALL'}}, {'IndexName': 'iii', KEYS, 'Projection': {'ProjectionType': 'ALL'}}] | One or more parameter values were invalid: Duplicate index name: iii
            CreateTable   | 'TableName': 'both', 'BillingMode': 'PAY_PER_REQUEST', DEFINED, KEYS | ResourceInUseException: Table already exists: both
            CreateTable   | 'TableName': 'new', DEFINED, KEYS, 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}, 'GlobalSecondaryIndexes': [{'IndexName': 'iii', KEYS, 'Projection': {'ProjectionType': 'ALL'}}] | One or more parameter values were invalid: Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: iii
            CreateTable   | TABLE, DEFINED, KEYS, 'StreamSpecification': {'StreamEnabled': false, 'StreamViewType': 'NEW_IMAGE'} | One or more parameter values were invalid: Table is being created with a stream disabled, UpdateViewType should not be specified
            GetItem       | 'TableName': 'both', KEY, 'AttributesToGet': ['a', 'b', 'a']       | One or more parameter values were invalid: Duplicate value in attribute name: a
            ListTables    | 'Limit': 101                                                       | 1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100
            TagResource   | ARN, 'Tags': []                                                    | Atleast one Tag needs to be provided as Input.
            TagResource   | ARN, 'Tags': [{}]                                                  | The Tag Key provided is invalid, Key: null
            TagResource   | ARN, 'Tags': [{'Key': 'k'}]                                        | The Tag Value provided is invalid, Value: null
            UntagResource | ARN, 'TagKeys': []                                                 | Atleast one Tag Key needs to be provided as Input.
            UntagResource | ARN, 'TagKeys': ['']                                               | `The Tag Key provided is invalid, Key: `
            ListTagsOfResource | 'ResourceArn': 'x'                                            | Invalid TableArn: Invalid ResourceArn provided as input x
            """)
    void refusal_ofARequest_isInAwssWords(String operation, String request, String words) throws Exception {
        for (Identity caller : List.of(IDENTITIES.teacher(), FUNCTION)) {
            AwsError error = refusal(caller, operation, request == null ? "" : request);
            String code = error.code().equals("ValidationException") ? "" : error.code() + ": ";

            assertThat(code + error.getMessage()).isEqualTo(words);
        }
    }

    @Test
    void item_thatIsNestedTooDeeply_isToldInTheEnvelope() throws Exception {
        String deep = "{'L': [".repeat(32) + "{'S': ''}" + "]}".repeat(32);

        assertThat(refusal(FUNCTION, "PutItem", "'TableName': 'hash', 'Item': {'p': {'S': 'a'}, 'x': " + deep + "}"))
                .hasMessage(
                        "1 validation error detected: Nesting Levels have exceeded supported limits: Attributes in the"
                                + " item have nested levels beyond supported limit");
    }

    /** What AWS says first: that a request has not the form, that the caller may not, what the members say together. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GetItem     | 'TableName': 'nothing'                        | ValidationException
            Scan        | 'TableName': 'nothing', 'Limit': 0            | ValidationException
            Scan        | 'TableName': 'nothing', 'Segment': 0          | AccessDeniedException
            Scan        | 'TableName': 'nothing'                        | AccessDeniedException
            GetItem     | 'TableName': 'both', 'Key': {'p': {'S': 'a'}} | AccessDeniedException
            CreateTable | TABLE, DEFINED, KEYS, 'TableClass': 'IA'      | ValidationException
            CreateTable | TABLE, DEFINED, KEYS, 'SSESpecification': {'SSEType': 'AES256'} | AccessDeniedException
            """)
    void order_ofChecks_isFormThenPermissionThenTheRest(String operation, String request, String code)
            throws Exception {
        assertThat(refusal(NOBODY, operation, request).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ListTagsOfResource | 'ResourceArn': 'arn:aws:dynamodb:us-east-1:000000000000:table/both'
            TagResource        | 'ResourceArn': 'arn:aws:dynamodb:us-east-2:111122223333:table/both', 'Tags': []
            """)
    void tags_ofATableOfAnotherAccountOrRegion_areDenied(String operation, String request) throws Exception {
        for (Identity caller : List.of(IDENTITIES.teacher(), FUNCTION)) {
            AwsError error = refusal(caller, operation, request);

            assertThat(error.code()).isEqualTo("AccessDeniedException");
            assertThat(error.getMessage())
                    .isEqualTo(
                            "User: %s is not authorized to perform: dynamodb:%s on resource: %s because no"
                                    + " resource-based policy allows the dynamodb:%s action",
                            caller.arn(), operation, request.split("'")[3], operation);
        }
    }

    /** A table with a local index has item collections, of up to a gigabyte here; another has none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PutItem            | 'TableName': 'both', 'Item': {'p': {'S': 'c'}, 's': {'S': 's'}} | {'ItemCollectionKey': {'p': {'S': 'c'}}, 'SizeEstimateRangeGB': [0.0, 1.0]}
            UpdateItem         | 'TableName': 'both', 'Key': {'p': {'S': 'c'}, 's': {'S': 's'}}  | {'ItemCollectionKey': {'p': {'S': 'c'}}, 'SizeEstimateRangeGB': [0.0, 1.0]}
            DeleteItem         | 'TableName': 'both', 'Key': {'p': {'S': 'c'}, 's': {'S': 's'}}  | {'ItemCollectionKey': {'p': {'S': 'c'}}, 'SizeEstimateRangeGB': [0.0, 1.0]}
            PutItem            | 'TableName': 'hash', 'Item': {'p': {'S': 'c'}}                  |
            BatchWriteItem     | 'RequestItems': {'both': [{'PutRequest': {'Item': {'p': {'S': 'c'}, 's': {'S': '1'}}}}, {'DeleteRequest': {'Key': {'p': {'S': 'c'}, 's': {'S': '2'}}}}], 'hash': [{'PutRequest': {'Item': {'p': {'S': 'd'}}}}]} | {'both': [{'ItemCollectionKey': {'p': {'S': 'c'}}, 'SizeEstimateRangeGB': [0.0, 1.0]}]}
            TransactWriteItems | 'TransactItems': [{'Put': {'TableName': 'both', 'Item': {'p': {'S': 'e'}, 's': {'S': '1'}}}}, {'Put': {'TableName': 'hash', 'Item': {'p': {'S': 'e'}}}}] | {'both': [{'ItemCollectionKey': {'p': {'S': 'e'}}, 'SizeEstimateRangeGB': [0.0, 1.0]}]}
            """)
    void write_thatAsksForItemCollections_isToldThem(String operation, String request, String metrics)
            throws Exception {
        JsonNode answer = call(operation, "{" + request + ", 'ReturnItemCollectionMetrics': 'SIZE'}");

        assertThat(answer.path("ItemCollectionMetrics"))
                .isEqualTo(metrics == null ? JSON.missingNode() : json(metrics));
        assertThat(call(operation, "{" + request + "}").has("ItemCollectionMetrics"))
                .isFalse();
    }

    /** What a public suite expects, recorded in May 2026, and AWS does not say any more. */
    @Test
    void answer_thatAwsHasChanged_isTheNewest() throws Exception {
        int rows = 0;
        for (String line : Files.readAllLines(Path.of("src/test/resources/superseded-words.txt"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] row = line.split(" \\| ");
            AwsError error = catchThrowableOfType(
                    AwsError.class,
                    () -> dynamoDb.call(IDENTITIES.teacher(), "DynamoDB_20120810." + row[1], json(row[2])));

            assertThat(error).as(row[0]).hasMessage(row[4]);
            if (row[3].startsWith("…")) {
                assertThat(error.getMessage()).as(row[0]).doesNotContain(row[3].replace("…", ""));
            } else {
                assertThat(error.getMessage()).as(row[0]).isNotEqualTo(row[3]);
            }
            assertThat(row[5]).matches("20\\d\\d-\\d\\d-\\d\\d \\S.*").isGreaterThan("2026-05-14");
            rows++;
        }
        System.out.printf("%d expectations of May 2026 are superseded%n", rows);
        assertThat(rows).isEqualTo(21);
    }
}

package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.RawHttp;
import classroom.cloud.gateway.RawHttp.Answer;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Valid JSON of the wrong type: of every operation of a JSON service every member, at every depth, is once each other kind
 * of value. Each is the client's fault, in the service's words.
 */
class WrongTypesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each operation with every member that the class reads; some are only there to be of the wrong type. */
    private static final Map<String, List<String>> OPERATIONS = Map.of(
            "logs",
            List.of(
                    "Logs_20140328.DescribeLogGroups {'logGroupNamePrefix':'a','logGroupNamePattern':'a','limit':1,"
                            + "'nextToken':'0'}",
                    "Logs_20140328.DescribeLogStreams {'logGroupName':'g','logStreamNamePrefix':'a','orderBy':"
                            + "'LogStreamName','descending':true,'limit':1,'nextToken':'0'}",
                    "Logs_20140328.FilterLogEvents {'logGroupName':'g','logStreamNames':['s'],'startTime':1,'endTime':2,"
                            + "'filterPattern':'x','limit':1,'nextToken':'n/0/0'}",
                    "Logs_20140328.FilterLogEvents {'logGroupIdentifier':'g','logStreamNamePrefix':'s'}",
                    "Logs_20140328.GetLogEvents {'logGroupName':'g','logStreamName':'s','startTime':1,'endTime':2,'limit':1,"
                            + "'startFromHead':true,'nextToken':'f/0/0'}",
                    "Logs_20140328.PutLogEvents {'logGroupName':'g','logStreamName':'s','logEvents':[{'timestamp':1,"
                            + "'message':'m'}]}",
                    "Logs_20140328.CreateLogGroup {'logGroupName':'g2','tags':{'a':'b'}}",
                    "Logs_20140328.DeleteLogGroup {'logGroupName':'none'}",
                    "Logs_20140328.CreateLogStream {'logGroupName':'g','logStreamName':'s2'}",
                    "Logs_20140328.DeleteLogStream {'logGroupName':'g','logStreamName':'none'}",
                    "Logs_20140328.PutRetentionPolicy {'logGroupName':'g','retentionInDays':7}",
                    "Logs_20140328.DeleteRetentionPolicy {'logGroupName':'g'}",
                    "Logs_20140328.ListTagsForResource {'resourceArn':'g'}",
                    "Logs_20140328.TagResource {'resourceArn':'g','tags':{'a':'b'}}",
                    "Logs_20140328.UntagResource {'resourceArn':'g','tagKeys':['a']}"),
            "ssm",
            List.of(
                    "AmazonSSM.GetParameter {'Name':'/a','WithDecryption':true}",
                    "AmazonSSM.GetParameters {'Names':['/a'],'WithDecryption':true}",
                    "AmazonSSM.PutParameter {'Name':'/b','Value':'v','Type':'String','Description':'d','Overwrite':true}",
                    "AmazonSSM.PutParameter {'Name':'/c','Value':'v','Type':'String','Tags':[{'Key':'k','Value':'v'}]}",
                    "AmazonSSM.DeleteParameter {'Name':'/none'}",
                    "AmazonSSM.DescribeParameters {'ParameterFilters':[{'Key':'Name','Option':'Equals','Values':['/a']}],"
                            + "'MaxResults':1,'NextToken':'x'}"),
            "sqs",
            List.of(
                    "AmazonSQS.ListQueues {'QueueNamePrefix':'a','MaxResults':1,'NextToken':'x'}",
                    "AmazonSQS.GetQueueUrl {'QueueName':'q'}",
                    "AmazonSQS.GetQueueAttributes {'QueueUrl':'QUEUE','AttributeNames':['All']}",
                    "AmazonSQS.SetQueueAttributes {'QueueUrl':'QUEUE','Attributes':{'VisibilityTimeout':'7'}}",
                    "AmazonSQS.ListQueueTags {'QueueUrl':'QUEUE'}",
                    "AmazonSQS.TagQueue {'QueueUrl':'QUEUE','Tags':{'a':'b'}}",
                    "AmazonSQS.UntagQueue {'QueueUrl':'QUEUE','TagKeys':['a']}",
                    "AmazonSQS.PurgeQueue {'QueueUrl':'QUEUE'}",
                    "AmazonSQS.SendMessage {'QueueUrl':'QUEUE','MessageBody':'b','DelaySeconds':1,'MessageAttributes':"
                            + "{'k':{'DataType':'String','StringValue':'v'}}}",
                    "AmazonSQS.SendMessageBatch {'QueueUrl':'QUEUE','Entries':[{'Id':'a','MessageBody':'b','DelaySeconds':1,"
                            + "'MessageAttributes':{'k':{'DataType':'Binary','BinaryValue':'YQ=='}}}]}",
                    "AmazonSQS.ReceiveMessage {'QueueUrl':'QUEUE','MaxNumberOfMessages':1,'VisibilityTimeout':1,"
                            + "'WaitTimeSeconds':0,'AttributeNames':['All'],'MessageSystemAttributeNames':['All'],"
                            + "'MessageAttributeNames':['All']}",
                    "AmazonSQS.DeleteMessage {'QueueUrl':'QUEUE','ReceiptHandle':'h'}",
                    "AmazonSQS.DeleteMessageBatch {'QueueUrl':'QUEUE','Entries':[{'Id':'a','ReceiptHandle':'h'}]}",
                    "AmazonSQS.ChangeMessageVisibility {'QueueUrl':'QUEUE','ReceiptHandle':'h','VisibilityTimeout':1}",
                    "AmazonSQS.ChangeMessageVisibilityBatch {'QueueUrl':'QUEUE','Entries':[{'Id':'a','ReceiptHandle':'h',"
                            + "'VisibilityTimeout':1}]}"),
            "dynamodb",
            List.of(
                    "DynamoDB_20120810.CreateTable {'TableName':'new','AttributeDefinitions':[{'AttributeName':'a',"
                            + "'AttributeType':'S'}],'KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],'BillingMode':"
                            + "'PROVISIONED','ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':1},"
                            + "'GlobalSecondaryIndexes':[{'IndexName':'index','KeySchema':[{'AttributeName':'a','KeyType':"
                            + "'HASH'}],'Projection':{'ProjectionType':'INCLUDE','NonKeyAttributes':['b']},"
                            + "'ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':1}}],"
                            + "'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'NEW_IMAGE'},"
                            + "'DeletionProtectionEnabled':false,'Tags':[{'Key':'k','Value':'v'}]}",
                    "DynamoDB_20120810.UpdateTable {'TableName':'none','BillingMode':'PAY_PER_REQUEST',"
                            + "'GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':'i'}}]}",
                    "DynamoDB_20120810.DeleteTable {'TableName':'none'}",
                    "DynamoDB_20120810.DescribeTable {'TableName':'things'}",
                    "DynamoDB_20120810.DescribeTimeToLive {'TableName':'things'}",
                    "DynamoDB_20120810.UpdateTimeToLive {'TableName':'things','TimeToLiveSpecification':{'Enabled':true,"
                            + "'AttributeName':'t'}}",
                    "DynamoDB_20120810.ListTables {'Limit':1,'ExclusiveStartTableName':'aaa'}",
                    "DynamoDB_20120810.TagResource {'ResourceArn':'ARN','Tags':[{'Key':'k','Value':'v'}]}",
                    "DynamoDB_20120810.UntagResource {'ResourceArn':'ARN','TagKeys':['k']}",
                    "DynamoDB_20120810.ListTagsOfResource {'ResourceArn':'ARN','NextToken':'x'}",
                    "DynamoDB_20120810.PutItem {'TableName':'things','Item':{'a':{'S':'x'},'n':{'N':'1'},'b':{'B':'YQ=='},"
                            + "'bool':{'BOOL':true},'null':{'NULL':true},'l':{'L':[{'S':'x'}]},'m':{'M':{'x':{'S':'x'}}},"
                            + "'ss':{'SS':['x']},'ns':{'NS':['1']},'bs':{'BS':['YQ==']}},'ConditionExpression':'#a <> :x',"
                            + "'ExpressionAttributeNames':{'#a':'a'},'ExpressionAttributeValues':{':x':{'S':'y'}},"
                            + "'ReturnValues':'NONE','ReturnConsumedCapacity':'TOTAL'}",
                    "DynamoDB_20120810.PutItem {'TableName':'things','Item':{'a':{'S':'x'}},'Expected':{'a':{'Exists':true,"
                            + "'Value':{'S':'x'}}},'ConditionalOperator':'AND'}",
                    "DynamoDB_20120810.GetItem {'TableName':'things','Key':{'a':{'S':'x'}},'ConsistentRead':true,"
                            + "'ProjectionExpression':'a'}",
                    "DynamoDB_20120810.GetItem {'TableName':'things','Key':{'a':{'S':'x'}},'AttributesToGet':['a']}",
                    "DynamoDB_20120810.UpdateItem {'TableName':'things','Key':{'a':{'S':'x'}},'AttributeUpdates':{'n':{"
                            + "'Action':'PUT','Value':{'N':'1'}}}}",
                    "DynamoDB_20120810.UpdateItem {'TableName':'things','Key':{'a':{'S':'x'}},'UpdateExpression':'SET n = :n',"
                            + "'ExpressionAttributeValues':{':n':{'N':'1'}}}",
                    "DynamoDB_20120810.DeleteItem {'TableName':'things','Key':{'a':{'S':'none'}},"
                            + "'ReturnItemCollectionMetrics':'NONE'}",
                    "DynamoDB_20120810.Query {'TableName':'things','KeyConditionExpression':'a = :a',"
                            + "'ExpressionAttributeValues':{':a':{'S':'x'}},'ScanIndexForward':true,'Limit':1,'Select':"
                            + "'ALL_ATTRIBUTES','FilterExpression':'attribute_exists(a)','ExclusiveStartKey':{'a':{'S':'x'}}}",
                    "DynamoDB_20120810.Query {'TableName':'things','KeyConditions':{'a':{'ComparisonOperator':'EQ',"
                            + "'AttributeValueList':[{'S':'x'}]}},'QueryFilter':{'n':{'ComparisonOperator':'NOT_NULL'}}}",
                    "DynamoDB_20120810.Scan {'TableName':'things','Segment':0,'TotalSegments':2,'IndexName':'none'}",
                    "DynamoDB_20120810.BatchGetItem {'RequestItems':{'things':{'Keys':[{'a':{'S':'x'}}],"
                            + "'ConsistentRead':true}}}",
                    "DynamoDB_20120810.BatchWriteItem {'RequestItems':{'things':[{'PutRequest':{'Item':{'a':{'S':'x'}}}},"
                            + "{'DeleteRequest':{'Key':{'a':{'S':'y'}}}}]}}",
                    "DynamoDB_20120810.TransactGetItems {'TransactItems':[{'Get':{'TableName':'things','Key':{'a':{'S':'x'}}}}]}",
                    "DynamoDB_20120810.TransactWriteItems {'TransactItems':[{'Put':{'TableName':'things','Item':{'a':{'S':'x'}}}},"
                            + "{'Update':{'TableName':'things','Key':{'a':{'S':'y'}},'UpdateExpression':'SET n = :n',"
                            + "'ExpressionAttributeValues':{':n':{'N':'1'}}}},{'Delete':{'TableName':'things','Key':{'a':"
                            + "{'S':'z'}}}},{'ConditionCheck':{'TableName':'things','Key':{'a':{'S':'w'}},"
                            + "'ConditionExpression':'attribute_not_exists(a)'}}],'ClientRequestToken':'t'}",
                    "DynamoDB_20120810.ExecuteStatement {'Statement':'SELECT * FROM things WHERE a = ?','Parameters':[{'S':"
                            + "'x'}],'ConsistentRead':true,'Limit':1,'NextToken':'x'}",
                    "DynamoDB_20120810.BatchExecuteStatement {'Statements':[{'Statement':'SELECT * FROM things WHERE a = ?',"
                            + "'Parameters':[{'S':'x'}]}]}",
                    "DynamoDB_20120810.ExecuteTransaction {'TransactStatements':[{'Statement':"
                            + "'SELECT * FROM things WHERE a = ?','Parameters':[{'S':'x'}]}]}",
                    "DynamoDBStreams_20120810.ListStreams {'TableName':'things','Limit':1,'ExclusiveStartStreamArn':'ARN'}",
                    "DynamoDBStreams_20120810.DescribeStream {'StreamArn':'ARN/stream/x','Limit':1,'ExclusiveStartShardId':'s'}",
                    "DynamoDBStreams_20120810.GetShardIterator {'StreamArn':'ARN/stream/x','ShardId':'s','ShardIteratorType':"
                            + "'LATEST','SequenceNumber':'1'}",
                    "DynamoDBStreams_20120810.GetRecords {'ShardIterator':'ARN/stream/x|1|x','Limit':1}"),
            "classroom",
            List.of(
                    "classroom.DescribeAccess {'FunctionName':'f'}",
                    "classroom.ExplainAccess {'FunctionName':'f','Action':'a','Resource':'r'}",
                    "classroom.AssumeFunction {'FunctionName':'f'}"),
            "lambda",
            List.of("POST /2015-03-31/event-source-mappings/ {'EventSourceArn':'a','FunctionName':'f','Enabled':true,"
                    + "'BatchSize':1,'MaximumBatchingWindowInSeconds':1,'ParallelizationFactor':1,'StartingPosition':"
                    + "'LATEST','DestinationConfig':{'OnFailure':{'Destination':'arn:aws:sqs:x'}},"
                    + "'MaximumRecordAgeInSeconds':60,'BisectBatchOnFunctionError':true,'MaximumRetryAttempts':1,"
                    + "'FunctionResponseTypes':['ReportBatchItemFailures'],'Tags':{'a':'b'}}"));

    /** A value of each kind, and some that are hard for a reader of numbers. */
    private static final List<String> VALUES = List.of(
            "\"x\"", "7", "[]", "{}", "true", "[[{\"a\":[]}]]", "{\"a\":{\"b\":[1]}}", "1e999999999", "0.5", "[null]");

    private static final String TABLE = "arn:aws:dynamodb:us-east-2:000000000000:table/things";

    private static Cloud local;

    @BeforeAll
    static void start() throws IOException {
        local = Cloud.start(0, line -> {});
        ask(
                "dynamodb",
                "DynamoDB_20120810.CreateTable",
                "{\"TableName\":\"things\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\",\"AttributeType\":\"S\"}],"
                        + "\"KeySchema\":[{\"AttributeName\":\"a\",\"KeyType\":\"HASH\"}],"
                        + "\"BillingMode\":\"PAY_PER_REQUEST\"}");
        ask("logs", "Logs_20140328.CreateLogGroup", "{\"logGroupName\":\"g\"}");
        ask("logs", "Logs_20140328.CreateLogStream", "{\"logGroupName\":\"g\",\"logStreamName\":\"s\"}");
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamodb", "logs", "ssm", "sqs", "classroom", "lambda"})
    void valueOfTheWrongType_isRefused_whereverItStands(String service) throws IOException {
        Set<String> wrong = new TreeSet<>();
        int asked = 0;
        for (String operation : OPERATIONS.get(service)) {
            int brace = operation.indexOf(" {");
            String target = operation.substring(0, brace);
            ObjectNode right =
                    (ObjectNode) JSON.readTree(operation.substring(brace).replace('\'', '"'));
            for (String pointer : pointers("", right)) {
                for (String value : VALUES) {
                    String request = with(right, pointer, value);
                    if (isOfOneKind(right.at(pointer), JSON.readTree(value))) {
                        continue;
                    }
                    asked++;
                    Answer answer = ask(service, target, request);
                    if (answer.status() != 400 || !code(answer).equals("SerializationException")) {
                        wrong.add(
                                target + " " + pointer + " = " + value + ": " + answer.status() + " " + answer.text());
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(OPERATIONS.get(service).size());
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamodb", "logs", "ssm", "sqs", "classroom", "lambda"})
    void textAfterTheJson_isRefused(String service) throws IOException {
        for (String operation : OPERATIONS.get(service)) {
            int brace = operation.indexOf(" {");
            for (String after : List.of("x", "{}", "}", "\u0000", ",", "1", "null")) {
                Answer answer = ask(
                        service,
                        operation.substring(0, brace),
                        operation.substring(brace).replace('\'', '"') + after);
                assertThat(answer.status()).as(operation + after).isEqualTo(400);
                assertThat(code(answer)).as(operation + after).isEqualTo("SerializationException");
            }
        }
    }

    /** A string that is not an allowed value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "CreateTable; 'BillingMode':'CHEAP'; Value 'CHEAP' at 'billingMode' failed to satisfy constraint",
                "CreateTable; 'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'ALL'}; at 'streamSpecification.streamViewType' failed",
                "CreateTable; 'TableClass':'CHEAP'; at 'tableClass' failed",
                "CreateTable; 'SSESpecification':{'Enabled':true,'SSEType':'NONE'}; at 'sSESpecification.sSEType' failed",
                "UpdateTable; 'BillingMode':'CHEAP'; [PROVISIONED, PAY_PER_REQUEST]",
                "Query; 'KeyConditionExpression':'a = :a','Select':'x'; at 'select' failed",
                "Query; 'KeyConditions':{'a':{'ComparisonOperator':'x','AttributeValueList':[{'S':'x'}]}}; at 'keyConditions.a.member.comparisonOperator' failed",
                "PutItem; 'Item':{'a':{'S':'x'}},'ReturnValues':'x'; 1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set",
                "PutItem; 'Item':{'a':{'S':'x'}},'ReturnConsumedCapacity':'x'; at 'returnConsumedCapacity' failed",
                "PutItem; 'Item':{'a':{'S':'x'}},'ReturnItemCollectionMetrics':'x'; at 'returnItemCollectionMetrics' failed",
                "PutItem; 'Item':{'a':{'S':'x'}},'ConditionalOperator':'x'; at 'conditionalOperator' failed",
                "UpdateItem; 'Key':{'a':{'S':'x'}},'AttributeUpdates':{'n':{'Action':'x','Value':{'N':'1'}}}; at 'attributeUpdates.n.member.action' failed",
                "ExecuteStatement; 'Statement':'SELECT * FROM things','NextToken':'false';",
                "ExecuteStatement; 'Statement':'SELECT * FROM things','NextToken':'QUJD';",
                "DynamoDBStreams_20120810.GetShardIterator; 'StreamArn':'ARN/stream/x','ShardId':'s','ShardIteratorType':"
                        + "'FIRST'; at 'shardIteratorType' failed to satisfy constraint",
            })
    void valueThatIsNoneOfThose_isRefused(String operation, String members, String message) throws IOException {
        String target = operation.contains(".") ? operation : "DynamoDB_20120810." + operation;
        Answer answer = ask("dynamodb", target, ("{'TableName':'things'," + members.strip() + "}").replace('\'', '"'));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text())
                .contains(message == null ? "Message" : message)
                .doesNotContain("InternalFailure");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM things WHERE (*2000; nested too deeply",
                "INSERT INTO things VALUE {'a':'b','l':[*2000; nested too deeply",
                "SELECT * FROM things WHERE NOT *2000 a='b'; nested too deeply",
                "SELECT * FROM things WHERE n = 1e9999999; Number overflow",
                "SELECT * FROM things WHERE n = -1.5E+9999999; Number overflow",
                "SELECT * FROM things WHERE n = .1e-9999999; Number underflow",
                "INSERT INTO things VALUE {'a':'b','n':``1d9999999``}; Number overflow",
            })
    @Timeout(20)
    void statementThatWouldTakeForEver_isRefused(String statement, String message) throws IOException {
        String text = Pattern.compile("(.|NOT )\\*2000")
                .matcher(statement)
                .replaceFirst(part -> part.group(1).repeat(2000));
        ObjectNode request = JSON.createObjectNode().put("Statement", text);
        Answer answer = ask("dynamodb", "DynamoDB_20120810.ExecuteStatement", request.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM things WHERE a = '1e9999'", "SELECT \"1e9999\" FROM things WHERE a = 'x'"})
    void textThatLooksLikeAHugeNumber_isTaken(String statement) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("Statement", statement);
        assertThat(ask("dynamodb", "DynamoDB_20120810.ExecuteStatement", request.toString())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void memberThatIsNull_isAsIfItWereNotThere() throws IOException {
        Answer answer = ask("logs", "Logs_20140328.DescribeLogGroups", "{\"limit\":null,\"logGroupNamePrefix\":null}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(JSON.readTree(answer.text()).path("logGroups")).hasSize(1);
    }

    private static boolean isOfOneKind(JsonNode right, JsonNode value) {
        if (right.isArray() && value.isArray()) {
            return value.isEmpty();
        }
        if (right.isObject() && value.isObject()) {
            return true; // Its content is unknown, or wrong at a deeper place.
        }
        return right.isIntegralNumber() ? value.isIntegralNumber() : right.getNodeType() == value.getNodeType();
    }

    /** The places with a value: members, elements and their content. */
    private static List<String> pointers(String at, JsonNode node) {
        List<String> pointers = new ArrayList<>();
        node.properties().forEach(member -> {
            pointers.add(at + "/" + member.getKey());
            pointers.addAll(pointers(at + "/" + member.getKey(), member.getValue()));
        });
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            pointers.add(at + "/" + i);
            pointers.addAll(pointers(at + "/" + i, node.get(i)));
        }
        return pointers;
    }

    private static String with(ObjectNode right, String pointer, String value) {
        String mark = "0-mark-0";
        ObjectNode changed = right.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = changed.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1);
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), list.textNode(mark));
        } else {
            ((ObjectNode) parent).put(last, mark);
        }
        return changed.toString().replace('"' + mark + '"', value);
    }

    private static String code(Answer answer) throws IOException {
        String type = answer.headers()
                .getOrDefault(
                        "x-amzn-errortype",
                        JSON.readTree(answer.text()).path("__type").asText());
        return type.substring(type.indexOf('#') + 1);
    }

    private static Answer ask(String service, String target, String body) throws IOException {
        byte[] bytes = body.replace("QUEUE", "http://127.0.0.1/000000000000/q")
                .replace("ARN/", TABLE + "/")
                .replace("'ARN'".replace('\'', '"'), '"' + TABLE + '"')
                .getBytes(StandardCharsets.UTF_8);
        boolean rest = target.contains("/");
        String head = String.join(
                "\r\n",
                (rest ? target : "POST /") + " HTTP/1.1",
                "Host: 127.0.0.1:" + local.port(),
                "Content-Type: application/x-amz-json-1.0",
                "Authorization: AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER + "/20260101/" + Cloud.REGION + "/"
                        + service + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0",
                rest ? "X-Rest: yes" : "X-Amz-Target: " + target,
                "Content-Length: " + bytes.length,
                "",
                "");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(bytes);
        return RawHttp.exchange(local.port(), request.toByteArray()).get(0);
    }
}

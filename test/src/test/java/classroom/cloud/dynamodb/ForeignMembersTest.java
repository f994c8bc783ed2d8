package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.api.DynamoDbApi;
import classroom.template.api.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each operation is asked about the member that names its resource, and about no other. A role may do everything to one
 * table and nothing to another. It sends allowed values together with every other member of the API, at every depth:
 * the other table stays closed.
 */
class ForeignMembersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "arn:aws:dynamodb:us-east-2:000000000000:";
    private static final Pattern RESOURCE = Pattern.compile(
            "(Global)?(Table|Index|Stream|Backup|Export|Import|Resource)(Name|Arn)(String)?|ShardIterator");

    private static final Identities IDENTITIES = new Identities();
    private static final Identity OWNER = IDENTITIES.issue(Role.arn("/Owner"), "owner");
    private static final Identity ANYBODY = IDENTITIES.issue(Role.arn("/Anybody"), "anybody");
    private static final Identity READER = IDENTITIES.issue(Role.arn("/Reader"), "reader");

    /** With MINE in it for each operation, in an order in which all can be carried out. */
    private static final Map<String, String> REQUESTS = new LinkedHashMap<>();

    /** AWS has no resource for these operations: a role with rights on some tables may not use them. */
    private static final Set<String> WITHOUT_RESOURCE = Set.of("DescribeLimits", "ListTables");

    private static EmbeddedDynamoDb database;
    private static Gateway gateway;
    private static Loopback client;

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedDynamoDb.start();
        gateway = new Gateway(IDENTITIES);
        Roles roles = new Roles();
        roles.put(role(
                "Owner",
                "{}",
                Stream.of("table/mine", "table/mine/*").map(PREFIX::concat).toList()));
        roles.put(role("Anybody", "{}", List.of("*")));
        // Developer Guide, "Using IAM policy conditions for fine-grained access control", example 2.
        roles.put(role("Reader", """
                {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["a", "pub"]},
                 "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES",
                                          "dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"]}}""", List.of("*")));
        gateway.add(new DynamoDb(database, new RoleAuthorizer(roles), "us-east-2"));
        client = new Loopback(gateway.start(0).getPort(), "us-east-2", Identities.TEACHER);
        write();
        for (String table : List.of("mine", "theirs")) {
            ok(IDENTITIES.teacher(), "CreateTable", REQUESTS.get("CreateTable").replace("MINE", table));
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
        database.close();
    }

    private static Role role(String name, String condition, List<String> resources) throws Exception {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ObjectNode statement = document.putArray("Statement").addObject();
        statement.put("Effect", "Allow").put("Action", "dynamodb:*").set("Resource", JSON.valueToTree(resources));
        if (!condition.equals("{}")) {
            statement.set("Condition", JSON.readTree(condition));
        }
        return new Role(
                Role.arn("/" + name),
                JSON.createObjectNode(),
                Map.of("Policy", document),
                Map.of(),
                Duration.ofHours(1));
    }

    private static void write() {
        String key = "{'a': {'S': 'x'}}";
        String named = "'TableName': 'MINE'";
        REQUESTS.put(
                "CreateTable",
                "{" + named + ", 'BillingMode': 'PAY_PER_REQUEST',"
                        + " 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],"
                        + " 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}],"
                        + " 'GlobalSecondaryIndexes': [{'IndexName': 'index', 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}],"
                        + "   'Projection': {'ProjectionType': 'ALL'}}],"
                        + " 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'KEYS_ONLY'}}");
        REQUESTS.put("PutItem", "{" + named + ", 'Item': " + key + "}");
        REQUESTS.put("UpdateItem", "{" + named + ", 'Key': " + key + "}");
        REQUESTS.put("GetItem", "{" + named + ", 'Key': " + key + "}");
        REQUESTS.put("BatchGetItem", "{'RequestItems': {'MINE': {'Keys': [" + key + "]}}}");
        REQUESTS.put("BatchWriteItem", "{'RequestItems': {'MINE': [{'PutRequest': {'Item': " + key + "}}]}}");
        REQUESTS.put(
                "Query",
                "{" + named + ", 'KeyConditionExpression': 'a = :a', 'ExpressionAttributeValues': {':a': {'S': 'x'}}}");
        REQUESTS.put("Scan", "{" + named + "}");
        REQUESTS.put("TransactGetItems", "{'TransactItems': [{'Get': {" + named + ", 'Key': " + key + "}}]}");
        REQUESTS.put("TransactWriteItems", "{'TransactItems': [{'Put': {" + named + ", 'Item': " + key + "}}]}");
        REQUESTS.put("ExecuteStatement", "{'Statement': 'SELECT * FROM MINE'}");
        REQUESTS.put(
                "BatchExecuteStatement",
                "{'Statements': [{'Statement': 'SELECT b FROM MINE WHERE a = ?', 'Parameters': [{'S': 'x'}]}]}");
        REQUESTS.put(
                "ExecuteTransaction",
                "{'TransactStatements': [{'Statement': 'SELECT b FROM MINE WHERE a = ?', 'Parameters': [{'S': 'x'}]}]}");
        REQUESTS.put("DeleteItem", "{" + named + ", 'Key': " + key + "}");
        REQUESTS.put("ListStreams", "{" + named + "}");
        REQUESTS.put("DescribeStream", "{'StreamArn': 'STREAM'}");
        REQUESTS.put("GetShardIterator", "{'StreamArn': 'STREAM', 'ShardId': 'SHARD', 'ShardIteratorType': 'LATEST'}");
        REQUESTS.put("GetRecords", "{'ShardIterator': 'ITERATOR'}");
        REQUESTS.put("DescribeTable", "{" + named + "}");
        REQUESTS.put("UpdateTable", "{" + named + ", 'BillingMode': 'PAY_PER_REQUEST'}");
        REQUESTS.put(
                "UpdateTimeToLive",
                "{" + named + ", 'TimeToLiveSpecification': {'AttributeName': 't', 'Enabled': true}}");
        REQUESTS.put("DescribeTimeToLive", "{" + named + "}");
        String arn = "'ResourceArn': '" + PREFIX + "table/MINE'";
        REQUESTS.put("TagResource", "{" + arn + ", 'Tags': [{'Key': 'k', 'Value': 'v'}]}");
        REQUESTS.put("ListTagsOfResource", "{" + arn + "}");
        REQUESTS.put("UntagResource", "{" + arn + ", 'TagKeys': ['k']}");
        REQUESTS.put("ListTables", "{}");
        REQUESTS.put("DescribeLimits", "{}");
        REQUESTS.put("DeleteTable", "{" + named + "}");
    }

    @Test
    void memberOfAnotherOperation_opensNothing() throws Exception {
        assertThat(REQUESTS.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                DynamoDb.READS,
                                DynamoDb.WRITES,
                                DynamoDb.STREAM_OPERATIONS,
                                DynamoDb.TABLE_OPERATIONS,
                                DynamoDb.TAG_OPERATIONS)
                        .flatMap(Set::stream)
                        .toList());
        Map<String, Set<String>> members = members();
        assertThat(members.keySet())
                .contains("TableName", "IndexName", "ResourceArn", "TableArn", "BackupArn", "ExportArn", "ImportArn")
                .contains("StreamArn", "SourceTableArn", "GlobalTableName", "TargetTableName", "ShardIterator");
        Map<String, Set<String>> values = new TreeMap<>();
        for (Map.Entry<String, Set<String>> member : members.entrySet()) {
            values.put(member.getKey(), valuesOfMine(member));
        }
        int sent = 0;
        for (String operation : REQUESTS.keySet()) {
            ObjectNode plain = request(operation, "theirs");
            assertRefused(OWNER, operation, plain.toString());
            for (Map.Entry<String, Set<String>> member : values.entrySet()) {
                for (String value : member.getValue()) {
                    sent += assertRefusedWith(operation, plain, member.getKey(), value);
                }
            }
        }
        // DeleteTable comes last, because the other tests need their tables.
        for (String operation : REQUESTS.keySet()) {
            Identity caller = WITHOUT_RESOURCE.contains(operation) ? ANYBODY : OWNER;
            if (operation.equals("CreateTable")) {
                ok(OWNER, "DeleteTable", request("DeleteTable", "mine").toString());
            }
            ok(caller, operation, request(operation, "mine").toString());
        }
        System.out.printf("%d operations x %d members: %d requests refused%n", REQUESTS.size(), members.size(), sent);
    }

    /** A policy on attributes protects them, whatever other members are sent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GetItem            | {'TableName': 'theirs', 'Key': {'a': {'S': 'k'}} MORE}
            BatchGetItem       | {'RequestItems': {'theirs': {'Keys': [{'a': {'S': 'k'}}] MORE}}}
            TransactGetItems   | {'TransactItems': [{'Get': {'TableName': 'theirs', 'Key': {'a': {'S': 'k'}} MORE}}]}
            Query              | {'TableName': 'theirs', 'KeyConditionExpression': 'a = :a', 'ExpressionAttributeValues': {':a': {'S': 'k'}} MORE}
            Scan               | {'TableName': 'theirs' MORE}
            """)
    void attributesThatAPolicyWithholds_areReadByNoParameter(String operation, String request) throws Exception {
        ok(
                IDENTITIES.teacher(),
                "PutItem",
                "{'TableName': 'theirs', 'Item': {'a': {'S': 'k'}, 'pub': {'S': 'p'}, 'secret': {'S': 's'}}}");
        boolean hasSelect = operation.equals("Query") || operation.equals("Scan");
        // Where it is a member, an invalid value is refused before IAM decides.
        String noSelect = hasSelect ? "" : ", 'Select': ''";
        String noAttributes = operation.equals("TransactGetItems") ? ", 'AttributesToGet': []" : "";
        for (String more : List.of("", noSelect, ", 'Select': null", noAttributes)) {
            assertRefused(READER, operation, request.replace(" MORE", more));
        }
        for (String select : List.of("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES")) {
            String text = request.replace(" MORE", ", 'Select': '" + select + "'");
            assertThat(send(READER, operation, text).text())
                    .as(text)
                    .doesNotContain("secret")
                    .contains("__type");
            String projected = request.replace(" MORE", ", 'ProjectionExpression': 'pub', 'Select': '" + select + "'");
            if (!hasSelect || select.equals("SPECIFIC_ATTRIBUTES")) {
                assertThat(ok(READER, operation, projected).toString())
                        .contains("pub")
                        .doesNotContain("secret");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PutItem            | {'TableName': 'theirs', 'Item': {'a': {'S': 'k'}}, 'ConditionExpression': 'a = pub' MORE}
            UpdateItem         | {'TableName': 'theirs', 'Key': {'a': {'S': 'k'}}, 'ConditionExpression': 'a = pub' MORE}
            DeleteItem         | {'TableName': 'theirs', 'Key': {'a': {'S': 'k'}}, 'ConditionExpression': 'a = pub' MORE}
            TransactWriteItems | {'TransactItems': [{'Put': {'TableName': 'theirs', 'Item': {'a': {'S': 'k'}}, 'ConditionExpression': 'a = pub' MORE}}]}
            TransactWriteItems | {'TransactItems': [{'ConditionCheck': {'TableName': 'theirs', 'Key': {'a': {'S': 'k'}}, 'ConditionExpression': 'a = pub' MORE}}]}
            """)
    void attributesThatAPolicyWithholds_areNotToldByAFailedCondition(String operation, String request)
            throws Exception {
        ok(
                IDENTITIES.teacher(),
                "PutItem",
                "{'TableName': 'theirs', 'Item': {'a': {'S': 'k'}, 'pub': {'S': 'p'}, 'secret': {'S': 's'}}}");
        String wanted = request.replace(" MORE", ", 'ReturnValuesOnConditionCheckFailure': 'ALL_OLD'");

        assertRefused(READER, operation, wanted);
        assertThat(send(READER, operation, request.replace(" MORE", "")).text())
                .contains("ConditionalCheckFailed")
                .doesNotContain("secret");
        assertThat(send(ANYBODY, operation, wanted).text()).contains("secret");
    }

    /** The members of all requests of the API that name a resource, with their kinds. */
    private static Map<String, Set<String>> members() {
        Map<String, Set<String>> members = new TreeMap<>();
        Set<Shape> seen = new HashSet<>();
        DynamoDbApi.operations()
                .forEach(operation -> collect(DynamoDbApi.operation(operation).input(), seen, members));
        return members;
    }

    private static void collect(Shape shape, Set<Shape> seen, Map<String, Set<String>> members) {
        if (shape == null || !seen.add(shape)) {
            return;
        }
        collect(shape.element(), seen, members);
        shape.members().forEach((name, member) -> {
            if (RESOURCE.matcher(member.name()).matches()) {
                members.computeIfAbsent(name, first -> new TreeSet<>()).add(member.name());
            }
            collect(member, seen, members);
        });
    }

    private static Set<String> valuesOfMine(Map.Entry<String, Set<String>> member) throws Exception {
        String arn = PREFIX + "table/mine";
        Set<String> values = new TreeSet<>();
        for (String shape : member.getValue()) {
            switch (shape.replaceFirst("^Global", "").replaceFirst("String$", "")) {
                case "IndexName" -> values.add("index");
                case "StreamArn" -> values.add(stream("mine"));
                case "ShardIterator" -> values.add(iterator("mine"));
                case "BackupArn" -> values.add(arn + "/backup/01489602797149-73d8d5bc");
                case "ExportArn" -> values.add(arn + "/export/01489602797149-73d8d5bc");
                case "ImportArn" -> values.add(arn + "/import/01489602797149-73d8d5bc");
                default -> values.addAll(List.of(arn, "mine"));
            }
        }
        return values;
    }

    private static ObjectNode request(String operation, String table) throws Exception {
        String text = REQUESTS.get(operation).replace("MINE", table);
        if (text.contains("STREAM'") || text.contains("ITERATOR'")) {
            text = text.replace("STREAM'", stream(table) + "'")
                    .replace("SHARD'", shard(table) + "'")
                    .replace("ITERATOR'", (text.contains("ITERATOR'") ? iterator(table) : "") + "'");
        }
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static String stream(String table) throws Exception {
        return teacher("DescribeTable", "{'TableName': '" + table + "'}", "LatestStreamArn");
    }

    private static String shard(String table) throws Exception {
        return teacher("DescribeStream", "{'StreamArn': '" + stream(table) + "'}", "ShardId");
    }

    private static String iterator(String table) throws Exception {
        return teacher(
                "GetShardIterator",
                "{'StreamArn': '" + stream(table) + "', 'ShardId': '" + shard(table)
                        + "', 'ShardIteratorType': 'LATEST'}",
                "ShardIterator");
    }

    private static String teacher(String operation, String request, String member) throws Exception {
        return ok(IDENTITIES.teacher(), operation, request).findValue(member).asText();
    }

    /** Sends the request with the member added to each structure that does not have it; returns how often. */
    private static int assertRefusedWith(String operation, ObjectNode plain, String member, String value)
            throws Exception {
        Shape input = DynamoDbApi.operation(operation).input();
        int structures = structures(input, plain, Set.of(), each -> {});
        int sent = 0;
        for (int n = 0; n < structures; n++) {
            ObjectNode request = plain.deepCopy();
            int[] left = {n};
            boolean[] put = {false};
            structures(input, request, Set.of(member), structure -> {
                if (left[0]-- == 0) {
                    put[0] = true;
                    structure.put(member, value);
                }
            });
            if (put[0]) {
                assertRefused(OWNER, operation, request.toString());
                sent++;
            }
        }
        return sent;
    }

    private static int structures(Shape shape, JsonNode value, Set<String> without, Consumer<ObjectNode> visit) {
        int[] found = {0};
        if (shape.isStructure() && value instanceof ObjectNode structure) {
            for (Map.Entry<String, JsonNode> member : structure.deepCopy().properties()) {
                found[0] += structures(
                        shape.members().get(member.getKey()), structure.get(member.getKey()), without, visit);
            }
            if (without.stream().noneMatch(shape.members()::containsKey)) {
                found[0]++;
                visit.accept(structure);
            }
        } else if (shape.element() != null) {
            value.forEach(each -> found[0] += structures(shape.element(), each, without, visit));
        }
        return found[0];
    }

    private static void assertRefused(Identity caller, String operation, String request) throws Exception {
        Answer response = send(caller, operation, request);
        assertThat(response.status()).as("%s %s", operation, request).isEqualTo(400);
        assertThat(response.text()).as("%s %s", operation, request).contains("AccessDeniedException");
    }

    private static JsonNode ok(Identity caller, String operation, String request) throws Exception {
        Answer response = send(caller, operation, request);
        assertThat(response.status())
                .as("%s %s: %s", operation, request, response.text())
                .isEqualTo(200);
        return response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    private static Answer send(Identity caller, String operation, String request) throws Exception {
        String service = DynamoDb.STREAM_OPERATIONS.contains(operation) ? "DynamoDBStreams" : "DynamoDB";
        return client.as(caller.accessKeyId())
                .send(Request.json(
                        "dynamodb",
                        service + "_20120810." + operation,
                        request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}

package classroom.template.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@link DynamoDbQuestions} reads of a request against what DynamoDB Local does with it: nothing that a request
 * touches may be missing from its questions.
 */
class DynamoDbAgreementTest {
    private static final int UPDATES = 300;

    private static EmbeddedDynamoDb dynamoDb;
    private static URI endpoint;

    private final HttpClient http = HttpClient.newHttpClient();
    private final DynamoDbQuestions questions =
            new DynamoDbQuestions(Policies.PREFIX, table -> Optional.of("id"), Map.of());

    private record Answer(int status, JsonNode body) {
        boolean isUnderstood() {
            return !body.path("__type").asText().endsWith("ValidationException");
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        dynamoDb = EmbeddedDynamoDb.start();
        endpoint = dynamoDb.listen();
        Answer created = new DynamoDbAgreementTest().call("CreateTable", Policies.json("""
                                {'TableName': 'items', 'BillingMode': 'PAY_PER_REQUEST',
                                 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'N'}],
                                 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],
                                 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'KEYS_ONLY'}}"""));
        assertThat(created.status()).as(created.toString()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
    }

    /** Random expressions over names that look like keywords and functions: what DynamoDB wrote is what we read. */
    @Test
    void attributes_ofEveryUpdateThatDynamoDbCarriesOut_areThoseItWrote() throws IOException, InterruptedException {
        int carriedOut = 0;
        for (int seed = 0; seed < UPDATES; seed++) {
            String expression = update(new Random(seed));
            ObjectNode request = request(seed, "UpdateExpression", expression);
            request.put("ReturnValues", "ALL_NEW");

            Answer answer = call("UpdateItem", request);

            if (answer.status() == 200) {
                carriedOut++;
                Set<String> wrote = new HashSet<>();
                answer.body().path("Attributes").fieldNames().forEachRemaining(wrote::add);
                assertThat(attributes("UpdateItem", request))
                        .as("seed %s: %s", seed, expression)
                        .containsAll(wrote);
            }
        }
        assertThat(carriedOut).isGreaterThan(UPDATES / 3);
    }

    private static String update(Random random) {
        List<String> clauses = new ArrayList<>();
        if (random.nextBoolean()) {
            String operand = pick(random, ":v", ":v", "if_not_exists(" + name(random) + ",:v)", "(:v)", ":v+:v");
            clauses.add(pick(random, "SET ", "set ")
                    + name(random)
                    + pick(random, "=", " = ")
                    + operand
                    + pick(random, "", "", ", " + name(random) + " = :v", " - :v"));
        }
        if (random.nextInt(3) == 0) {
            clauses.add(pick(random, "REMOVE ", "remove\t") + name(random));
        }
        if (clauses.isEmpty() || random.nextInt(3) == 0) {
            clauses.add(pick(random, "ADD ", "Add\n") + name(random) + " :v");
        }
        return String.join(" ", clauses);
    }

    private static String name(Random random) {
        return pick(
                random,
                "a",
                "_b",
                "B1",
                "#p",
                "set",
                "remove",
                "REMOVE",
                "size",
                "contains",
                "if_not_exists",
                "list_append",
                "attribute_exists",
                "begins_with");
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size = :v                                   | size
            size (size) > :v                            | size
            not attribute_exists(x)                     | x
            (NOT(x=:v))OR y in(:v,z)                    | x,y,z
            contains(contains, :v)                      | contains
            a between b and c                           | a,b,c
            a.b[0].#p between :v And :v or d<>e         | a,d,e
            #p.a = :v                                   | placeholder
            (a) = (:v)                                  | a
            attribute_type(a, :t) and begins_with(b, :t) | a,b
            """)
    void attributes_ofAConditionThatDynamoDbUnderstands_areItsNames(String condition, String names)
            throws IOException, InterruptedException {
        ObjectNode request = request(1_000_000, "ConditionExpression", condition);

        assertThat(call("DeleteItem", request)).matches(Answer::isUnderstood);
        assertThat(attributes("DeleteItem", request))
                .filteredOn(name -> !name.equals("id"))
                .containsExactlyInAnyOrder(names.split(","));
    }

    @ParameterizedTest
    @CsvSource({"id = :v", ":v = id", "(id = :v)", "#k = :v", "(#k=:v)"})
    void leadingKeys_ofAQueryThatDynamoDbUnderstands_areItsKeys(String condition)
            throws IOException, InterruptedException {
        ObjectNode request = query(condition);

        assertThat(call("Query", request).status()).isEqualTo(200);
        assertThat(questions.of("Query", request).get(0).context())
                .containsEntry(ConditionKeys.LEADING_KEYS, List.of("1"));
    }

    /** Two forms that DynamoDB takes and we refuse to read: no wrong answer, and nobody writes them. */
    @ParameterizedTest
    @CsvSource({"(id) = :v", "id = (:v)"})
    void leadingKeys_ofAnOddlyWrittenQuery_areRefused(String condition) throws IOException, InterruptedException {
        ObjectNode request = query(condition);

        assertThat(call("Query", request).status()).isEqualTo(200);
        assertThatExceptionOfType(UnreadableRequest.class)
                .isThrownBy(
                        () -> questions.of("Query", request).get(0).context().get(ConditionKeys.LEADING_KEYS));
    }

    /** Otherwise a member could mean one thing here and another there. */
    @Test
    void membersOfARequest_areReadAsDynamoDbReadsThem() throws IOException, InterruptedException {
        assertThat(text("{'TableName':'none','TableName':'items','Key':{'id':{'N':'1'}}}"))
                .doesNotContain("__type");
        assertThat(Policies.json("{'TableName':'none','TableName':'items'}")
                        .path("TableName")
                        .textValue())
                .isEqualTo("items");
        assertThat(text("{'tableName':'items','Key':{'id':{'N':'1'}}}")).contains("ValidationException");
    }

    @Test
    void shardIteratorOfDynamoDb_namesItsStream() throws IOException, InterruptedException {
        String arn = call("ListStreams", Policies.json("{}"))
                .body()
                .findValue("StreamArn")
                .textValue();
        String shard = call("DescribeStream", Policies.json("{'StreamArn': '" + arn + "'}"))
                .body()
                .findValue("ShardId")
                .textValue();
        JsonNode iterator = call(
                        "GetShardIterator",
                        Policies.json("{'StreamArn': '" + arn + "', 'ShardId': '" + shard
                                + "', 'ShardIteratorType': 'TRIM_HORIZON'}"))
                .body();

        assertThat(questions.of("GetRecords", iterator).get(0).resource())
                .isEqualTo(Policies.PREFIX + arn.substring(arn.indexOf(":table/") + 1));
    }

    private List<String> attributes(String operation, JsonNode request) {
        return questions.of(operation, request).get(0).context().get(ConditionKeys.ATTRIBUTES);
    }

    private static ObjectNode request(int id, String member, String expression) {
        ObjectNode request = (ObjectNode) Policies.json("{'TableName': 'items', 'Key': {'id': {'N': '" + id + "'}}}");
        return withPlaceholders(request.put(member, expression), expression);
    }

    private static ObjectNode query(String condition) {
        ObjectNode request = (ObjectNode) Policies.json("{'TableName': 'items'}");
        return withPlaceholders(request.put("KeyConditionExpression", condition), condition);
    }

    /** DynamoDB refuses a placeholder that is not used. */
    private static ObjectNode withPlaceholders(ObjectNode request, String expression) {
        Map.of("#p", "placeholder", "#k", "id").forEach((placeholder, name) -> {
            if (expression.contains(placeholder)) {
                request.withObject("/ExpressionAttributeNames").put(placeholder, name);
            }
        });
        Map.of(":v", "N", ":t", "S").forEach((placeholder, type) -> {
            if (expression.contains(placeholder)) {
                request.withObject("/ExpressionAttributeValues")
                        .putObject(placeholder)
                        .put(type, type.equals("N") ? "1" : "S");
            }
        });
        return request;
    }

    private Answer call(String operation, JsonNode request) throws IOException, InterruptedException {
        String service =
                Set.of("ListStreams", "DescribeStream", "GetShardIterator").contains(operation)
                        ? "DynamoDBStreams_20120810."
                        : "DynamoDB_20120810.";
        HttpResponse<String> response = send(service + operation, request.toString());
        return new Answer(response.statusCode(), Policies.json(response.body()));
    }

    private String text(String getItem) throws IOException, InterruptedException {
        return send("DynamoDB_20120810.GetItem", getItem.replace('\'', '"')).body();
    }

    private HttpResponse<String> send(String target, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=TEST/20260101/us-east-2/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}

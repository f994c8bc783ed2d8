package classroom.template.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

class DynamoDbApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The SDK is made from another edition of the same models, so the handwritten operations of the Streams are
     * compared too.
     */
    @Test
    void members_ofEveryRequest_areThoseOfTheSdk() throws Exception {
        for (String operation : DynamoDbApi.operations()) {
            Object builder;
            try {
                builder = Class.forName("software.amazon.awssdk.services.dynamodb.model." + operation + "Request")
                        .getMethod("builder")
                        .invoke(null);
            } catch (ClassNotFoundException e) {
                assertThat(operation).as("newer than the SDK").isEqualTo("SearchVectors");
                continue;
            }
            compare(operation, DynamoDbApi.operation(operation).input(), (SdkPojo) builder, new HashSet<>());
        }
    }

    private static void compare(String path, Shape shape, SdkPojo pojo, Set<String> seen) {
        if (!seen.add(shape.name())) {
            return;
        }
        Set<String> ofTheSdk = new TreeSet<>();
        for (SdkField<?> field : pojo.sdkFields()) {
            ofTheSdk.add(field.locationName());
            Shape member = shape.members().get(field.locationName());
            assertThat(member).as("%s.%s", path, field.locationName()).isNotNull();
            compare(path + "." + field.locationName(), member, field, seen);
        }
        assertThat(shape.members().keySet()).as(path).containsAll(ofTheSdk);
    }

    private static void compare(String path, Shape shape, SdkField<?> field, Set<String> seen) {
        if (field.constructor() != null) {
            compare(path, shape, field.constructor().get(), seen);
        } else if (field.containsTrait(ListTrait.class)) {
            compare(
                    path + "[]",
                    shape.element(),
                    field.getTrait(ListTrait.class).memberFieldInfo(),
                    seen);
        } else if (field.containsTrait(MapTrait.class)) {
            compare(path + "{}", shape.element(), field.getTrait(MapTrait.class).valueFieldInfo(), seen);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"TableName": "t", "ResourceArn": "x", "Key": {"a": {"S": "1", "X": 1}, "Select": {"S": "2"}}} | {"TableName": "t", "Key": {"a": {"S": "1"}, "Select": {"S": "2"}}}
            {"tableName": "t", "TABLENAME": "t"}                                                           | {}
            {"Key": {"a": {"M": {"b": {"L": [{"S": "1", "s": "2"}, {"Y": {}}]}}}}}                         | {"Key": {"a": {"M": {"b": {"L": [{"S": "1"}, {}]}}}}}
            {"Key": 5, "TableName": {"b": 1}, "ProjectionExpression": null}                                | {"Key": 5, "TableName": {"b": 1}, "ProjectionExpression": null}
            {"ExpressionAttributeNames": {"#Select": "Select"}}                                            | {"ExpressionAttributeNames": {"#Select": "Select"}}
            """)
    void dropUnknown_ofAGetItem_leavesItsMembersAndTheKeysOfItsMaps(String request, String left) throws Exception {
        ObjectNode given = (ObjectNode) JSON.readTree(request);

        DynamoDbApi.operation("GetItem").dropUnknown(given);

        assertThat(given).isEqualTo(JSON.readTree(left));
    }

    /** A member that no operation has, in every structure of every request. */
    @Test
    void dropUnknown_atEveryDepthOfEveryRequest_takesItOut() {
        for (String name : DynamoDbApi.operations()) {
            Operation operation = DynamoDbApi.operation(name);
            ObjectNode request = (ObjectNode) whole(operation.input(), Set.of());
            JsonNode before = request.deepCopy();
            request.findParents("Nonsense").forEach(each -> ((ObjectNode) each).remove("Nonsense"));
            JsonNode expected = request.deepCopy();

            ObjectNode given = before.deepCopy();
            operation.dropUnknown(given);

            assertThat(given).as(name).isEqualTo(expected).isNotEqualTo(before);
        }
    }

    /** A value with every member, and with the member Nonsense in each structure; a recursive shape occurs once. */
    private static JsonNode whole(Shape shape, Set<String> around) {
        ObjectNode structure = JsonNodeFactory.instance.objectNode();
        if (shape.element() != null && !around.contains(shape.element().name())) {
            return JsonNodeFactory.instance.arrayNode().add(whole(shape.element(), around));
        }
        Set<String> within = new HashSet<>(around);
        within.add(shape.name());
        for (Map.Entry<String, Shape> member : shape.members().entrySet()) {
            if (!within.contains(member.getValue().name())) {
                structure.set(member.getKey(), whole(member.getValue(), within));
            }
        }
        return shape.isStructure()
                ? structure.set("Nonsense", structure.deepCopy())
                : JsonNodeFactory.instance.textNode("text");
    }

    @ParameterizedTest
    @CsvSource({"ab,false", "abc,true", "a.b_c-D9,true", "a b,false", "a/b,false", "'',false"})
    void tableName_isThatOfTheModel(String name, boolean accepted) {
        assertThat(DynamoDbApi.tableName().accepts(name)).isEqualTo(accepted);
        assertThat(DynamoDbApi.tableName().accepts("x".repeat(255))).isTrue();
        assertThat(DynamoDbApi.tableName().accepts("x".repeat(256))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GetItem            | {"TableName": "a"}                                                                         | a
            GetItem            | {"TableName": 123}                                                                         | 123
            BatchGetItem       | {"RequestItems": {"a": {}, "b": {}}}                                                       | a b
            TransactGetItems   | {"TransactItems": [{"Get": {"TableName": "a"}}, {"Get": {"TableName": "b"}}]}              | a b
            TransactWriteItems | {"TransactItems": [{"Put": {"TableName": "a"}}, {"ConditionCheck": {"TableName": "b"}}]}   | b a
            TransactWriteItems | {"TransactItems": [{"Update": {"TableName": "a"}}, {"Delete": {"TableName": "b"}}]}        | b a
            TagResource        | {"ResourceArn": "a"}                                                                       | a
            GetRecords         | {"ShardIterator": "a"}                                                                     | a
            ImportTable        | {"TableCreationParameters": {"TableName": "a"}}                                            | a
            """)
    void resources_ofARequest_areWhatItNames(String operation, String request, String names) throws Exception {
        assertThat(DynamoDbApi.operation(operation).resources(JSON.readTree(request)))
                .containsExactly(names.split(" "));
    }

    @Test
    void resources_ofARequestThatNamesNone_areNone() throws Exception {
        for (String operation : DynamoDbApi.operations()) {
            for (String request :
                    new String[] {"{}", "{\"TableName\": null, \"RequestItems\": [], \"TransactItems\": {}}"}) {
                assertThat(DynamoDbApi.operation(operation).resources(JSON.readTree(request)))
                        .as(operation)
                        .isEmpty();
            }
        }
    }
}

package classroom.template.policy;

import static classroom.template.policy.Policies.BOOKS;
import static classroom.template.policy.Policies.PREFIX;
import static classroom.template.policy.Policies.document;
import static classroom.template.policy.Policies.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamoDbQuestionsTest {
    private static final Map<String, String> KEYS = Map.of(
            "table/books", "Author",
            "table/account", "id",
            "table/carros", "placa",
            "table/carros/index/por-cpf", "cpf",
            "table/files", "hash");
    private static final Map<String, List<String>> SECURE = Map.of(ConditionKeys.SECURE_TRANSPORT, List.of("true"));

    private final DynamoDbQuestions questions =
            new DynamoDbQuestions(PREFIX, name -> Optional.ofNullable(KEYS.get(name)), SECURE);

    private List<Question> ask(String operation, String request) {
        return questions.of(operation, json(request));
    }

    private Question one(String operation, String request) {
        List<Question> all = ask(operation, request);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    // Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB"; for the resource
    // of
    // ListStreams: Developer Guide, "IAM policy to grant read access for a DynamoDB stream only (not for the table)".
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GetItem         | {'TableName': 'books', 'Key': {}}                       | GetItem         | table/books
            PutItem         | {'TableName': 'books', 'Item': {}}                      | PutItem         | table/books
            UpdateItem      | {'TableName': 'books', 'Key': {}}                       | UpdateItem      | table/books
            DeleteItem      | {'TableName': 'books', 'Key': {}}                       | DeleteItem      | table/books
            Query           | {'TableName': 'books'}                                  | Query           | table/books
            Query           | {'TableName': 'carros', 'IndexName': 'por-cpf'}         | Query           | table/carros/index/por-cpf
            Scan            | {'TableName': 'books'}                                  | Scan            | table/books
            Scan            | {'TableName': 'carros', 'IndexName': 'por-cpf'}         | Scan            | table/carros/index/por-cpf
            DescribeTable   | {'TableName': 'books'}                                  | DescribeTable   | table/books
            UpdateTable     | {'TableName': 'books'}                                  | UpdateTable     | table/books
            DeleteTable     | {'TableName': 'books'}                                  | DeleteTable     | table/books
            DescribeTimeToLive | {'TableName': 'books'}                               | DescribeTimeToLive | table/books
            ListTables      | {}                                                      | ListTables      | table/*
            ListStreams     | {}                                                      | ListStreams     | table/*/stream/*
            ListStreams     | {'TableName': 'books'}                                  | ListStreams     | table/books/stream/*
            """)
    void of_operation_asksForItsActionOnItsResource(String operation, String request, String action, String resource) {
        Question question = one(operation, request);

        assertThat(question.action()).isEqualTo("dynamodb:" + action);
        assertThat(question.resource()).isEqualTo(PREFIX + resource);
    }

    @Test
    void of_operationWithoutResource_asksForEverything() {
        assertThat(one("DescribeLimits", "{}").resource()).isEqualTo("*");
    }

    /** Operations that are not served are refused: it would be a guess which of their members name resources. */
    @ParameterizedTest
    @ValueSource(strings = {"ListBackups", "RestoreTableFromBackup", "SomethingNew"})
    void of_operationThatIsNotServed_isRefused(String operation) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ask(operation, "{'TableName': 'books'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DeleteTable", "DescribeTable", "DescribeTimeToLive", "UpdateTable", "UpdateTimeToLive", "Scan"})
    void of_operationOnATable_asksForThatTable_whateverElseIsNamed(String operation) {
        String others = List.of("ResourceArn", "TableArn", "BackupArn", "ExportArn", "ImportArn", "StreamArn").stream()
                .map(member -> ", '" + member + "': '" + PREFIX + "table/account'")
                .collect(Collectors.joining());

        assertThat(one(operation, "{'TableName': 'books'" + others + "}").resource())
                .isEqualTo(BOOKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TagResource", "UntagResource", "ListTagsOfResource"})
    void of_operationOnAnArn_asksForThatArn(String operation) {
        assertThat(one(operation, "{'ResourceArn': '" + BOOKS + "'}").resource())
                .isEqualTo(BOOKS);
    }

    @Test
    void of_tableNamedByArn_asksForThatArn() {
        Question question =
                one("GetItem", "{'TableName': '" + BOOKS + "', 'Key': {'Author': {'S': 'a'}, 'Title': {'S': 't'}}}");

        assertThat(question.resource()).isEqualTo(BOOKS);
        assertThat(question.context()).containsEntry(ConditionKeys.LEADING_KEYS, List.of("a"));
    }

    @Test
    void of_createTableWithTags_asksForTagResourceToo() {
        assertThat(ask("CreateTable", "{'TableName': 'books', 'Tags': [{'Key': 'class', 'Value': 'classroom'}]}"))
                .extracting(Question::action)
                .containsExactly("dynamodb:CreateTable", "dynamodb:TagResource");
        assertThat(ask("CreateTable", "{'TableName': 'books'}"))
                .extracting(Question::action)
                .containsExactly("dynamodb:CreateTable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeStream", "GetShardIterator"})
    void of_streamOperation_asksForTheStream(String operation) {
        String stream = BOOKS + "/stream/2026-01-01T10:20:30.400";

        assertThat(one(operation, "{'StreamArn': '" + stream + "'}").resource()).isEqualTo(stream);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:dynamodb:ddblocal:000000000000:table/books/stream/2026-01-01T10:20:30.400|001|c2hhcmQ=",
                "arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/2026-01-01T10:20:30.400|1|AAAA"
            })
    void of_getRecords_asksForTheStreamOfItsIterator(String iterator) {
        assertThat(one("GetRecords", "{'ShardIterator': '" + iterator + "'}").resource())
                .isEqualTo(BOOKS + "/stream/2026-01-01T10:20:30.400");
    }

    // Developer Guide, "Using IAM with DynamoDB transactions".
    @Test
    void of_transactWriteItems_asksPerItem() {
        List<Question> all = ask("TransactWriteItems", """
                {'TransactItems': [
                  {'ConditionCheck': {'TableName': 'books', 'Key': {'Author': {'S': 'a'}, 'Title': {'S': 't'}},
                    'ConditionExpression': '#v = :v', 'ExpressionAttributeNames': {'#v': 'Version'}}},
                  {'Put': {'TableName': 'books', 'Item': {'Author': {'S': 'b'}, 'Rating': {'N': '5'}}}},
                  {'Update': {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'UpdateExpression': 'SET nome = :n'}},
                  {'Delete': {'TableName': 'account', 'Key': {'id': {'N': '2'}}}}]}""");

        assertThat(all)
                .extracting(question -> question.action() + " " + question.resource())
                .containsExactly(
                        "dynamodb:ConditionCheckItem " + BOOKS,
                        "dynamodb:PutItem " + BOOKS,
                        "dynamodb:UpdateItem " + PREFIX + "table/account",
                        "dynamodb:DeleteItem " + PREFIX + "table/account");
        assertThat(all)
                .extracting(question -> question.context().get(ConditionKeys.ATTRIBUTES))
                .containsExactly(
                        List.of("Author", "Title", "Version"),
                        List.of("Author", "Rating"),
                        List.of("id", "nome"),
                        List.of("id"));
        assertThat(all)
                .extracting(question -> question.context().get(ConditionKeys.LEADING_KEYS))
                .containsExactly(List.of("a"), List.of("b"), List.of("1"), List.of("2"));
    }

    @Test
    void of_transactGetItems_asksGetItemPerItem() {
        assertThat(ask("TransactGetItems", """
                        {'TransactItems': [{'Get': {'TableName': 'books', 'Key': {}}},
                                           {'Get': {'TableName': 'account', 'Key': {}}}]}"""))
                .extracting(question -> question.action() + " " + question.resource())
                .containsExactly("dynamodb:GetItem " + BOOKS, "dynamodb:GetItem " + PREFIX + "table/account");
    }

    @Test
    void of_batchGetItem_asksPerTableWithAllItsKeys() {
        List<Question> all = ask("BatchGetItem", """
                {'RequestItems': {
                  'books': {'Keys': [{'Author': {'S': 'a'}, 'Title': {'S': 't'}}, {'Author': {'S': 'b'}, 'Title': {'S': 't'}}],
                            'ProjectionExpression': 'Rating, Editions[0]'},
                  'account': {'Keys': [{'id': {'N': '7'}}], 'AttributesToGet': ['nome']}}}""");

        assertThat(all)
                .extracting(question -> question.action() + " " + question.resource())
                .containsExactly("dynamodb:BatchGetItem " + BOOKS, "dynamodb:BatchGetItem " + PREFIX + "table/account");
        assertThat(all.get(0).context())
                .containsEntry(ConditionKeys.ATTRIBUTES, List.of("Rating", "Editions", "Author", "Title"))
                .containsEntry(ConditionKeys.LEADING_KEYS, List.of("a", "b"))
                .containsEntry(ConditionKeys.SELECT, List.of("SPECIFIC_ATTRIBUTES"));
        assertThat(all.get(1).context()).containsEntry(ConditionKeys.ATTRIBUTES, List.of("nome", "id"));
    }

    @Test
    void of_batchWriteItem_asksPerTableWithAllItsItems() {
        Question question = one("BatchWriteItem", """
                {'RequestItems': {'books': [
                  {'PutRequest': {'Item': {'Author': {'S': 'a'}, 'Title': {'S': 't'}, 'Rating': {'N': '5'}}}},
                  {'DeleteRequest': {'Key': {'Author': {'S': 'b'}, 'Title': {'S': 'u'}}}}]}}""");

        assertThat(question.action()).isEqualTo("dynamodb:BatchWriteItem");
        assertThat(question.context())
                .containsEntry(ConditionKeys.ATTRIBUTES, List.of("Author", "Title", "Rating"))
                .containsEntry(ConditionKeys.LEADING_KEYS, List.of("a", "b"))
                .doesNotContainKey(ConditionKeys.RETURN_VALUES);
    }

    // API Reference, "Query", parameter Select; Developer Guide, "Using IAM policy conditions for fine-grained access
    // control", example 2: "the Select parameter always has a value (ALL_ATTRIBUTES, unless otherwise specified)".
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GetItem | {'TableName': 'books', 'Key': K}                                           | ALL_ATTRIBUTES
            GetItem | {'TableName': 'books', 'Key': K, 'ProjectionExpression': 'Rating'}         | SPECIFIC_ATTRIBUTES
            GetItem | {'TableName': 'books', 'Key': K, 'AttributesToGet': ['Rating']}            | SPECIFIC_ATTRIBUTES
            Scan    | {'TableName': 'books'}                                                     | ALL_ATTRIBUTES
            Scan    | {'TableName': 'books', 'Select': 'COUNT'}                                  | COUNT
            Scan    | {'TableName': 'books', 'ProjectionExpression': 'Rating'}                   | SPECIFIC_ATTRIBUTES
            Scan    | {'TableName': 'carros', 'IndexName': 'por-cpf'}                            | ALL_PROJECTED_ATTRIBUTES
            Scan    | {'TableName': 'carros', 'IndexName': 'por-cpf', 'Select': 'ALL_ATTRIBUTES'} | ALL_ATTRIBUTES
            """)
    void select_ofARead_alwaysHasAValue(String operation, String request, String select) {
        String whole = request.replace(" K", " {'Author': {'S': 'a'}, 'Title': {'S': 't'}}");

        assertThat(one(operation, whole).context())
                .containsEntry(ConditionKeys.SELECT, List.of(select))
                .doesNotContainKey(ConditionKeys.RETURN_VALUES);
    }

    // The same example: "the ReturnValues parameter always has a value (NONE unless otherwise specified)".
    @Test
    void returnValues_ofAWrite_alwaysHasAValue() {
        String request = "{'TableName': 'account', 'Key': {'id': {'N': '1'}}}";

        assertThat(one("UpdateItem", request).context())
                .containsEntry(ConditionKeys.RETURN_VALUES, List.of("NONE"))
                .doesNotContainKey(ConditionKeys.SELECT);
        assertThat(one("UpdateItem", request.replace("{'T", "{'ReturnValues': 'ALL_NEW', 'T"))
                        .context())
                .containsEntry(ConditionKeys.RETURN_VALUES, List.of("ALL_NEW"));
    }

    @Test
    void attributes_ofARequest_areAllItNames() {
        assertThat(one("UpdateItem", """
                                {'TableName': 'account', 'Key': {'id': {'N': '1'}, 'email': {'S': 'e'}},
                                 'UpdateExpression': 'SET #n = if_not_exists(apelido, :n), visits.total = visits.total + :one REMOVE old[0]',
                                 'ConditionExpression': 'not attribute_exists(gone) AND NOT (contains(#tags.#x, :t) OR size(bio) BETWEEN :a AND :b)',
                                 'ExpressionAttributeNames': {'#n': 'nome', '#tags': 'tags', '#x': 'nested'}}""").context())
                .containsEntry(
                        ConditionKeys.ATTRIBUTES,
                        List.of("id", "email", "nome", "apelido", "visits", "old", "gone", "tags", "bio"));
    }

    @Test
    void attributes_ofAQuery_areThoseOfItsExpressionsAndStartKey() {
        assertThat(one("Query", """
                                {'TableName': 'books', 'KeyConditionExpression': 'Author = :a AND begins_with(Title, :t)',
                                 'FilterExpression': 'Rating >= :r AND contains(Editions, :e)', 'ProjectionExpression': 'Pages',
                                 'ExclusiveStartKey': {'Author': {'S': 'a'}, 'Start': {'S': 'x'}},
                                 'ExpressionAttributeValues': {':a': {'S': 'a'}}}""").context().get(ConditionKeys.ATTRIBUTES))
                .containsExactlyInAnyOrder("Author", "Title", "Rating", "Editions", "Pages", "Start");
    }

    @Test
    void attributes_ofLegacyParameters_count() {
        assertThat(one("UpdateItem", """
                                {'TableName': 'account', 'Key': {'id': {'N': '1'}},
                                 'AttributeUpdates': {'nome': {'Action': 'PUT'}}, 'Expected': {'email': {'Exists': false}}}""").context().get(ConditionKeys.ATTRIBUTES))
                .containsExactlyInAnyOrder("id", "nome", "email");
        assertThat(one("Scan", "{'TableName': 'books', 'ScanFilter': {'Rating': {}}, 'AttributesToGet': ['Title']}")
                        .context()
                        .get(ConditionKeys.ATTRIBUTES))
                .containsExactlyInAnyOrder("Rating", "Title");
        assertThat(one("Query", """
                                {'TableName': 'books', 'QueryFilter': {'Rating': {}}, 'KeyConditions':
                                  {'Author': {'ComparisonOperator': 'EQ', 'AttributeValueList': [{'S': 'a'}]}}}""").context().get(ConditionKeys.ATTRIBUTES))
                .containsExactlyInAnyOrder("Rating", "Author");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'KeyConditionExpression': 'Author = :a'                                             | a
            'KeyConditionExpression': ':a = Author'                                             | a
            'KeyConditionExpression': '#k = :a AND Title BETWEEN :b AND :c'                     | a
            'KeyConditionExpression': '(Title = :b) AND (#k = :a)'                              | a
            'KeyConditions': {'Author': {'ComparisonOperator': 'EQ', 'AttributeValueList': [{'S': 'a'}]}} | a
            """)
    void leadingKeys_ofAQuery_areThePartitionKeyAsked(String condition, String value) {
        Question question = one(
                "Query",
                "{'TableName': 'books', " + condition + ", 'ExpressionAttributeNames': {'#k': 'Author'},"
                        + " 'ExpressionAttributeValues': {':a': {'S': 'a'}, ':b': {'S': 'b'}, ':c': {'S': 'c'}}}");

        assertThat(question.context()).containsEntry(ConditionKeys.LEADING_KEYS, List.of(value));
    }

    @Test
    void leadingKeys_ofAnIndexQuery_areOfTheIndexsKey() {
        assertThat(one("Query", """
                                {'TableName': 'carros', 'IndexName': 'por-cpf', 'KeyConditionExpression': 'cpf = :c',
                                 'ExpressionAttributeValues': {':c': {'S': '123'}}}""").context()).containsEntry(ConditionKeys.LEADING_KEYS, List.of("123"));
    }

    // The reference lists no dynamodb:LeadingKeys for Scan.
    @Test
    void leadingKeys_ofAScan_areMissing() {
        assertThat(one("Scan", "{'TableName': 'books'}").context()).doesNotContainKey(ConditionKeys.LEADING_KEYS);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1.0,1", "+1,1", "0100,100", "1E2,100", "-0.50,-0.5", "0.00,0", "1e-2,0.01"})
    void leadingKeys_ofNumbers_areEqualForEqualNumbers(String written, String value) {
        assertThat(one("GetItem", "{'TableName': 'account', 'Key': {'id': {'N': '" + written + "'}}}")
                        .context())
                .containsEntry(ConditionKeys.LEADING_KEYS, List.of(value));
    }

    @Test
    void leadingKeys_ofBinaryKeys_areBase64() {
        assertThat(one("GetItem", "{'TableName': 'files', 'Key': {'hash': {'B': 'AAE='}}}")
                        .context())
                .containsEntry(ConditionKeys.LEADING_KEYS, List.of("AAE="));
    }

    @Test
    void context_ofEveryQuestion_hasTheAmbientKeys() {
        for (String operation : List.of("ListTables", "DescribeLimits")) {
            assertThat(one(operation, "{}").context()).isEqualTo(SECURE);
        }
        assertThat(one("Scan", "{'TableName': 'books'}").context()).containsAllEntriesOf(SECURE);
    }

    @Test
    void context_ofATableThatDoesNotExist_hasNoLeadingKeys() {
        assertThat(one("GetItem", "{'TableName': 'none', 'Key': {'x': {'S': 'a'}}}")
                        .context())
                .doesNotContainKey(ConditionKeys.LEADING_KEYS)
                .containsEntry(ConditionKeys.ATTRIBUTES, List.of("x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'UpdateExpression': 'SET #n = :n'}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'UpdateExpression': 'SET nome = :n; cpf'}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'UpdateExpression': 'nome = :n'}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'ConditionExpression': 'a b'}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'ConditionExpression': 'a. = :x'}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'ConditionExpression': 'a[x] = :x'}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'ConditionExpression': 5}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1'}}, 'AttributeUpdates': []}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': 'x'}}}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1e999999999'}}}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1', 'S': '2'}}}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'M': {}}}}
            UpdateItem | {'TableName': 'account', 'Key': {'id': {'N': '1', 'M': {}}}}
            Query      | {'TableName': 'books', 'KeyConditionExpression': ':a = Author.x', 'ExpressionAttributeValues': {':a': {'S': 'a'}}}
            UpdateItem | {'TableName': 'account', 'Key': {'email': {'S': 'e'}}}
            GetItem    | {'TableName': 'files', 'Key': {'hash': {'B': '***'}}}
            Query      | {'TableName': 'books'}
            Query      | {'TableName': 'books', 'KeyConditionExpression': 'Title = :t'}
            Query      | {'TableName': 'books', 'KeyConditionExpression': 'Author = :a'}
            Query      | {'TableName': 'books', 'KeyConditionExpression': 'x.Author = :a', 'ExpressionAttributeValues': {':a': {'S': 'a'}}}
            Query      | {'TableName': 'books', 'KeyConditions': {'Author': {'ComparisonOperator': 'GT', 'AttributeValueList': [{'S': 'a'}]}}}
            """)
    void unreadableRequest_whenAConditionAsks_isRefused(String operation, String request) {
        Evaluator conditional = new Evaluator(
                List.of(
                        document(
                                "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'ForAllValues:StringLike': {'dynamodb:Attributes': '*'}}}")));
        Evaluator unconditional =
                new Evaluator(List.of(document("{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}")));
        Question question = one(operation, request);

        assertThatExceptionOfType(UnreadableRequest.class).isThrownBy(() -> conditional.decide(question));
        // If no condition needs it, the request goes to DynamoDB, which reports the error itself.
        assertThat(unconditional.decide(question).isAllowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GetItem            | {}
            GetItem            | {'TableName': 5}
            GetItem            | {'TableName': 'arn:aws:dynamodb:eu-west-1:000000000000:table/books', 'Key': {}}
            GetItem            | {'TableName': 'arn:aws:dynamodb:us-east-2:000000000000:table/carros/index/por-cpf', 'Key': {}}
            Scan               | {'TableName': 'carros/index/por-cpf'}
            DescribeTable      | {'TableName': 'books/stream/x'}
            TagResource        | {'ResourceArn': 'arn:aws:dynamodb:us-east-2:111111111111:table/books'}
            DescribeStream     | {'StreamArn': 'arn:aws:dynamodb:ddblocal:000000000000:table/books/stream/x'}
            TransactWriteItems | {}
            TransactWriteItems | {'TransactItems': []}
            TransactWriteItems | {'TransactItems': [{}]}
            TransactWriteItems | {'TransactItems': [{'Get': {'TableName': 'books'}}]}
            TransactWriteItems | {'TransactItems': [{'Put': {'TableName': 'a'}, 'Delete': {'TableName': 'b'}}]}
            TransactGetItems   | {'TransactItems': [{'Put': {'TableName': 'books'}}]}
            BatchGetItem       | {}
            BatchWriteItem     | {'RequestItems': []}
            GetRecords         | {'ShardIterator': 'x'}
            GetRecords         | {}
            DescribeStream     | {}
            ExecuteStatement   | {}
            """)
    void requestOfWhichTheResourceCannotBeTold_isRefusedAtOnce(String operation, String request) {
        assertThatExceptionOfType(UnreadableRequest.class).isThrownBy(() -> ask(operation, request));
    }

    // Developer Guide, "IAM security policies with PartiQL for DynamoDB".
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT * FROM "books" WHERE "Author" = 'x'                   | PartiQLSelect | table/books
            select Title, "from" from books                              | PartiQLSelect | table/books
            SELECT * FROM "carros"."por-cpf" WHERE cpf = ?               | PartiQLSelect | table/carros/index/por-cpf
            SELECT * FROM books WHERE Title = 'it''s FROM "account"'     | PartiQLSelect | table/books
            INSERT INTO "books" VALUE {'Author': 'a', 'Title': 't'}      | PartiQLInsert | table/books
            UPDATE "books" SET Rating = 5 WHERE Author = 'a'             | PartiQLUpdate | table/books
            DELETE FROM "books" WHERE Author = 'a' RETURNING ALL OLD *   | PartiQLDelete | table/books
            """)
    void of_partiQl_asksForItsVerbOnItsTable(String statement, String action, String resource) {
        Question question = questions.of("ExecuteStatement", request(statement)).get(0);

        assertThat(question.action()).isEqualTo("dynamodb:" + action);
        assertThat(question.resource()).isEqualTo(PREFIX + resource);
        assertThatExceptionOfType(UnclearRequest.class)
                .isThrownBy(() -> question.context().get(ConditionKeys.SELECT));
        assertThat(question.context().get(ConditionKeys.ENCLOSING_OPERATION)).isNull();
    }

    private static JsonNode request(String statement) {
        return JsonNodeFactory.instance.objectNode().put("Statement", statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DROP TABLE books",
                "SELECT *",
                "SELECT * FROM",
                "SELECT * FROM books, account",
                "SELECT * FROM books WHERE EXISTS(SELECT * FROM account)",
                "SELECT * FROM books -- all of them",
                "SELECT * /* x */ FROM books",
                "SELECT * FROM 'books'",
                "SELECT * FROM \"books",
                "EXISTS(SELECT * FROM books)",
                "INSERT books VALUE {}",
                "UPDATE books SET a = (SELECT b FROM account)",
                // DynamoDB Local reads both as books.
                "SELECT * FROM @books",
                "SELECT * FROM (books)",
                "SELECT * FROM carros.@cpf"
            })
    void of_partiQlThatCannotBeTold_isRefused(String statement) {
        assertThatExceptionOfType(UnreadableRequest.class)
                .isThrownBy(() -> questions.of("ExecuteStatement", request(statement)));
    }

    @Test
    void of_severalPartiQlStatements_asksForEach() {
        String statements = "[{'Statement': 'SELECT * FROM books'}, {'Statement': 'DELETE FROM account'}]";

        assertThat(ask("BatchExecuteStatement", "{'Statements': " + statements + "}"))
                .extracting(Question::action)
                .containsExactly("dynamodb:PartiQLSelect", "dynamodb:PartiQLDelete");
        assertThat(ask("ExecuteTransaction", "{'TransactStatements': " + statements + "}"))
                .extracting(Question::resource)
                .containsExactly(BOOKS, PREFIX + "table/account");
    }

    // Developer Guide, "IAM security policies with PartiQL for DynamoDB": StringEquals dynamodb:EnclosingOperation
    // ExecuteTransaction; of a condition on attributes or keys it says nothing.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ALLOW                                                                                      | ExecuteStatement   | ALLOW
            ALLOW, DENY {'Bool': {'aws:SecureTransport': 'false'}}                                      | ExecuteStatement   | ALLOW
            ALLOW, DENY {'Bool': {'aws:SecureTransport': 'true'}}                                       | ExecuteStatement   | EXPLICIT_DENY
            ALLOW {'Bool': {'aws:SecureTransport': 'true'}}                                             | ExecuteStatement   | ALLOW
            ALLOW {'StringEquals': {'dynamodb:EnclosingOperation': 'ExecuteTransaction'}}               | ExecuteStatement   | IMPLICIT_DENY
            ALLOW {'StringEquals': {'dynamodb:EnclosingOperation': 'ExecuteTransaction'}}               | ExecuteTransaction | ALLOW
            ALLOW, DENY {'StringEquals': {'dynamodb:EnclosingOperation': 'ExecuteTransaction'}}         | ExecuteTransaction | EXPLICIT_DENY
            ALLOW, DENY {'StringEquals': {'dynamodb:EnclosingOperation': 'ExecuteTransaction'}}         | ExecuteStatement   | ALLOW
            ALLOW {'ForAllValues:StringLike': {'dynamodb:Attributes': '*'}}                             | ExecuteStatement   | UNCLEAR
            ALLOW {'StringEqualsIfExists': {'dynamodb:Select': 'COUNT'}}                                | ExecuteStatement   | UNCLEAR
            ALLOW {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': 'x'}}                          | ExecuteTransaction | UNCLEAR
            ALLOW {'StringNotEquals': {'dynamodb:ReturnValues': 'ALL_OLD'}}                             | ExecuteStatement   | UNCLEAR
            ALLOW, DENY {'ForAnyValue:StringEquals': {'dynamodb:Attributes': 'secret'}}                 | ExecuteStatement   | UNCLEAR
            DENY {'ForAnyValue:StringEquals': {'dynamodb:Attributes': 'secret'}}, ALLOW                 | ExecuteStatement   | UNCLEAR
            ALLOW {'ForAllValues:StringEquals': {'dynamodb:Attributes': 'pub'}}, ALLOW                  | ExecuteStatement   | ALLOW
            ALLOW, ALLOW {'ForAllValues:StringEquals': {'dynamodb:Attributes': 'pub'}}                  | ExecuteStatement   | ALLOW
            ALLOW, DENY {'ForAnyValue:StringEquals': {'dynamodb:Attributes': 'x'}, 'Bool': {'aws:SecureTransport': 'false'}} | ExecuteStatement | ALLOW
            ALLOW {'ForAnyValue:StringEquals': {'dynamodb:Attributes': 'x'}}, DENY                      | ExecuteStatement   | EXPLICIT_DENY
            """)
    void partiQlUnderAPolicy_isDecidedByWhatIsKnownOfIt(String statements, String operation, Decision.Outcome outcome) {
        String request = operation.equals("ExecuteStatement")
                ? "{'Statement': 'SELECT * FROM books'}"
                : "{'TransactStatements': [{'Statement': 'SELECT * FROM books'}]}";

        Decision decision = policy(statements).decide(one(operation, request));

        assertThat(decision.outcome()).isEqualTo(outcome);
        if (outcome == Decision.Outcome.UNCLEAR) {
            assertThat(decision.refusal("ana"))
                    .startsWith("User: ana is not authorized to perform: dynamodb:PartiQLSelect on resource: " + BOOKS
                            + " because the local class does not tell dynamodb:");
            assertThat(decision.explain()).contains("cannot be decided");
        }
    }

    /** Statements of these effects and conditions on everything. */
    private static Evaluator policy(String statements) {
        return new Evaluator(List.of(document(Pattern.compile("(ALLOW|DENY)( [{].*?}})?(?:, |$)")
                .matcher(statements)
                .results()
                .map(statement -> "{'Effect': '" + (statement.group(1).equals("ALLOW") ? "Allow" : "Deny")
                        + "', 'Action': '*', 'Resource': '*'"
                        + (statement.group(2) == null ? "" : ", 'Condition':" + statement.group(2)) + "}")
                .collect(Collectors.joining(",")))));
    }

    // Developer Guide, "Using IAM with DynamoDB transactions".
    @Test
    void enclosingOperation_isTheTransactionAroundAnItem() {
        String key = "'TableName': 'account', 'Key': {'id': {'N': '1'}}";
        String item = "'TableName': 'account', 'Item': {'id': {'N': '1'}}";
        String writes = "{'TransactItems': [{'Put': {" + item + "}}, {'Update': {" + key + "}}, {'Delete': {" + key
                + "}}, {'ConditionCheck': {" + key + "}}]}";

        assertThat(ask("TransactWriteItems", writes))
                .hasSize(4)
                .allSatisfy(question -> assertThat(question.context())
                        .containsEntry(ConditionKeys.ENCLOSING_OPERATION, List.of("TransactWriteItems")));
        assertThat(one("TransactGetItems", "{'TransactItems': [{'Get': {" + key + "}}]}")
                        .context())
                .containsEntry(ConditionKeys.ENCLOSING_OPERATION, List.of("TransactGetItems"));
        for (String operation : List.of("GetItem", "UpdateItem", "DeleteItem")) {
            assertThat(one(operation, "{" + key + "}").context()).doesNotContainKey(ConditionKeys.ENCLOSING_OPERATION);
        }
        assertThat(one("PutItem", "{" + item + "}").context()).doesNotContainKey(ConditionKeys.ENCLOSING_OPERATION);
        assertThat(one(
                                "BatchWriteItem",
                                "{'RequestItems': {'account': [{'PutRequest': {'Item': {'id': {'N': '1'}}}}]}}")
                        .context())
                .doesNotContainKey(ConditionKeys.ENCLOSING_OPERATION);
    }

    /** None of the three has such a parameter: only the projection decides which attributes they return. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GetItem          | {'TableName': 'books', 'Key': ITS P}
            BatchGetItem     | {'RequestItems': {'books': {'Keys': [ITS] P}}}
            TransactGetItems | {'TransactItems': [{'Get': {'TableName': 'books', 'Key': ITS P}}]}
            """)
    void select_sentToAReadThatHasNone_isNotBelieved(String operation, String request) {
        Evaluator limited =
                policy("ALLOW {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['Author', 'Title', 'pub']},"
                        + " 'StringEqualsIfExists': {'dynamodb:Select': 'SPECIFIC_ATTRIBUTES'}}");
        String whole = request.replace("ITS", "{'Author': {'S': 'a'}, 'Title': {'S': 't'}}");

        for (String select :
                List.of("", ", 'Select': 'SPECIFIC_ATTRIBUTES'", ", 'Select': 'COUNT'", ", 'Select': ''")) {
            assertThat(limited.decide(one(operation, whole.replace(" P", select)))
                            .isAllowed())
                    .as(select)
                    .isFalse();
            assertThat(limited.decide(one(operation, whole.replace(" P", ", 'ProjectionExpression': 'pub'" + select)))
                            .isAllowed())
                    .as(select)
                    .isTrue();
        }
    }

    /** DynamoDB Local takes an empty one for none, and IAM an empty value for an absent key. */
    @ParameterizedTest
    @ValueSource(strings = {"Query", "Scan"})
    void select_thatIsEmpty_isNone(String operation) {
        assertThat(one(
                                operation,
                                "{'TableName': 'books', 'Select': '', 'KeyConditionExpression': 'Author = :a',"
                                        + " 'ExpressionAttributeValues': {':a': {'S': 'a'}}}")
                        .context())
                .containsEntry(ConditionKeys.SELECT, List.of("ALL_ATTRIBUTES"));
    }

    // No document of AWS says how IAM treats it: see docs/decisions/0005.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PutItem            | {'TableName': 'account', 'Item': {'id': {'N': '1'}} R}
            UpdateItem         | {'TableName': 'account', 'Key': {'id': {'N': '1'}} R}
            DeleteItem         | {'TableName': 'account', 'Key': {'id': {'N': '1'}} R}
            TransactWriteItems | {'TransactItems': [{'Put': {'TableName': 'account', 'Item': {'id': {'N': '1'}} R}}]}
            TransactWriteItems | {'TransactItems': [{'Update': {'TableName': 'account', 'Key': {'id': {'N': '1'}} R}}]}
            TransactWriteItems | {'TransactItems': [{'Delete': {'TableName': 'account', 'Key': {'id': {'N': '1'}} R}}]}
            TransactWriteItems | {'TransactItems': [{'ConditionCheck': {'TableName': 'account', 'Key': {'id': {'N': '1'}} R}}]}
            """)
    void wholeItemOnAFailedCondition_underALimitOnAttributes_isRefused(String operation, String request) {
        String onAttributes = "ALLOW {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id']}}";
        String onReturnValues = "ALLOW {'StringEquals': {'dynamodb:ReturnValues': 'NONE'}}";
        Question asked = one(operation, request.replace(" R", ", 'ReturnValuesOnConditionCheckFailure': 'ALL_OLD'"));
        Question none = one(operation, request.replace(" R", ", 'ReturnValuesOnConditionCheckFailure': 'NONE'"));

        for (String limit : List.of(
                onAttributes,
                onReturnValues,
                "ALLOW, DENY {'ForAnyValue:StringEquals': {'dynamodb:Attributes': 'x'}}")) {
            assertThat(policy(limit).decide(asked).outcome()).as(limit).isEqualTo(Decision.Outcome.UNCLEAR);
            assertThat(policy(limit).decide(none).isAllowed()).as(limit).isTrue();
            assertThat(policy(limit)
                            .decide(one(operation, request.replace(" R", "")))
                            .isAllowed())
                    .as(limit)
                    .isTrue();
        }
        assertThat(policy("ALLOW").decide(asked).isAllowed()).isTrue();
        assertThat(policy(onAttributes + ", ALLOW").decide(asked).isAllowed()).isTrue();
    }
}

package classroom.books;

import static classroom.Invocation.json;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.BadInput;
import classroom.Invocation.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class PutBookTest extends BooksFixture {
    /** The allowed depth of nested lists or maps. */
    private static final int DEEPEST = 31;

    @Test
    void put_newBook_isCreatedWithAnyAttributes() {
        String book = book("\"Rating\":5,\"Editions\":[\"Kindle\",\"Paperback\"],\"Year\":1851,\"Price\":12.5,"
                + "\"Lent\":false,\"Publisher\":null,\"Awards\":[],\"Tags\":[\"sea\",1,[true]],"
                + "\"Plot\":{\"Ship\":\"Pequod\",\"Crew\":{}}");

        assertReply(put(book), 201, book);
        assertReply(get(MOBY_DICK), 200, book);
    }

    @Test
    void put_editions_areTheOnlyStringSet() {
        put(book("\"Editions\":[\"Kindle\"],\"Tags\":[\"sea\"],\"Plot\":{\"Editions\":[\"a\",\"a\"]}"));

        Map<String, AttributeValue> stored = dynamoDb.scan(table).get(0);
        assertThat(stored.get("Editions")).isEqualTo(AttributeValue.fromSs(List.of("Kindle")));
        assertThat(stored.get("Tags").l()).containsExactly(AttributeValue.fromS("sea"));
        assertThat(stored.get("Plot").m().get("Editions").l()).hasSize(2);
    }

    @Test
    void put_existingBook_isConflictAndChangesNothing() {
        put(book("\"Rating\":5"));

        Reply reply = put(book("\"Rating\":1"));

        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().get("error").textValue()).isEqualTo("Conflict");
        assertReply(get(MOBY_DICK), 200, book("\"Rating\":5"));
    }

    @Test
    void put_existingBookWithOverwrite_replacesItAndStoresNoOverwrite() {
        put(book("\"Rating\":5"));

        assertReply(put(book("\"Year\":1851,\"overwrite\":true")), 201, book("\"Year\":1851"));
        assertReply(get(MOBY_DICK), 200, book("\"Year\":1851"));
    }

    @Test
    void put_existingBookWithOverwriteFalse_isConflict() {
        put(MOBY_DICK);

        assertThat(put(book("\"overwrite\":false")).statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "0e999999",
                "1.50",
                "100",
                "1e2",
                "12345678901234567890123456789012345678",
                "0.00000000000000000000000000000000000000000000000012345678901234567890123456789012345678",
                "-3.1415926535897932384626433832795028841",
                "1E-130",
                "9.9999999999999999999999999999999999999E+125",
                "-9.9999999999999999999999999999999999999E+125",
                "1000000000000000000000000000000000000000000000000000000000000"
            })
    void put_numberThatDynamoDbHolds_isKeptToTheLastDigit(String number) {
        put(book("\"Number\":" + number));

        assertThat(get(MOBY_DICK).body().get("Number").decimalValue())
                .isEqualByComparingTo(json(number).decimalValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012345678901234567890123456789",
                "0.123456789012345678901234567890123456789",
                "1E126",
                "-1E126",
                "9.9E-131",
                "1e99999999999"
            })
    void put_numberThatDynamoDbWouldRoundOrRefuse_isBadRequest(String number) {
        Reply reply = put(book("\"Plot\":{\"Pages\":[1," + number + "]}"));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body().get("field").textValue()).isEqualTo("Plot.Pages[1]");
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void put_numberOfThousandsOfDigits_isBadRequest() {
        Reply reply = put(book("\"Pages\":" + "1".repeat(500_000)));

        assertThat(reply.body().get("field").textValue()).isEqualTo("Pages");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void put_ratingFromOneToFive_isTaken(int rating) {
        assertThat(put(book("\"Rating\":" + rating)).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, -1})
    void put_ratingBeyondOneToFive_isBadRequest(int rating) {
        assertThat(put(book("\"Rating\":" + rating)).body().get("field").textValue())
                .isEqualTo("Rating");
    }

    @Test
    void put_keysOfTheirMostBytes_areTaken() {
        String author = "é".repeat(1_024);
        String title = "😀".repeat(256);

        assertThat(put("{\"Author\":\"" + author + "\",\"Title\":\"" + title + "\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void put_keysOfOneByteMore_areBadRequest() {
        String author = "é".repeat(1_024) + "a";
        String title = "😀".repeat(256) + "a";

        assertThat(put("{\"Author\":\"" + author + "\",\"Title\":\"b\"}")
                        .body()
                        .get("field")
                        .textValue())
                .isEqualTo("Author");
        assertThat(put("{\"Author\":\"a\",\"Title\":\"" + title + "\"}")
                        .body()
                        .get("field")
                        .textValue())
                .isEqualTo("Title");
    }

    @Test
    void put_itemOf400Kb_isTakenAndOneByteMoreIsNot() {
        int rest = 400 * 1024 - "AuthorHerman MelvilleTitleMoby DickText".length();

        Reply larger = put(book("\"Text\":" + BadInput.text(rest + 1)));
        assertThat(larger.statusCode()).isEqualTo(400);
        assertThat(larger.body().get("field").textValue()).isEqualTo("Text");

        assertThat(put(book("\"Text\":" + BadInput.text(rest))).statusCode()).isEqualTo(201);
    }

    /** Each kind of value fills an item to the limit as we count it; DynamoDB must agree on either side of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890123456789012345678",
                "-7",
                "0",
                "1.5",
                "-123",
                "10",
                "100",
                "1000.01",
                "0.1",
                "-0.012",
                "1E-130",
                "1E+125",
                "true",
                "null",
                "\"é\"",
                "[]",
                "{}",
                "[1,\"a\"]",
                "{\"a\":[{}]}"
            })
    void put_itemOf400KbOfAnyKind_isCountedAsDynamoDbDoes(String value) {
        String list = (value + ",").repeat(2_000);
        list = "[" + list.substring(0, list.length() - 1) + "]";
        int filler = 400 * 1024;
        Reply tooLarge = put(book("\"List\":" + list + ",\"Text\":" + BadInput.text(filler)));
        int size =
                Integer.parseInt(tooLarge.body().get("message").textValue().replaceAll(".*has (\\d+) bytes.*", "$1"));
        filler -= size - 400 * 1024;

        assertThat(put(book("\"List\":" + list + ",\"Text\":" + BadInput.text(filler)))
                        .statusCode())
                .isEqualTo(201);
        assertThat(dynamoDbTakes("Text", AttributeValue.fromS("x".repeat(filler + 1))))
                .isFalse();
    }

    /** Whether DynamoDB itself would take the stored book with this attribute. */
    private boolean dynamoDbTakes(String name, AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(dynamoDb.scan(table).get(0));
        item.put(name, value);
        try {
            dynamoDb.client().putItem(request -> request.tableName(table).item(item));
            return true;
        } catch (DynamoDbException refused) {
            return false;
        }
    }

    @Test
    void put_nestedAsDeepAsDynamoDbTakes_isTakenAndOneLevelMoreIsNot() {
        String list = "[".repeat(DEEPEST) + "]".repeat(DEEPEST);
        String map = "{\"a\":".repeat(DEEPEST) + "1" + "}".repeat(DEEPEST);

        assertThat(put(book("\"Deep\":" + list)).statusCode()).isEqualTo(201);
        assertThat(put(book("\"overwrite\":true,\"Deep\":" + map)).statusCode()).isEqualTo(201);
        for (String deeper : List.of("[" + list + "]", "{\"a\":" + map + "}", "[".repeat(90) + "]".repeat(90))) {
            Reply reply = put(book("\"overwrite\":true,\"Deep\":" + deeper));
            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.body().get("field").textValue()).isEqualTo("Deep");
        }

        AttributeValue deep = AttributeValue.fromL(List.of());
        for (int level = 1; level <= DEEPEST; level++) {
            deep = AttributeValue.fromL(List.of(deep));
        }
        assertThat(dynamoDbTakes("Deep", deep)).isFalse();
    }

    @Test
    void put_emptyAttributeName_isBadRequest() {
        assertThat(put(book("\"\":1")).body().get("field").textValue()).isEqualTo("event");
        assertThat(put(book("\"Plot\":{\"\":1}")).body().get("field").textValue())
                .isEqualTo("Plot");
    }

    @Test
    void put_emptyStringThatIsNoKey_isTaken() {
        assertThat(put(book("\"Note\":\"\"")).statusCode()).isEqualTo(201);
    }

    @Test
    void put_sameNameTwice_isBadRequest() {
        assertThat(put(book("\"Year\":1,\"Year\":2")).body().get("field").textValue())
                .isEqualTo("Year");
        assertThat(put(book("\"Plot\":{\"a\":[{\"b\":1,\"b\":1}]}"))
                        .body()
                        .get("field")
                        .textValue())
                .isEqualTo("Plot.a[0].b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\udc00\\udc01", "a\\ud800b", "\\ud800\\ud800\\udc00"})
    void put_halfASurrogatePair_isBadRequest(String text) {
        assertThat(put(book("\"Note\":\"" + text + "\"")).body().get("field").textValue())
                .isEqualTo("Note");
        assertThat(put(book("\"Plot\":{\"" + text + "\":1}")).statusCode()).isEqualTo(400);
    }

    @Test
    void put_longNameThatIsCutWithinAPair_isNamedInUnicodeText() {
        String name = "n".repeat(199) + "\\ud83d\\ude00";

        assertThat(put(book("\"" + name + "\":1e999")).body().get("field").textValue())
                .isEqualTo("n".repeat(199) + "?…");
    }

    @Test
    void put_wholeSurrogatePair_isTaken() {
        assertThat(put(book("\"Note\":\"\\ud83d\\ude00\"")).statusCode()).isEqualTo(201);
    }

    @Test
    void put_attributeNameOf300Characters_isNamedInShort() {
        String name = "n".repeat(300);

        String field = put(book("\"" + name + "\":1e999")).body().get("field").textValue();

        assertThat(field).hasSizeLessThan(250).startsWith("nnn");
    }
}

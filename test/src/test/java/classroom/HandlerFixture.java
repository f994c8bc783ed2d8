package classroom;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Invocation.Reply;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The shared parts of tests for a table's functions: DynamoDB Local, the table's name, and checks of an answer. */
public abstract class HandlerFixture {
    protected static final String NOT_FOUND = "{\"status\":\"Nao encontrado\"}";

    @RegisterExtension
    protected final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    /** Fresh for each test. */
    protected String table;

    protected void putPastTheFunctions(Map<String, AttributeValue> item) {
        dynamoDb.client().putItem(put -> put.tableName(table).item(item));
    }

    protected static void assertReply(Reply reply, int statusCode, String body) {
        assertThat(reply.body()).isEqualTo(Invocation.json(body));
        assertThat(reply.statusCode()).isEqualTo(statusCode);
    }
}

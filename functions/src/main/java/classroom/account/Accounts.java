package classroom.account;

import classroom.lambda.Environment;
import classroom.lambda.dynamodb.Attributes;
import classroom.lambda.dynamodb.DynamoDb;
import classroom.lambda.dynamodb.LostAnswers;
import classroom.lambda.dynamodb.Paging;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The accounts in DynamoDB. No method creates or overwrites an account by accident, or takes an outage for absence. It
 * throws a refusal for another reason than its condition, and a failed condition that the call itself may have caused
 * ({@link LostAnswers}).
 */
public final class Accounts {
    /** The environment variable with the table's name. */
    public static final String TABLE_VARIABLE = "ACCOUNT_TABLE";

    private final DynamoDbClient dynamoDb;
    private final String table;

    Accounts(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    static Accounts fromEnvironment() {
        String table = Environment.require(TABLE_VARIABLE);
        return new Accounts(DynamoDb.client(), table);
    }

    /** Creates an account. Returns {@code false} when its key is taken, and changes nothing then. */
    boolean create(Account account) {
        try {
            dynamoDb.putItem(PutItemRequest.builder()
                    .tableName(table)
                    .item(Attributes.of(account.plain()))
                    .conditionExpression("attribute_not_exists(id)")
                    .build());
            return true;
        } catch (ConditionalCheckFailedException taken) {
            return false;
        }
    }

    Optional<Map<String, Object>> get(AccountKey key) {
        Map<String, AttributeValue> item = dynamoDb.getItem(GetItemRequest.builder()
                        .tableName(table)
                        .key(key.attributes())
                        .build())
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(Attributes.plain(item));
    }

    /** Returns one page of accounts: {@code {items, count, next?}}. */
    Map<String, Object> list(Paging paging) throws IOException {
        ScanRequest.Builder scan = ScanRequest.builder().tableName(table).limit(paging.limit());
        if (paging.continues()) {
            scan.exclusiveStartKey(AccountKey.of(paging.start()).attributes());
        }
        ScanResponse page = dynamoDb.scan(scan.build());
        return paging.page(page.items(), page.lastEvaluatedKey(), AccountKey.NAMES, Map.of());
    }

    /** Changes an account and returns {@code {nome}}; empty when there is no such account. Never creates one. */
    Optional<Map<String, Object>> update(Account account) {
        try {
            return Optional.of(Attributes.plain(dynamoDb.updateItem(UpdateItemRequest.builder()
                            .tableName(table)
                            .key(account.key().attributes())
                            .updateExpression("SET nome = :nome")
                            .conditionExpression("attribute_exists(id)")
                            .expressionAttributeValues(Map.of(":nome", Attributes.of(account.nome())))
                            .returnValues(ReturnValue.UPDATED_NEW)
                            .build())
                    .attributes()));
        } catch (ConditionalCheckFailedException absent) {
            return Optional.empty();
        }
    }

    /** Deletes an account and returns it; empty when there was none. */
    Optional<Map<String, Object>> delete(AccountKey key) {
        try {
            return Optional.of(Attributes.plain(dynamoDb.deleteItem(DeleteItemRequest.builder()
                            .tableName(table)
                            .key(key.attributes())
                            .conditionExpression("attribute_exists(id)")
                            .returnValues(ReturnValue.ALL_OLD)
                            .build())
                    .attributes()));
        } catch (ConditionalCheckFailedException absent) {
            return Optional.empty();
        }
    }
}

package classroom.bench.naive;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/** Put and get with the enhanced client, beans, the runtime's own JSON and every default of the SDK. */
public final class Naive implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private final DynamoDbTable<Account> accounts =
            DynamoDbEnhancedClient.create().table(System.getenv("ACCOUNT_TABLE"), TableSchema.fromBean(Account.class));

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        Account account = new Account();
        account.setId(((Number) event.get("id")).longValue());
        account.setEmail((String) event.get("email"));
        account.setNome((String) event.get("nome"));
        accounts.putItem(account);
        Account found = accounts.getItem(Key.builder()
                .partitionValue(account.getId())
                .sortValue(account.getEmail())
                .build());
        return Map.of("statusCode", 200, "body", found.getNome());
    }
}

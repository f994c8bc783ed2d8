package classroom.account;

import classroom.lambda.Event;
import classroom.lambda.dynamodb.ItemSize;
import java.util.Map;

/** A whole account. */
record Account(AccountKey key, String nome) {
    static Account of(Event event) {
        Account account = new Account(AccountKey.of(event), event.text("nome"));
        ItemSize.check(event, account.plain());
        return account;
    }

    Map<String, Object> plain() {
        Map<String, Object> item = key.plain();
        item.put("nome", nome);
        return item;
    }
}

package classroom.account;

import classroom.lambda.Event;
import classroom.lambda.dynamodb.Attributes;
import classroom.lambda.dynamodb.ItemSize;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The primary key of an account. */
record AccountKey(BigDecimal id, String email) {
    static final List<String> NAMES = List.of("id", "email");

    static AccountKey of(Event event) {
        return new AccountKey(event.integer("id"), event.text("email", ItemSize.MAX_SORT_KEY));
    }

    Map<String, AttributeValue> attributes() {
        return Attributes.of(plain());
    }

    Map<String, Object> plain() {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("id", id);
        key.put("email", email);
        return key;
    }
}

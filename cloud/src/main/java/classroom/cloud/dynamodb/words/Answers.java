package classroom.cloud.dynamodb.words;

import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors of DynamoDB Local, told as AWS tells them. Answers that are no errors never come here. */
public final class Answers {
    private static final String CANCELLED = "TransactionCanceledException";

    private static final String CANCELLATION =
            "Transaction cancelled, please refer cancellation reasons for specific reasons ";
    private static final String DUPLICATE_ITEM = "Duplicate primary key exists in table";

    /** What DynamoDB Local says of keys, without the attribute. */
    private static final Set<String> OF_KEYS = Set.of(
            "Get Condition for key not in key list",
            "Invalid attribute value type",
            "One of the required keys was not given a value",
            "One or more parameter values were invalid: Type mismatch for Index Key",
            "One or more parameter values were invalid: Type mismatch for key",
            "The number of conditions on the keys is invalid");

    private static final String MISSED = "Query condition missed key schema element";
    private static final String TOO_LARGE =
            "Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes";
    private static final String NOT_A_NUMBER = "A value provided cannot be converted into a number";
    private static final Pattern OF_EXPRESSION =
            Pattern.compile("(?s)ExpressionAttributeValues contains invalid value: (.*) for key (:\\w+)");
    private static final Pattern DUPLICATES = Pattern.compile(
            "(?s)One or more parameter values were invalid: Input collection (.*) contains duplicates\\.?");

    private final Function<String, JsonNode> tables;
    private final UnaryOperator<String> arns;

    /**
     * Those of a database.
     *
     * @param tables describes a table, by its name or ARN, as {@code DescribeTable} does
     * @param arns puts the class's ARNs in place of the database's
     */
    public Answers(Function<String, JsonNode> tables, UnaryOperator<String> arns) {
        this.tables = tables;
        this.arns = arns;
    }

    /**
     * An error in AWS's words.
     *
     * @param error the body of DynamoDB Local's answer
     */
    public byte[] translate(String operation, JsonNode request, byte[] error) {
        ObjectNode body = Protocol.json(error);
        String code = body.path("__type").asText();
        String message = body.path("Message").asText(body.path("message").asText());
        if (code.endsWith("#DuplicateItem")) {
            body.put("__type", code + "Exception");
        }
        boolean reasons = body.path("CancellationReasons").isArray();
        if (operation.startsWith("Transact") && !reasons && OF_KEYS.contains(message)) {
            return Protocol.bytes(cancelled(request));
        }
        if (reasons) {
            List<String> codes = new ArrayList<>();
            int item = 0;
            for (JsonNode each : body.path("CancellationReasons")) {
                ObjectNode reason = (ObjectNode) each;
                JsonNode action = action(request.path("TransactItems").path(item++));
                if (reason.path("Message").asText().equals(DUPLICATE_ITEM)) {
                    reason.put("Code", "DuplicateItem");
                } else if (reason.has("Message")) {
                    reason.put(
                            "Message",
                            words(operation, action, reason.path("Message").asText()));
                }
                codes.add(reason.path("Code").asText());
            }
            body.put("Message", CANCELLATION + codes);
        } else {
            body.put("Message", Envelope.of(operation, words(operation, request, arns.apply(message))));
        }
        return Protocol.bytes(body);
    }

    private String words(String operation, JsonNode request, String message) {
        if (OF_KEYS.contains(message)) {
            return ofKeys(request).orElse(Keys.MISMATCH);
        }
        if (message.equals(MISSED)) {
            return keys(request)
                    .missingInQuery(request)
                    .map(name -> MISSED + ": " + name)
                    .orElse(message);
        }
        boolean current = Envelope.isOfTheCurrentLayer(operation);
        Matcher ofExpression = OF_EXPRESSION.matcher(message);
        if (ofExpression.matches()) {
            JsonNode value = request.path("ExpressionAttributeValues").path(ofExpression.group(2));
            String words = words(operation, value, ofExpression.group(1));
            return current ? words : message.replace(ofExpression.group(1), words);
        }
        if (DUPLICATES.matcher(message).matches()) {
            return Values.duplicates(request, current).orElse(message);
        }
        if (message.equals(NOT_A_NUMBER)) {
            return Values.number(request, current).orElse(message);
        }
        if (message.equals(TOO_LARGE)) {
            return keys(request).tooLarge(request.has("Item") ? request.path("Item") : request.path("Key"));
        }
        return Translations.of(operation, request, message);
    }

    private Optional<String> ofKeys(JsonNode request) {
        if (request.has("RequestItems")) {
            return request.path("RequestItems")
                    .propertyStream()
                    .flatMap(table -> table.getValue()
                            .valueStream()
                            .map(write -> new Keys(tables.apply(table.getKey()))
                                    .ofIndexes(write.path("PutRequest").path("Item"))))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (request.has("Item")) {
            return keys(request).ofItem(request.path("Item"));
        }
        if (!request.has("Key")) {
            return Optional.empty();
        }
        return keys(request).ofKey(request.path("Key")).or(() -> keys(request).ofUpdate(request));
    }

    private Keys keys(JsonNode request) {
        return new Keys(tables.apply(request.path("TableName").asText()));
    }

    private static JsonNode action(JsonNode item) {
        return item.properties().stream().map(Map.Entry::getValue).findFirst().orElse(item);
    }

    /** A transaction of which an item's key has not the form that its table's keys have (API Reference, "Errors"). */
    private ObjectNode cancelled(JsonNode request) {
        ArrayNode reasons = JsonNodeFactory.instance.arrayNode();
        List<String> codes = new ArrayList<>();
        for (JsonNode item : request.path("TransactItems")) {
            Optional<String> fault = ofKeys(action(item));
            codes.add(fault.isPresent() ? "ValidationError" : "None");
            ObjectNode reason = reasons.addObject().put("Code", fault.isPresent() ? "ValidationError" : "None");
            fault.ifPresent(words -> reason.put("Message", words));
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#" + CANCELLED)
                .put("Message", CANCELLATION + codes);
        body.set("CancellationReasons", reasons);
        return body;
    }
}

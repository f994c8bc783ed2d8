package classroom.template.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the DynamoDB condition keys of one question (DynamoDB Developer Guide, "Using IAM policy conditions for
 * fine-grained access control"; below "the guide").
 */
final class DynamoDbContext {
    /** DynamoDB's numbers have exponents from -130 to 125; a longer one must not be written out. */
    private static final int MOST_DIGITS = 400;

    private final Set<String> attributes = new LinkedHashSet<>();
    private final Set<String> leadingKeys = new LinkedHashSet<>();
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Map<String, String> unclear = new HashMap<>();

    DynamoDbContext(Map<String, List<String>> ambient) {
        values.putAll(ambient);
    }

    /** The known keys of the request. */
    Map<String, List<String>> values() {
        put(ConditionKeys.ATTRIBUTES, attributes);
        put(ConditionKeys.LEADING_KEYS, leadingKeys);
        return values;
    }

    private void put(String key, Set<String> several) {
        if (!several.isEmpty()) {
            values.put(key, List.copyOf(several));
        }
    }

    /**
     * Returns the values of a key; {@code null} if the request has none.
     *
     * @throws UnclearRequest if the key or its values are unclear
     */
    List<String> get(Object key) {
        if (unclear.containsKey(key)) {
            throw new UnclearRequest(unclear.get(key));
        }
        return values().get(key);
    }

    /** Adds the transaction that contains the action. */
    DynamoDbContext within(String operation) {
        values.put(ConditionKeys.ENCLOSING_OPERATION, List.of(operation));
        return this;
    }

    /** Says that DynamoDB's own condition keys are not read from a PartiQL statement. */
    DynamoDbContext ofPartiQl() {
        for (String key : List.of(
                ConditionKeys.ATTRIBUTES,
                ConditionKeys.LEADING_KEYS,
                ConditionKeys.SELECT,
                ConditionKeys.RETURN_VALUES)) {
            unclear.put(key, "the local class does not tell " + key + " of a PartiQL statement");
        }
        return this;
    }

    /**
     * Adds every top-level attribute that the members of this request name. Keys count: "If you use
     * dynamodb:Attributes, you must specify the names of all of the primary key and index key attributes […].
     * Otherwise, DynamoDB can't use these key attributes" (the guide).
     */
    DynamoDbContext attributesOf(JsonNode request) {
        members(request, "Key");
        members(request, "Item");
        members(request, "ExclusiveStartKey");
        members(request, "Expected");
        members(request, "AttributeUpdates");
        members(request, "KeyConditions");
        members(request, "QueryFilter");
        members(request, "ScanFilter");
        for (JsonNode name : request.path("AttributesToGet")) {
            attributes.add(text(name, "AttributesToGet"));
        }
        expression(request, "ProjectionExpression", Expression.Kind.PROJECTION);
        expression(request, "UpdateExpression", Expression.Kind.UPDATE);
        expression(request, "ConditionExpression", Expression.Kind.CONDITION);
        expression(request, "FilterExpression", Expression.Kind.CONDITION);
        expression(request, "KeyConditionExpression", Expression.Kind.CONDITION);
        return this;
    }

    private void members(JsonNode request, String member) {
        JsonNode node = request.path(member);
        if (isPresent(node)) {
            addNames(node, member);
        }
    }

    private void addNames(JsonNode item, String member) {
        if (!item.isObject()) {
            throw new UnreadableRequest(member + " is not a JSON object");
        }
        item.fieldNames().forEachRemaining(attributes::add);
    }

    private void expression(JsonNode request, String member, Expression.Kind kind) {
        JsonNode expression = request.path(member);
        if (isPresent(expression)) {
            attributes.addAll(new Expression(text(expression, member), kind, placeholders(request)).names());
        }
    }

    /** Adds an item, or its key, of a request that names several. */
    DynamoDbContext item(JsonNode item, String partitionKey) {
        addNames(item, "an item");
        return leadingKeyOf(item, partitionKey);
    }

    /**
     * Adds the partition key's value in this item or key.
     *
     * @param partitionKey its name; {@code null} for a table that does not exist, of which nothing can be touched
     */
    DynamoDbContext leadingKeyOf(JsonNode item, String partitionKey) {
        if (partitionKey != null) {
            leadingKeys.add(scalar(item.path(partitionKey), partitionKey));
        }
        return this;
    }

    /** Adds the partition key's value of a query; {@code partitionKey} as above, for the index if the query has one. */
    DynamoDbContext leadingKeyOfQuery(JsonNode query, String partitionKey) {
        if (partitionKey == null) {
            return this;
        }
        JsonNode expression = query.path("KeyConditionExpression");
        if (isPresent(expression)) {
            String text = text(expression, "KeyConditionExpression");
            List<String> equal =
                    new Expression(text, Expression.Kind.CONDITION, placeholders(query)).equalTo(partitionKey);
            if (equal.isEmpty()) {
                throw new UnreadableRequest("KeyConditionExpression asks for no value of " + partitionKey);
            }
            for (String value : equal) {
                leadingKeys.add(scalar(query.path("ExpressionAttributeValues").path(value), value));
            }
            return this;
        }
        for (JsonNode value : conditionValues(query.path("KeyConditions").path(partitionKey), partitionKey)) {
            leadingKeys.add(scalar(value, partitionKey));
        }
        return this;
    }

    private static JsonNode conditionValues(JsonNode condition, String partitionKey) {
        JsonNode list = condition.path("AttributeValueList");
        if (!condition.path("ComparisonOperator").asText().equals("EQ") || list.isEmpty()) {
            throw new UnreadableRequest("KeyConditions asks for no value of " + partitionKey);
        }
        return list;
    }

    /**
     * Adds the attributes that a query or scan returns, by its parameter or, without one, as {@link #projection} does.
     */
    DynamoDbContext select(JsonNode request) {
        JsonNode select = request.path("Select");
        // DynamoDB Local takes an empty one for none.
        if (isPresent(select) && !text(select, "Select").isEmpty()) {
            values.put(ConditionKeys.SELECT, List.of(select.textValue()));
            return this;
        }
        return projection(request);
    }

    /**
     * Adds the attributes that a read without the parameter returns: "the Select parameter always has a value
     * (ALL_ATTRIBUTES, unless otherwise specified)" (the guide, of GetItem and BatchGetItem too). "If neither Select
     * nor ProjectionExpression are specified, DynamoDB defaults to ALL_ATTRIBUTES when accessing a table, and
     * ALL_PROJECTED_ATTRIBUTES when accessing an index"; SPECIFIC_ATTRIBUTES "is equivalent to specifying
     * ProjectionExpression without specifying any value for Select" (API Reference, "Query").
     */
    DynamoDbContext projection(JsonNode request) {
        String select;
        if (isPresent(request.path("ProjectionExpression"))
                || !request.path("AttributesToGet").isEmpty()) {
            select = "SPECIFIC_ATTRIBUTES";
        } else if (isPresent(request.path("IndexName"))) {
            select = "ALL_PROJECTED_ATTRIBUTES";
        } else {
            select = "ALL_ATTRIBUTES";
        }
        values.put(ConditionKeys.SELECT, List.of(select));
        return this;
    }

    /**
     * Adds the attributes that a write returns: "the ReturnValues parameter always has a value (NONE unless otherwise
     * specified)".
     */
    DynamoDbContext returnValues(JsonNode request) {
        JsonNode parameter = request.path("ReturnValues");
        String value = isPresent(parameter) ? text(parameter, "ReturnValues") : "NONE";
        values.put(ConditionKeys.RETURN_VALUES, List.of(value));
        return this;
    }

    /**
     * If a write returns the whole item after a failed condition, says that its attributes are unclear. No document of
     * AWS says how IAM treats it.
     */
    DynamoDbContext oldItemOnFailure(JsonNode request) {
        String parameter = "ReturnValuesOnConditionCheckFailure";
        if (request.path(parameter).asText().equals("ALL_OLD")) {
            for (String key : List.of(ConditionKeys.ATTRIBUTES, ConditionKeys.RETURN_VALUES)) {
                unclear.put(key, parameter + " ALL_OLD may return what the condition on " + key + " withholds");
            }
        }
        return this;
    }

    private static JsonNode placeholders(JsonNode request) {
        return request.path("ExpressionAttributeNames");
    }

    static boolean isPresent(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    static String text(JsonNode node, String member) {
        if (!node.isTextual()) {
            throw new UnreadableRequest(member + " is not a JSON string");
        }
        return node.textValue();
    }

    /** A key value as text. Equal keys are equal texts, however the request writes them. */
    private static String scalar(JsonNode value, String name) {
        List<String> found = new ArrayList<>();
        if (value.path("S").isTextual()) {
            found.add(value.path("S").textValue());
        }
        try {
            if (value.path("N").isTextual()) {
                found.add(number(value.path("N").textValue()));
            }
            if (value.path("B").isTextual()) {
                byte[] bytes = Base64.getDecoder().decode(value.path("B").textValue());
                found.add(Base64.getEncoder().encodeToString(bytes));
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableRequest(name + " is not a key value");
        }
        if (found.size() != 1 || value.size() != 1) {
            throw new UnreadableRequest(name + " is not a key value");
        }
        return found.get(0);
    }

    private static String number(String text) {
        BigDecimal number = new BigDecimal(text.trim());
        if (number.precision() + Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new NumberFormatException(text);
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}

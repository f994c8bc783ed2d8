package classroom.garage;

import classroom.lambda.Conflict;
import classroom.lambda.Environment;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.Attributes;
import classroom.lambda.dynamodb.DynamoDb;
import classroom.lambda.dynamodb.Faults;
import classroom.lambda.dynamodb.ItemSize;
import classroom.lambda.dynamodb.Paging;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The vehicles in DynamoDB. A vehicle is an item under its owner. A second item under its placa names the owner.
 * DynamoDB keeps only keys unique. The key of the second item contains only the placa, so no placa has two owners. A
 * transaction changes both items or neither.
 *
 * <p>A second item has no {@code aquisicao}, a key of both indexes, so it is in neither index. Its {@code cpf} is not a
 * real CPF, so it is in no owner's list.
 */
public final class Registry {
    /** The environment variable with the table's name. */
    public static final String TABLE_VARIABLE = "PROPRIETARIOS_TABLE";

    /** The global index for a vehicle's owner: key {@code placa} and {@code aquisicao}, with the keys only. */
    public static final String BY_PLACA = "por-placa";

    /** The local index for an owner's vehicles of a year: sort key {@code aquisicao}, with whole items. */
    public static final String BY_ACQUISITION = "por-aquisicao";

    private static final List<String> KEY = List.of(Cpf.FIELD, Placa.FIELD);
    private static final List<String> ACQUISITION_KEY = List.of(Cpf.FIELD, Placa.FIELD, Vehicle.ACQUIRED);

    /** The attribute of a second item with the owner's CPF. */
    private static final String OWNER = "dono";

    private static final String ABSENT = "attribute_not_exists(cpf)";
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final DynamoDbClient dynamoDb;
    private final String table;

    Registry(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    static Registry fromEnvironment() {
        String table = Environment.require(TABLE_VARIABLE);
        return new Registry(DynamoDb.client(), table);
    }

    /**
     * Stores a vehicle of an owner.
     *
     * @throws Conflict when the placa has an owner
     */
    void add(Vehicle vehicle) throws Conflict {
        Map<String, AttributeValue> owner = uniqueness(vehicle.placa());
        owner.put(OWNER, Attributes.of(vehicle.owner().digits()));
        try {
            dynamoDb.transactWriteItems(TransactWriteItemsRequest.builder()
                    .transactItems(
                            put(Put.builder()
                                    .item(Attributes.of(vehicle.item()))
                                    .conditionExpression(ABSENT)),
                            put(Put.builder().item(owner).conditionExpression(ABSENT)))
                    .build());
        } catch (TransactionCanceledException canceled) {
            if (Faults.isCanceledFor(canceled, Set.of(CONDITION_FAILED))) {
                throw new Conflict("This placa has an owner already", Map.of());
            }
            throw canceled;
        }
    }

    /** Returns one page of an owner's vehicles: {@code {items, count, scanned, capacity, next?}}. */
    Map<String, Object> vehicles(Possession possession, Paging paging) throws IOException {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":cpf", Attributes.of(possession.cpf().digits()));
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("cpf = :cpf")
                .limit(paging.limit())
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
        List<String> key = KEY;
        if (possession.isOfAYear()) {
            key = ACQUISITION_KEY;
            values.put(":year", Attributes.of(possession.year() + "-"));
            query.indexName(BY_ACQUISITION).keyConditionExpression("cpf = :cpf AND begins_with(aquisicao, :year)");
        }
        if (paging.continues()) {
            query.exclusiveStartKey(after(paging.start(), key, possession.cpf()));
        }
        QueryResponse page =
                dynamoDb.query(query.expressionAttributeValues(values).build());
        return paging.page(
                page.items(),
                page.lastEvaluatedKey(),
                key,
                Paging.measured(page.scannedCount(), page.consumedCapacity()));
    }

    private static Map<String, AttributeValue> after(Event last, List<String> names, Cpf cpf) {
        Map<String, AttributeValue> key = new HashMap<>();
        for (String name : names) {
            key.put(name, Attributes.of(last.text(name, ItemSize.MAX_SORT_KEY)));
        }
        key.put(Cpf.FIELD, Attributes.of(cpf.digits()));
        return key;
    }

    /** Returns {@code {placa, cpf, aquisicao}} from the index; of two owners there, the one who acquired it last. */
    Optional<Map<String, Object>> owner(Placa placa) {
        QueryResponse page = dynamoDb.query(QueryRequest.builder()
                .tableName(table)
                .indexName(BY_PLACA)
                .keyConditionExpression("placa = :placa")
                .expressionAttributeValues(Map.of(":placa", Attributes.of(placa.text())))
                .scanIndexForward(false)
                .limit(1)
                .build());
        return page.items().stream().findFirst().map(Attributes::plain);
    }

    /**
     * Gives a vehicle to its new owner and returns it; empty when the placa has no owner.
     *
     * @throws Conflict when the former owner does not own it, or it is not stored where its second item says
     */
    Optional<Map<String, Object>> transfer(Transfer transfer) throws Conflict {
        Map<String, AttributeValue> before = get(key(transfer.from().digits(), transfer.placa()));
        Map<String, AttributeValue> after = new TreeMap<>(before);
        if (before.isEmpty()) {
            // Perhaps this is a repetition: then DynamoDB knows it by its token, if all else is as it was.
            after.putAll(get(key(transfer.to().digits(), transfer.placa())));
        } else {
            after.put(Cpf.FIELD, Attributes.of(transfer.to().digits()));
            after.put(Vehicle.ACQUIRED, Attributes.of(transfer.date().toString()));
        }
        if (after.isEmpty()) {
            Map<String, AttributeValue> other = get(uniqueness(transfer.placa()));
            if (other.isEmpty()) {
                return Optional.empty();
            }
            throw notOwned(other);
        }
        Map<String, AttributeValue> owner = uniqueness(transfer.placa());
        owner.put(OWNER, Attributes.of(transfer.to().digits()));
        try {
            dynamoDb.transactWriteItems(TransactWriteItemsRequest.builder()
                    .transactItems(
                            put(Put.builder()
                                    .item(owner)
                                    .conditionExpression("dono = :from")
                                    .expressionAttributeValues(Map.of(
                                            ":from",
                                            Attributes.of(transfer.from().digits())))
                                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)),
                            put(Put.builder().item(after).conditionExpression(ABSENT)),
                            TransactWriteItem.builder()
                                    .delete(Delete.builder()
                                            .tableName(table)
                                            .key(key(transfer.from().digits(), transfer.placa()))
                                            .conditionExpression("attribute_exists(cpf)")
                                            .build())
                                    .build())
                    .clientRequestToken(transfer.token())
                    .build());
            return Optional.of(Attributes.plain(after));
        } catch (TransactionCanceledException canceled) {
            List<CancellationReason> reasons = canceled.cancellationReasons();
            if (!reasons.isEmpty() && CONDITION_FAILED.equals(reasons.get(0).code())) {
                throw notOwned(reasons.get(0).item());
            }
            if (Faults.isCanceledFor(canceled, Set.of(CONDITION_FAILED))) {
                throw astray();
            }
            throw canceled;
        }
    }

    /** @param owner the placa's second item */
    private static Conflict notOwned(Map<String, AttributeValue> owner) {
        if (!owner.containsKey(OWNER)) {
            return astray();
        }
        Map<String, Object> current = new LinkedHashMap<>();
        current.put(Placa.FIELD, owner.get(Placa.FIELD).s());
        current.put(Cpf.FIELD, owner.get(OWNER).s());
        return new Conflict("The CPF in from does not own this vehicle", current);
    }

    /** Only a write that does not use these functions can cause this. */
    private static Conflict astray() {
        return new Conflict("The vehicle is not stored where its owner's CPF says", Map.of());
    }

    private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return dynamoDb.getItem(GetItemRequest.builder()
                        .tableName(table)
                        .key(key)
                        .consistentRead(true)
                        .build())
                .item();
    }

    private TransactWriteItem put(Put.Builder put) {
        return TransactWriteItem.builder().put(put.tableName(table).build()).build();
    }

    private static Map<String, AttributeValue> key(String cpf, Placa placa) {
        Map<String, AttributeValue> key = new TreeMap<>();
        key.put(Cpf.FIELD, Attributes.of(cpf));
        key.put(Placa.FIELD, Attributes.of(placa.text()));
        return key;
    }

    /** Returns the key of a placa's second item. It contains only the placa and is never a CPF. */
    private static Map<String, AttributeValue> uniqueness(Placa placa) {
        return key("placa#" + placa.text(), placa);
    }
}

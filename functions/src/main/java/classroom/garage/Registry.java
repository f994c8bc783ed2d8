package classroom.garage;

import classroom.lambda.Attributes;
import classroom.lambda.Conflict;
import classroom.lambda.DynamoDb;
import classroom.lambda.Environment;
import classroom.lambda.Event;
import classroom.lambda.Faults;
import classroom.lambda.ItemSize;
import classroom.lambda.Paging;
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
 * The vehicles in DynamoDB, each an item of its owner's, and for each placa a second item that says whose it is. DynamoDB
 * keeps a key unique and nothing else, so that second item, whose key is made of the placa alone, is what keeps a placa from
 * having two owners; a transaction changes both or neither.
 *
 * <p>The second items lack {@code aquisicao}, a key of both indexes, and so are in neither; and their {@code cpf} is none,
 * so they are among nobody's vehicles.
 */
public final class Registry {
    /** The environment variable with the table's name. */
    public static final String TABLE_VARIABLE = "PROPRIETARIOS_TABLE";

    /** The global index for a vehicle's owner: key {@code placa} and {@code aquisicao}, with nothing but keys. */
    public static final String BY_PLACA = "por-placa";

    /** The local index for the vehicles of a year: {@code aquisicao} within an owner's, with the whole item. */
    public static final String BY_ACQUISITION = "por-aquisicao";

    private static final List<String> KEY = List.of(Keys.CPF, Keys.PLACA);
    private static final List<String> ACQUISITION_KEY = List.of(Keys.CPF, Keys.PLACA, Vehicle.ACQUIRED);

    /** The attribute of a placa's second item that holds its owner's CPF. */
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

    /** @throws Conflict when the placa has an owner */
    void add(Vehicle vehicle) throws Conflict {
        Map<String, AttributeValue> owner = uniqueness(vehicle.placa());
        owner.put(OWNER, Attributes.of((String) vehicle.item().get(Keys.CPF)));
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

    /** One page of an owner's vehicles: {@code {items, count, scanned, capacity, next?}}. */
    Map<String, Object> vehicles(Possession possession, Paging paging) throws IOException {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":cpf", Attributes.of(possession.cpf()));
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

    private static Map<String, AttributeValue> after(Event last, List<String> names, String cpf) {
        Map<String, AttributeValue> key = new HashMap<>();
        for (String name : names) {
            key.put(name, Attributes.of(last.text(name, ItemSize.MAX_SORT_KEY)));
        }
        key.put(Keys.CPF, Attributes.of(cpf));
        return key;
    }

    /** A vehicle's owner, {@code {placa, cpf, aquisicao}}, as the index knows it; who acquired it last, if it knows two. */
    Optional<Map<String, Object>> owner(String placa) {
        QueryResponse page = dynamoDb.query(QueryRequest.builder()
                .tableName(table)
                .indexName(BY_PLACA)
                .keyConditionExpression("placa = :placa")
                .expressionAttributeValues(Map.of(":placa", Attributes.of(placa)))
                .scanIndexForward(false)
                .limit(1)
                .build());
        return page.items().stream().findFirst().map(Attributes::plain);
    }

    /**
     * The vehicle as its new owner has it; empty when the placa is nobody's.
     *
     * @throws Conflict when it is not the former owner's, or not stored where its uniqueness item says
     */
    Optional<Map<String, Object>> transfer(Transfer transfer) throws Conflict {
        Map<String, AttributeValue> before = get(key(transfer.from(), transfer.placa()));
        Map<String, AttributeValue> after = new TreeMap<>(before);
        if (before.isEmpty()) {
            // Perhaps this is a repetition: then DynamoDB knows it by its token, if all else is as it was.
            after.putAll(get(key(transfer.to(), transfer.placa())));
        } else {
            after.put(Keys.CPF, Attributes.of(transfer.to()));
            after.put(Vehicle.ACQUIRED, Attributes.of(transfer.date()));
        }
        if (after.isEmpty()) {
            Map<String, AttributeValue> other = get(uniqueness(transfer.placa()));
            if (other.isEmpty()) {
                return Optional.empty();
            }
            throw notOwned(other);
        }
        Map<String, AttributeValue> owner = uniqueness(transfer.placa());
        owner.put(OWNER, Attributes.of(transfer.to()));
        try {
            dynamoDb.transactWriteItems(TransactWriteItemsRequest.builder()
                    .transactItems(
                            put(Put.builder()
                                    .item(owner)
                                    .conditionExpression("dono = :from")
                                    .expressionAttributeValues(Map.of(":from", Attributes.of(transfer.from())))
                                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)),
                            put(Put.builder().item(after).conditionExpression(ABSENT)),
                            TransactWriteItem.builder()
                                    .delete(Delete.builder()
                                            .tableName(table)
                                            .key(key(transfer.from(), transfer.placa()))
                                            .conditionExpression("attribute_exists(cpf)")
                                            .build())
                                    .build())
                    .clientRequestToken(transfer.token())
                    .build());
            return Optional.of(Attributes.plain(after));
        } catch (TransactionCanceledException canceled) {
            CancellationReason owners = canceled.cancellationReasons().get(0);
            if (owners.code().equals(CONDITION_FAILED)) {
                throw notOwned(owners.item());
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
        current.put(Keys.PLACA, owner.get(Keys.PLACA).s());
        current.put(Keys.CPF, owner.get(OWNER).s());
        return new Conflict("The CPF in from does not own this vehicle", current);
    }

    /** Only who writes past the functions brings that about. */
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

    private static Map<String, AttributeValue> key(String cpf, String placa) {
        Map<String, AttributeValue> key = new TreeMap<>();
        key.put(Keys.CPF, Attributes.of(cpf));
        key.put(Keys.PLACA, Attributes.of(placa));
        return key;
    }

    /** The key of a placa's second item: of the placa alone, and never a CPF's. */
    private static Map<String, AttributeValue> uniqueness(String placa) {
        return key("placa#" + placa, placa);
    }
}

package classroom.garage;

import classroom.lambda.Conflict;
import classroom.lambda.Environment;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.Attributes;
import classroom.lambda.dynamodb.DynamoDb;
import classroom.lambda.dynamodb.ItemSize;
import classroom.lambda.dynamodb.OutcomeUnknown;
import classroom.lambda.dynamodb.Paging;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The cars in DynamoDB, one item each. While a car is in, its item has {@code entrada}. After its first exit the item
 * has {@code saida}. {@code minutos} holds its finished minutes, by month.
 *
 * <p>An entry changes nothing that the index {@link #BY_CPF} projects, so it costs one write. Only the first entry with
 * a CPF writes the index, too.
 */
public final class ParkingLot {
    /** The environment variable with the table's name. */
    public static final String TABLE_VARIABLE = "CARROS_TABLE";

    /** The global index for bills: its key is {@code cpf}, and it projects {@link #MINUTES}. */
    public static final String BY_CPF = "por-cpf";

    /** The attribute with a car's finished minutes: a map by month. */
    public static final String MINUTES = "minutos";

    private static final String ENTRY = "entrada";
    private static final String EXIT = "saida";

    /** The attribute by which a write knows itself again when its answer was lost and the SDK repeats it. */
    private static final String MARK = "registro";

    private final DynamoDbClient dynamoDb;
    private final String table;

    ParkingLot(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    static ParkingLot fromEnvironment() {
        String table = Environment.require(TABLE_VARIABLE);
        return new ParkingLot(DynamoDb.client(), table);
    }

    /**
     * Lets a car in, known or unknown, and returns the stored car.
     *
     * @throws Conflict when the car is in already, left later or has another CPF
     */
    Map<String, Object> enter(Entry entry) throws Conflict {
        String mark = UUID.randomUUID().toString();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":at", Attributes.of(entry.at().toString()));
        values.put(":mark", Attributes.of(mark));
        values.put(":none", AttributeValue.fromM(Map.of()));
        String update = "SET entrada = :at, registro = :mark, minutos = if_not_exists(minutos, :none)";
        String condition = "attribute_not_exists(entrada) AND (attribute_not_exists(saida) OR saida <= :at)";
        if (entry.owner().isPresent()) {
            values.put(":cpf", Attributes.of(entry.cpf().digits()));
            update += ", cpf = :cpf";
            condition += " AND (attribute_not_exists(cpf) OR cpf = :cpf)";
        }
        try {
            return car(update(
                    mark,
                    UpdateItemRequest.builder()
                            .key(key(entry.placa()))
                            .updateExpression(update)
                            .conditionExpression(condition)
                            .expressionAttributeValues(values)
                            .returnValues(ReturnValue.ALL_NEW)));
        } catch (ConditionalCheckFailedException failed) {
            Map<String, AttributeValue> car = failed.item();
            if (car.containsKey(ENTRY)) {
                throw new Conflict("The car is in already", car(car));
            }
            throw new Conflict(
                    values.get(":at").s().compareTo(text(car, EXIT)) < 0
                            ? "The car left later than that"
                            : "The car belongs to another CPF: the owner who pays cannot change",
                    car(car));
        }
    }

    /**
     * Lets a car out and adds its minutes to their months. Returns {@code {placa, entrada, saida, minutes, months}};
     * empty when the car is unknown.
     *
     * @throws Conflict when the car is not in, or {@code at} is not within four years after the entry
     */
    Optional<Map<String, Object>> exit(Placa placa, Instant at) throws Conflict {
        Map<String, AttributeValue> car = get(placa, true);
        if (car.isEmpty()) {
            return Optional.empty();
        }
        Stay stay = stay(car, at);
        String mark = UUID.randomUUID().toString();
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":entry", car.get(ENTRY));
        values.put(":exit", Attributes.of(at.toString()));
        values.put(":mark", Attributes.of(mark));
        StringBuilder update = new StringBuilder("REMOVE entrada SET saida = :exit, registro = :mark");
        for (Map.Entry<String, Long> month : stay.byMonth().entrySet()) {
            String name = "#m" + names.size();
            String minutes = ":m" + names.size();
            update.append(", minutos.%s = if_not_exists(minutos.%s, :none) + %s".formatted(name, name, minutes));
            names.put(name, month.getKey());
            values.put(minutes, Attributes.of(BigDecimal.valueOf(month.getValue())));
            values.put(":none", Attributes.of(0));
        }
        try {
            update(
                    mark,
                    UpdateItemRequest.builder()
                            .key(key(placa))
                            .updateExpression(update.toString())
                            .conditionExpression("entrada = :entry")
                            .expressionAttributeNames(names.isEmpty() ? null : names)
                            .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException failed) {
            if (failed.item().isEmpty()) {
                return Optional.empty();
            }
            throw new Conflict("The car was let out or in by another call at the same time", car(failed.item()));
        }
        Map<String, Object> exit = new LinkedHashMap<>();
        exit.put(Placa.FIELD, placa.text());
        exit.put(ENTRY, stay.entry().toString());
        exit.put(EXIT, at.toString());
        exit.put("minutes", stay.minutes());
        exit.put("months", stay.byMonth());
        return Optional.of(exit);
    }

    private static Stay stay(Map<String, AttributeValue> car, Instant at) throws Conflict {
        if (!car.containsKey(ENTRY)) {
            throw new Conflict("The car is not in", car(car));
        }
        Instant entry;
        try {
            entry = Instant.parse(text(car, ENTRY)).truncatedTo(ChronoUnit.MINUTES);
        } catch (DateTimeException writtenPastTheFunctions) {
            throw new Conflict("The stored car cannot leave: its entrada is not a time", car(car));
        }
        if (at.isBefore(entry)) {
            throw new Conflict("The car came in later than that", car(car));
        }
        if (at.isAfter(entry.plus(Stay.LONGEST))) {
            throw new Conflict(
                    "The car came in more than " + Stay.LONGEST.toDays()
                            + " days before; let it out earlier, and in again",
                    car(car));
        }
        return new Stay(entry, at);
    }

    /** Returns a car's finished minutes of a month: {@code {placa, month, minutes}}; empty when the car is unknown. */
    Optional<Map<String, Object>> time(Placa placa, String month) {
        Map<String, AttributeValue> car = get(placa, false);
        if (car.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> time = new LinkedHashMap<>();
        time.put(Placa.FIELD, placa.text());
        time.put(Times.MONTH, month);
        time.put("minutes", minutes(car).getOrDefault(month, BigDecimal.ZERO));
        return Optional.of(time);
    }

    /** Returns a car's finished minutes: {@code {placa, minutes, months, entrada?}}; empty when the car is unknown. */
    Optional<Map<String, Object>> time(Placa placa) {
        Map<String, AttributeValue> car = get(placa, false);
        if (car.isEmpty()) {
            return Optional.empty();
        }
        Map<String, BigDecimal> months = minutes(car);
        Map<String, Object> time = new LinkedHashMap<>();
        time.put(Placa.FIELD, placa.text());
        time.put("minutes", months.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        time.put("months", months);
        if (car.containsKey(ENTRY)) {
            time.put(ENTRY, text(car, ENTRY));
        }
        return Optional.of(time);
    }

    /**
     * Returns one page of an owner's cars with their minutes: {@code {items, count, scanned, capacity, total, next?}}.
     */
    Map<String, Object> bill(Bill bill, Paging paging) throws IOException {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .indexName(BY_CPF)
                .keyConditionExpression("cpf = :cpf")
                .projectionExpression("placa, minutos.#month")
                .expressionAttributeNames(Map.of("#month", bill.month()))
                .expressionAttributeValues(
                        Map.of(":cpf", Attributes.of(bill.cpf().digits())))
                .limit(paging.limit())
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
        if (paging.continues()) {
            Event after = paging.start();
            query.exclusiveStartKey(Map.of(
                    Cpf.FIELD, Attributes.of(bill.cpf().digits()),
                    Placa.FIELD, Attributes.of(after.text(Placa.FIELD, ItemSize.MAX_PARTITION_KEY))));
        }
        QueryResponse page = dynamoDb.query(query.build());
        List<Map<String, AttributeValue>> lines = new ArrayList<>();
        BigDecimal total = Bill.NOTHING;
        for (Map<String, AttributeValue> car : page.items()) {
            BigDecimal minutes = minutes(car).getOrDefault(bill.month(), BigDecimal.ZERO);
            BigDecimal amount = bill.amount(minutes);
            total = total.add(amount);
            lines.add(Map.of(
                    Placa.FIELD,
                    car.get(Placa.FIELD),
                    "minutes",
                    Attributes.of(minutes),
                    "amount",
                    Attributes.of(amount)));
        }
        Map<String, Object> measured = Paging.measured(page.scannedCount(), page.consumedCapacity());
        measured.put("total", total);
        return paging.page(lines, page.lastEvaluatedKey(), List.of(Placa.FIELD), measured);
    }

    private Map<String, AttributeValue> get(Placa placa, boolean consistent) {
        return dynamoDb.getItem(GetItemRequest.builder()
                        .tableName(table)
                        .key(key(placa))
                        .consistentRead(consistent)
                        .build())
                .item();
    }

    /**
     * Carries out an update that sets the mark, and returns the attributes that the update asks for. If the answer was
     * lost and the car has the mark, the update was carried out, and this method returns the whole car.
     */
    private Map<String, AttributeValue> update(String mark, UpdateItemRequest.Builder update) throws Conflict {
        try {
            return dynamoDb.updateItem(update.tableName(table)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                            .build())
                    .attributes();
        } catch (OutcomeUnknown lost) {
            if (mark.equals(text(lost.current(), MARK))) {
                return lost.current();
            }
            throw lost;
        } catch (AwsServiceException refused) {
            // The event is valid, so the stored item does not allow it: someone wrote past the functions.
            if ("ValidationException".equals(refused.awsErrorDetails().errorCode())) {
                throw new Conflict(
                        "The stored car allows no entry or exit: its minutos is not a map, or it is full", Map.of());
            }
            throw refused;
        }
    }

    private static Map<String, AttributeValue> key(Placa placa) {
        return Map.of(Placa.FIELD, Attributes.of(placa.text()));
    }

    /** Returns the car for an answer, without the attribute that only writes need. */
    private static Map<String, Object> car(Map<String, AttributeValue> item) {
        Map<String, Object> car = Attributes.plain(item);
        car.remove(MARK);
        return car;
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    /** Returns a car's minutes by month. A value that is no number was written past the functions and is left out. */
    private static Map<String, BigDecimal> minutes(Map<String, AttributeValue> car) {
        Map<String, BigDecimal> minutes = new LinkedHashMap<>();
        if (car.containsKey(MINUTES) && car.get(MINUTES).hasM()) {
            Attributes.plain(car.get(MINUTES).m()).forEach((month, value) -> {
                if (value instanceof BigDecimal number) {
                    minutes.put(month, number);
                }
            });
        }
        return minutes;
    }
}

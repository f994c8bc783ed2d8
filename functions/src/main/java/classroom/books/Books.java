package classroom.books;

import classroom.lambda.Conflict;
import classroom.lambda.Environment;
import classroom.lambda.dynamodb.Attributes;
import classroom.lambda.dynamodb.DynamoDb;
import classroom.lambda.dynamodb.Faults;
import classroom.lambda.dynamodb.LostAnswers;
import classroom.lambda.dynamodb.Paging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The books in DynamoDB. Each method is one call of DynamoDB. It throws a refusal for another reason than its
 * condition, and a failed condition that the call itself may have caused ({@link LostAnswers}): it never takes them for
 * absence.
 */
public final class Books {
    /** The environment variable with the table's name. */
    public static final String TABLE_VARIABLE = "BOOKS_TABLE";

    /** The most books that BatchWriteItem takes. */
    static final int BATCH = 25;

    private static final String EXISTS = "attribute_exists(Author)";
    private static final Set<String> FOR_THE_ITEMS = Set.of("ConditionalCheckFailed", "TransactionConflict");

    private final DynamoDbClient dynamoDb;
    private final String table;

    Books(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    static Books fromEnvironment() {
        String table = Environment.require(TABLE_VARIABLE);
        return new Books(DynamoDb.client(), table);
    }

    /** Adds a book. Returns {@code false} when there is one with its key, and changes nothing then. */
    boolean add(Book book) {
        try {
            dynamoDb.putItem(put(book)
                    .conditionExpression("attribute_not_exists(Author)")
                    .build());
            return true;
        } catch (ConditionalCheckFailedException taken) {
            return false;
        }
    }

    /** Puts a book, in place of the one with its key if there is one. */
    void replace(Book book) {
        dynamoDb.putItem(put(book).build());
    }

    private PutItemRequest.Builder put(Book book) {
        return PutItemRequest.builder().tableName(table).item(Attributes.of(book.item()));
    }

    /**
     * Writes at most {@link #BATCH} books and returns the keys of the books that are left: DynamoDB had no capacity for
     * them, or the call was lost, and they may be written. Writing them again does no harm.
     */
    Set<BookKey> putBatch(List<Book> books) {
        List<WriteRequest> writes = new ArrayList<>();
        Set<BookKey> keys = new HashSet<>();
        for (Book book : books) {
            keys.add(book.key());
            writes.add(WriteRequest.builder()
                    .putRequest(PutRequest.builder()
                            .item(Attributes.of(book.item()))
                            .build())
                    .build());
        }
        try {
            Set<BookKey> left = new HashSet<>();
            for (List<WriteRequest> unprocessed : dynamoDb.batchWriteItem(BatchWriteItemRequest.builder()
                            .requestItems(Map.of(table, writes))
                            .build())
                    .unprocessedItems()
                    .values()) {
                for (WriteRequest write : unprocessed) {
                    left.add(BookKey.of(write.putRequest().item()));
                }
            }
            return left;
        } catch (SdkException fault) {
            if (isPassing(fault)) {
                return keys;
            }
            throw fault;
        }
    }

    private static boolean isPassing(SdkException fault) {
        return fault instanceof AwsServiceException refused
                ? refused.isThrottlingException() || refused.statusCode() >= 500
                : fault.getCause() instanceof IOException || fault.getCause() instanceof UncheckedIOException;
    }

    Optional<Map<String, Object>> get(BookKey key, boolean consistent) {
        Map<String, AttributeValue> item = dynamoDb.getItem(GetItemRequest.builder()
                        .tableName(table)
                        .key(key.attributes())
                        .consistentRead(consistent)
                        .build())
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(Attributes.plain(item));
    }

    /** Returns one page of an author's books, by title: {@code {items, count, scanned, capacity, next?}}. */
    Map<String, Object> query(String author, Filter filter, Paging paging) throws IOException {
        Map<String, AttributeValue> values = new HashMap<>(filter.values());
        values.put(":author", Attributes.of(author));
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("Author = :author")
                .expressionAttributeValues(values)
                .limit(paging.limit())
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
        if (!filter.isEmpty()) {
            query.filterExpression(filter.expression());
        }
        if (paging.continues()) {
            String title = BookKey.title(paging.start());
            query.exclusiveStartKey(new BookKey(author, title).attributes());
        }
        QueryResponse page = dynamoDb.query(query.build());
        return paging.page(
                page.items(),
                page.lastEvaluatedKey(),
                BookKey.NAMES,
                Paging.measured(page.scannedCount(), page.consumedCapacity()));
    }

    /** Returns one page of all books: {@code {items, count, scanned, capacity, next?}}. */
    Map<String, Object> scan(Filter filter, Paging paging) throws IOException {
        ScanRequest.Builder scan = ScanRequest.builder()
                .tableName(table)
                .limit(paging.limit())
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
        if (!filter.isEmpty()) {
            scan.filterExpression(filter.expression()).expressionAttributeValues(filter.values());
        }
        if (paging.continues()) {
            scan.exclusiveStartKey(BookKey.of(paging.start()).attributes());
        }
        ScanResponse page = dynamoDb.scan(scan.build());
        return paging.page(
                page.items(),
                page.lastEvaluatedKey(),
                BookKey.NAMES,
                Paging.measured(page.scannedCount(), page.consumedCapacity()));
    }

    /**
     * Rates a book and returns it; empty when there is no such book. When an answer is lost, the SDK sends the update
     * again, and Version counts both.
     */
    Optional<Map<String, Object>> rate(BookKey key, int rating) throws Conflict {
        return update(key, rating, EXISTS, Map.of());
    }

    /**
     * Rates a book that has this {@code version} and returns it; empty when there is no such book. 0 matches a book
     * without Version.
     *
     * @throws Conflict when the version is stale, with the stored book
     */
    Optional<Map<String, Object>> rateIfVersion(BookKey key, int rating, BigDecimal version) throws Conflict {
        return update(key, rating, ifVersion(version), version(version));
    }

    private Optional<Map<String, Object>> update(
            BookKey key, int rating, String condition, Map<String, AttributeValue> conditionValues) throws Conflict {
        Map<String, AttributeValue> values = new HashMap<>(conditionValues);
        values.put(":rating", Attributes.of(rating));
        values.put(":none", Attributes.of(0));
        values.put(":one", Attributes.of(1));
        try {
            return Optional.of(Attributes.plain(dynamoDb.updateItem(UpdateItemRequest.builder()
                            .tableName(table)
                            .key(key.attributes())
                            .updateExpression("SET Rating = :rating, Version = if_not_exists(Version, :none) + :one")
                            .conditionExpression(condition)
                            .expressionAttributeValues(values)
                            .returnValues(ReturnValue.ALL_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                            .build())
                    .attributes()));
        } catch (ConditionalCheckFailedException failed) {
            return absentOrStale(failed);
        } catch (AwsServiceException refused) {
            // The event is valid, so the stored item does not allow it: someone wrote past the functions.
            if ("ValidationException".equals(refused.awsErrorDetails().errorCode())) {
                throw new Conflict(
                        "The stored book cannot be rated: its Version is not a number, or it is full", Map.of());
            }
            throw refused;
        }
    }

    /** Deletes a book and returns it; empty when there was none. */
    Optional<Map<String, Object>> delete(BookKey key) throws Conflict {
        return delete(deletion(key).conditionExpression(EXISTS));
    }

    /**
     * Deletes a book that has this {@code version} and returns it; empty when there was none. 0 matches a book without
     * Version.
     *
     * @throws Conflict when the version is stale, with the stored book
     */
    Optional<Map<String, Object>> deleteIfVersion(BookKey key, BigDecimal version) throws Conflict {
        return delete(
                deletion(key).conditionExpression(ifVersion(version)).expressionAttributeValues(version(version)));
    }

    private DeleteItemRequest.Builder deletion(BookKey key) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(key.attributes())
                .returnValues(ReturnValue.ALL_OLD)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private Optional<Map<String, Object>> delete(DeleteItemRequest.Builder deletion) throws Conflict {
        try {
            return Optional.of(
                    Attributes.plain(dynamoDb.deleteItem(deletion.build()).attributes()));
        } catch (ConditionalCheckFailedException failed) {
            return absentOrStale(failed);
        }
    }

    /** If the condition fails, DynamoDB returns the stored item, if there is one. */
    private static Optional<Map<String, Object>> absentOrStale(ConditionalCheckFailedException failed) throws Conflict {
        if (failed.item().isEmpty()) {
            return Optional.empty();
        }
        throw new Conflict("The book has another Version by now", Attributes.plain(failed.item()));
    }

    private static String ifVersion(BigDecimal version) {
        return version.signum() == 0
                ? EXISTS + " AND (attribute_not_exists(Version) OR Version = :version)"
                : EXISTS + " AND Version = :version";
    }

    private static Map<String, AttributeValue> version(BigDecimal version) {
        return Map.of(":version", Attributes.of(version));
    }

    /**
     * Puts all books of the transaction, or none.
     *
     * @throws TransactionCanceled when the version to check is stale, or another transaction is in the way
     */
    void transact(Transaction transaction) throws TransactionCanceled {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .conditionCheck(ConditionCheck.builder()
                        .tableName(table)
                        .key(transaction.check().attributes())
                        .conditionExpression(ifVersion(transaction.version()))
                        .expressionAttributeValues(version(transaction.version()))
                        .build())
                .build());
        for (Book book : transaction.puts()) {
            items.add(TransactWriteItem.builder()
                    .put(Put.builder()
                            .tableName(table)
                            .item(Attributes.of(book.item()))
                            .build())
                    .build());
        }
        try {
            dynamoDb.transactWriteItems(TransactWriteItemsRequest.builder()
                    .transactItems(items)
                    .clientRequestToken(transaction.token())
                    .build());
        } catch (TransactionCanceledException canceled) {
            throw reasons(canceled, transaction);
        }
    }

    /** Throws a cancellation for another reason than the items' state, such as missing capacity. */
    private static TransactionCanceled reasons(TransactionCanceledException canceled, Transaction transaction) {
        if (!Faults.isCanceledFor(canceled, FOR_THE_ITEMS)) {
            throw canceled;
        }
        List<Map<String, Object>> reasons = new ArrayList<>();
        for (CancellationReason cancellation : canceled.cancellationReasons()) {
            int put = reasons.size() - 1;
            BookKey key =
                    put < 0 ? transaction.check() : transaction.puts().get(put).key();
            Map<String, Object> reason = new LinkedHashMap<>();
            reason.put("item", put < 0 ? "check" : "put[" + put + "]");
            reason.put(BookKey.AUTHOR, key.author());
            reason.put(BookKey.TITLE, key.title());
            reason.put("code", cancellation.code());
            if (cancellation.message() != null) {
                reason.put("message", cancellation.message());
            }
            reasons.add(reason);
        }
        return new TransactionCanceled(reasons);
    }
}

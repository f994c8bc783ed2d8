package classroom.lambda.dynamodb;

import classroom.lambda.BadRequest;
import classroom.lambda.Event;
import classroom.lambda.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/**
 * The fields {@code limit} and {@code next} of an event: how many items to read, and after which key to go on.
 *
 * <p>A token is the base64url of a digest and the last key that was read. The digest covers the key and the query, so a
 * token that was cut, changed or taken from another function or query is refused. The token needs no secret: it only
 * says where to go on, and a function reads no further than its query.
 */
public final class Paging {
    public static final int MAX_LIMIT = 1_000;
    public static final int DEFAULT_LIMIT = 100;

    private static final String LIMIT = "limit";
    private static final String NEXT = "next";
    private static final int DIGEST = 16;

    /**
     * The bytes of an answer's 6 MB that its items may take. A page of 1 MB that is full of control characters has
     * seven times as many as JSON in a JSON text.
     */
    private static final long MAX_ITEMS_SIZE = 5_500_000;

    private final Event event;
    private final List<String> query;
    private final int limit;

    private Paging(Event event, List<String> query, int limit) {
        this.event = event;
        this.query = query;
        this.limit = limit;
    }

    /** @param query the function, and what decides which items it reads: a token is good for an equal query only */
    public static Paging of(Event event, List<String> query) {
        int limit = event.has(LIMIT) ? event.integer(LIMIT, 1, MAX_LIMIT) : DEFAULT_LIMIT;
        return new Paging(event, query, limit);
    }

    public int limit() {
        return limit;
    }

    /** Whether the event continues from a token. Otherwise it starts at the beginning. */
    public boolean continues() {
        return event.has(NEXT);
    }

    /** Returns the key to go on after, which {@link #page} put into the token. */
    public Event start() throws IOException {
        String token = event.text(NEXT);
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            throw foreign();
        }
        byte[] key = Arrays.copyOfRange(bytes, Math.min(DIGEST, bytes.length), bytes.length);
        if (!token.equals(token(key))) {
            throw foreign();
        }
        try {
            return Event.readAt(NEXT, new ByteArrayInputStream(key));
        } catch (BadRequest forged) {
            throw foreign();
        }
    }

    /**
     * Returns one page as the function answers it: {@code {items, count, …measured, next?}}.
     *
     * @param items the items that DynamoDB returned
     * @param lastKey the key at which DynamoDB stopped, empty at the end
     * @param keyNames the attributes that make a key
     * @param measured further fields
     */
    public Map<String, Object> page(
            List<Map<String, AttributeValue>> items,
            Map<String, AttributeValue> lastKey,
            List<String> keyNames,
            Map<String, Object> measured) {
        List<Map<String, Object>> answered = new ArrayList<>();
        Map<String, Object> next = Attributes.plain(lastKey);
        long size = 0;
        for (Map<String, AttributeValue> item : items) {
            Map<String, Object> plain = Attributes.plain(item);
            size += Json.sizeInText(plain);
            if (size > MAX_ITEMS_SIZE && !answered.isEmpty()) {
                next = new TreeMap<>(answered.get(answered.size() - 1));
                next.keySet().retainAll(keyNames);
                break;
            }
            answered.add(plain);
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("items", answered);
        page.put("count", answered.size());
        page.putAll(measured);
        if (!next.isEmpty()) {
            page.put(NEXT, token(Json.text(next).getBytes(StandardCharsets.UTF_8)));
        }
        return page;
    }

    /** Returns the measures of a read: {@code {scanned, capacity}}. */
    public static Map<String, Object> measured(int scanned, ConsumedCapacity capacity) {
        Map<String, Object> measured = new LinkedHashMap<>();
        measured.put("scanned", scanned);
        measured.put("capacity", new BigDecimal(capacity.capacityUnits()).stripTrailingZeros());
        return measured;
    }

    private BadRequest foreign() {
        return event.refuse(NEXT, "must be what this function answered to the same query");
    }

    private String token(byte[] key) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        digest.update(Json.text(query).getBytes(StandardCharsets.UTF_8));
        byte[] token = Arrays.copyOf(digest.digest(key), DIGEST + key.length);
        System.arraycopy(key, 0, token, DIGEST, key.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}

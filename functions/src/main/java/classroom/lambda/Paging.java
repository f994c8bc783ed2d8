package classroom.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The fields {@code limit} and {@code next} of an event: how many items to read, and after which key to go on.
 *
 * <p>A token is the base64url of a digest and the last key that was read. The digest covers the key and the query that
 * the token belongs to, so one that was cut, changed or taken from another function or query is refused. It is no
 * secret and needs none: a token only says where to go on, and every function reads no further than its query.
 */
public final class Paging {
    public static final int MAX_LIMIT = 1_000;
    public static final int DEFAULT_LIMIT = 100;

    private static final String LIMIT = "limit";
    private static final String NEXT = "next";
    private static final int DIGEST = 16;

    private final Event event;
    private final List<String> query;
    private final int limit;

    private Paging(Event event, List<String> query, int limit) {
        this.event = event;
        this.query = query;
        this.limit = limit;
    }

    /** @param query what a token is good for: the function and whatever decides which items it reads */
    public static Paging of(Event event, List<String> query) {
        int limit = event.has(LIMIT) ? event.integer(LIMIT, 1, MAX_LIMIT) : DEFAULT_LIMIT;
        return new Paging(event, query, limit);
    }

    public int limit() {
        return limit;
    }

    /** Whether the event goes on from a token; otherwise it starts at the beginning. */
    public boolean continues() {
        return event.has(NEXT);
    }

    /** The key to go on after, as it was given to {@link #next}. */
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

    /** The token for going on after {@code key}. */
    public String next(Map<String, AttributeValue> key) {
        return token(Json.text(Attributes.plain(key)).getBytes(StandardCharsets.UTF_8));
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

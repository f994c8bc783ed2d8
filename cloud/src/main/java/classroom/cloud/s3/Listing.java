package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Xml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One page of a bucket's objects (Amazon S3 API Reference, ListObjectsV2).
 *
 * <p>The continuation token is the last item of the page before, marked as a key or as a common prefix.
 */
final class Listing {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int MOST = 1000;

    private final Bucket bucket;
    private final Map<String, String> query;
    private final String prefix;
    private final String delimiter;
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<String> commonPrefixes = new ArrayList<>();
    private final int most;
    private String next;

    /**
     * The page that a request asks for.
     *
     * @param query the request's parameters
     * @throws AwsError {@code InvalidArgument} if one of them cannot be
     */
    Listing(Bucket bucket, Map<String, String> query) {
        this.bucket = bucket;
        this.query = query;
        prefix = query.getOrDefault("prefix", "");
        delimiter = query.getOrDefault("delimiter", "");
        most = most(query);
        String encoding = query.getOrDefault("encoding-type", "");
        if (!encoding.isEmpty() && !encoding.equals("url")) {
            throw invalid("Invalid Encoding Method specified in Request");
        }
        if (most > 0) {
            fill();
        }
    }

    /** How many items a page may have. */
    static int most(Map<String, String> query) {
        String text = query.getOrDefault("max-keys", Integer.toString(MOST));
        if (!text.matches("\\d{1,9}")) {
            throw invalid("Provided max-keys not an integer or within integer range");
        }
        return Math.min(MOST, Integer.parseInt(text));
    }

    private void fill() {
        String token = query.containsKey("continuation-token") ? decode(query.get("continuation-token")) : "";
        String last = token.isEmpty() ? query.getOrDefault("start-after", "") : token.substring(1);
        String shown = token.startsWith("P") ? last : null;
        String from = Bucket.UTF_8.compare(last, prefix) > 0 ? last : prefix;
        for (StoredObject object : bucket.from(from)) {
            String key = object.key();
            if (!key.startsWith(prefix)) {
                break;
            }
            if (key.equals(last) || shown != null && key.startsWith(shown)) {
                continue;
            }
            if (objects.size() + commonPrefixes.size() == most) {
                next = encode(
                        shown == null ? "K" + objects.get(objects.size() - 1).key() : "P" + shown);
                return;
            }
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end < 0) {
                objects.add(object);
                shown = null;
            } else {
                shown = key.substring(0, end + delimiter.length());
                commonPrefixes.add(shown);
            }
        }
    }

    String xml() {
        UnaryOperator<String> encoded =
                query.containsKey("encoding-type") ? Listing::percentEncoded : UnaryOperator.identity();
        Xml xml = new Xml()
                .open("ListBucketResult", S3Api.NAMESPACE)
                .element("Name", bucket.name())
                .element("Prefix", encoded.apply(prefix));
        if (!delimiter.isEmpty()) {
            xml.element("Delimiter", encoded.apply(delimiter));
        }
        for (var echoed : Map.of("continuation-token", "ContinuationToken", "encoding-type", "EncodingType")
                .entrySet()) {
            if (query.containsKey(echoed.getKey())) {
                xml.element(echoed.getValue(), query.get(echoed.getKey()));
            }
        }
        if (query.containsKey("start-after")) {
            xml.element("StartAfter", encoded.apply(query.get("start-after")));
        }
        xml.element("MaxKeys", Integer.toString(most))
                .element("KeyCount", Integer.toString(objects.size() + commonPrefixes.size()))
                .element("IsTruncated", Boolean.toString(next != null));
        if (next != null) {
            xml.element("NextContinuationToken", next);
        }
        for (StoredObject object : objects) {
            xml.open("Contents")
                    .element("Key", encoded.apply(object.key()))
                    .element("LastModified", TIME.format(object.modified()))
                    .element("ETag", object.etag())
                    .element("Size", Long.toString(object.body().size()))
                    .element("StorageClass", "STANDARD");
            if (query.getOrDefault("fetch-owner", "").equals("true")) {
                S3Api.owner(xml);
            }
            xml.close("Contents");
        }
        for (String common : commonPrefixes) {
            xml.open("CommonPrefixes").element("Prefix", encoded.apply(common)).close("CommonPrefixes");
        }
        return xml.close("ListBucketResult").toString();
    }

    /** As S3 writes a key with {@code encoding-type=url}: slashes stay. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String encode(String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith("K") || text.startsWith("P")) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw invalid("The continuation token provided is incorrect");
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidArgument", message);
    }
}

package classroom.cloud.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket with its objects, which are in the order of their keys' UTF-8 bytes, as S3 lists them. */
final class Bucket {
    static final Comparator<String> UTF_8 =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final String name;
    private final Instant created;
    private final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(UTF_8);
    private volatile Map<String, String> tags;
    private volatile String policy;

    Bucket(String name, Instant created, Map<String, String> tags) {
        this.name = name;
        this.created = created;
        this.tags = Map.copyOf(tags);
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    Map<String, String> tags() {
        return tags;
    }

    void retag(Map<String, String> others) {
        tags = Map.copyOf(others);
    }

    /** The policy document that stands on it, as text. */
    Optional<String> policy() {
        return Optional.ofNullable(policy);
    }

    void setPolicy(String document) {
        policy = document;
    }

    void removePolicy() {
        policy = null;
    }

    void put(StoredObject object) {
        objects.put(object.key(), object);
    }

    Optional<StoredObject> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** Whether there was one. */
    boolean delete(String key) {
        return objects.remove(key) != null;
    }

    void clear() {
        objects.clear();
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** The objects whose key is this one or comes after it. */
    Collection<StoredObject> from(String key) {
        return objects.tailMap(key, true).values();
    }
}

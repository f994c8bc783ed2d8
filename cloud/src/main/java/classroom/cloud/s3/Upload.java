package classroom.cloud.s3;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** An upload in parts that is not completed yet. */
final class Upload {
    private final String bucket;
    private final String key;
    private final Map<String, String> headers;
    private final Checksum checksum;
    private final boolean wholeObject;
    private final SortedMap<Integer, Part> parts = new ConcurrentSkipListMap<>();

    /** One part. */
    record Part(Body body, Map<Checksum, String> checksums) {}

    /**
     * A new upload.
     *
     * @param headers what the object is to be returned with
     * @param checksum which one its parts are to have, {@code null} for none
     * @param wholeObject whether the object gets a checksum of its bytes, not one of its parts' checksums
     */
    Upload(String bucket, String key, Map<String, String> headers, Checksum checksum, boolean wholeObject) {
        this.bucket = bucket;
        this.key = key;
        this.headers = Map.copyOf(headers);
        this.checksum = checksum;
        this.wholeObject = wholeObject;
    }

    String bucket() {
        return bucket;
    }

    String key() {
        return key;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<Checksum> checksum() {
        return Optional.ofNullable(checksum);
    }

    boolean isWholeObject() {
        return wholeObject;
    }

    SortedMap<Integer, Part> parts() {
        return parts;
    }
}

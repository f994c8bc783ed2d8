package classroom.cloud.s3;

import java.time.Instant;
import java.util.Map;

/**
 * An object of a bucket.
 *
 * @param headers what it is returned with, by lower-case name: its ETag, and what its owner gave it, such as
 *     {@code content-type} and {@code x-amz-meta-…}
 */
record StoredObject(String key, Body body, Instant modified, Map<String, String> headers) {

    /** In quotation marks, as it stands everywhere. */
    String etag() {
        return headers.get("etag");
    }
}

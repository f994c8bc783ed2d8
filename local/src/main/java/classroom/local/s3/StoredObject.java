package classroom.local.s3;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * An object of a bucket.
 *
 * @param body the file that holds its bytes; it is never written again
 * @param etag the MD5 of the bytes in hexadecimal, as S3 has it for an object that was not uploaded in parts
 * @param headers what its owner gave it to be returned with it, by lower-case name, such as {@code content-type} and
 *     {@code x-amz-meta-…}
 */
record StoredObject(String key, Path body, long size, String etag, Instant modified, Map<String, String> headers) {}

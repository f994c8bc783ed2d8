package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A body in chunks of {@code aws-chunked}, with or without signatures, and the headers that trail it (Amazon S3 API
 * Reference, "Signature calculations for the authorization header: transferring payload in multiple chunks").
 * Signatures are read over: the class verifies none.
 *
 * @param content the bytes without their framing
 * @param trailers header values by lower-case name
 */
record AwsChunked(byte[] content, Map<String, String> trailers) {

    /** @throws AwsError {@code IncompleteBody} or {@code MalformedTrailerError} if the framing is broken */
    static AwsChunked decode(byte[] body) {
        Cursor cursor = new Cursor(body);
        ByteArrayOutputStream content = new ByteArrayOutputStream(body.length);
        int size = cursor.chunkSize();
        while (size > 0) {
            cursor.copy(size, content);
            size = cursor.chunkSize();
        }
        Map<String, String> trailers = new LinkedHashMap<>();
        for (String line = cursor.line(); !line.isEmpty(); line = cursor.line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw malformedTrailer();
            }
            trailers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new AwsChunked(content.toByteArray(), trailers);
    }

    static AwsError malformedTrailer() {
        return new AwsError(
                400,
                "MalformedTrailerError",
                "The request contained trailing data that was not well-formed or did not conform to our published"
                        + " schema.");
    }

    static AwsError incomplete() {
        return new AwsError(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }

    private static final class Cursor {
        private final byte[] body;
        private int at;

        Cursor(byte[] body) {
            this.body = body;
        }

        /** The size in a chunk's first line, {@code HEX[;chunk-signature=…]}. */
        int chunkSize() {
            if (at >= body.length) {
                throw incomplete();
            }
            String line = line();
            int semicolon = line.indexOf(';');
            try {
                int size = Integer.parseInt(semicolon < 0 ? line : line.substring(0, semicolon), 16);
                if (size >= 0) {
                    return size;
                }
            } catch (NumberFormatException e) {
                // No more is known of it than of a negative one.
            }
            throw incomplete();
        }

        void copy(int size, ByteArrayOutputStream to) {
            if (size > body.length - at) {
                throw incomplete();
            }
            to.write(body, at, size);
            at += size;
            if (!line().isEmpty()) {
                throw incomplete();
            }
        }

        /** The bytes up to the next line feed, or to the end; without the carriage return before it. */
        String line() {
            int from = at;
            while (at < body.length && body[at] != '\n') {
                at++;
            }
            int to = at > from && body[at - 1] == '\r' ? at - 1 : at;
            at = Math.min(at + 1, body.length);
            return new String(body, from, to - from, StandardCharsets.UTF_8);
        }
    }
}

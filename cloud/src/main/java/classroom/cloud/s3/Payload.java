package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request carries, held to every length and checksum that came with it.
 *
 * @param content the bytes, out of whatever framing they came in
 * @param checksums those that the sender gave
 */
record Payload(byte[] content, Map<Checksum, String> checksums) {

    /** @throws AwsError {@code BadDigest} and its like if the bytes are not those that the sender meant to send */
    static Payload of(Call call) {
        String hash = call.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD");
        boolean streamed = hash.startsWith("STREAMING-");
        AwsChunked body = streamed ? AwsChunked.decode(call.body()) : new AwsChunked(call.body(), Map.of());
        byte[] content = body.content();
        if (streamed) {
            checkLength(call, content);
            checkTrailers(call, body.trailers());
        } else if (!hash.equals("UNSIGNED-PAYLOAD")
                && !hash.equalsIgnoreCase(
                        HexFormat.of().formatHex(Buckets.digest("SHA-256").digest(content)))) {
            throw new AwsError(
                    400,
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        checkMd5(call, content);
        Map<Checksum, String> checksums = new EnumMap<>(Checksum.class);
        for (Checksum checksum : Checksum.values()) {
            String header = checksum.header();
            Optional.ofNullable(body.trailers().get(header))
                    .or(() -> call.header(header))
                    .ifPresent(value -> {
                        check(checksum, value, content);
                        checksums.put(checksum, value);
                    });
        }
        return new Payload(content, checksums);
    }

    private static void checkLength(Call call, byte[] content) {
        String length = call.header("x-amz-decoded-content-length")
                .orElseThrow(() ->
                        new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header."));
        if (!length.equals(Integer.toString(content.length))) {
            throw AwsChunked.incomplete();
        }
    }

    /** What {@code x-amz-trailer} announces must come. */
    private static void checkTrailers(Call call, Map<String, String> trailers) {
        for (String announced : call.header("x-amz-trailer").orElse("").split(",")) {
            String name = announced.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !trailers.containsKey(name)) {
                throw AwsChunked.malformedTrailer();
            }
        }
    }

    private static void checkMd5(Call call, byte[] content) {
        call.header("content-md5").ifPresent(given -> {
            if (!given.equals(
                    Base64.getEncoder().encodeToString(Buckets.digest("MD5").digest(content)))) {
                throw new AwsError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
            }
        });
    }

    private static void check(Checksum checksum, String given, byte[] content) {
        if (!given.equals(checksum.of(content))) {
            throw badDigest(checksum);
        }
    }

    static AwsError badDigest(Checksum checksum) {
        return new AwsError(
                400, "BadDigest", "The " + checksum + " you specified did not match the calculated checksum.");
    }
}

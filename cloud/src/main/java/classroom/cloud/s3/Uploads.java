package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.s3.Upload.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uploads in parts, as the CDK CLI makes them of every asset over 5 MB (Amazon S3 User Guide, "Uploading and copying
 * objects using multipart upload").
 */
final class Uploads {
    /** "Amazon S3 multipart upload limits"; the last part may be smaller. */
    private static final long SMALLEST_PART = 5L << 20;

    private static final int MOST_PARTS = 10_000;

    /** An object is read whole when it is asked for; Lambda's packages are no larger. */
    private static final long LARGEST = 256L << 20;

    private final Buckets buckets;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    Uploads(Buckets buckets) {
        this.buckets = buckets;
    }

    /** Starts one and returns its id. */
    String start(Upload upload) {
        buckets.bucket(upload.bucket());
        Buckets.checkKey(upload.key());
        String id = UUID.randomUUID().toString();
        uploads.put(id, upload);
        return id;
    }

    /** @throws AwsError {@code NoSuchUpload} */
    Upload find(S3Request request) {
        Upload upload = uploads.get(request.query().get("uploadId"));
        if (upload == null
                || !upload.bucket().equals(request.bucket())
                || !upload.key().equals(request.key())) {
            throw new AwsError(
                    404,
                    "NoSuchUpload",
                    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                            + " aborted or completed.");
        }
        return upload;
    }

    Part put(Upload upload, String number, Payload payload) {
        if (!number.matches("\\d{1,5}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > MOST_PARTS) {
            throw new AwsError(
                    400,
                    "InvalidArgument",
                    "Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive");
        }
        Map<Checksum, String> checksums = new LinkedHashMap<>(payload.checksums());
        upload.checksum().ifPresent(kind -> checksums.putIfAbsent(kind, kind.of(payload.content())));
        Part part = new Part(buckets.keepForNow(payload.content()), checksums);
        Part before = upload.parts().put(Integer.parseInt(number), part);
        if (before != null) {
            buckets.discard(before.body());
        }
        return part;
    }

    void abort(String id) {
        Upload upload = uploads.remove(id);
        if (upload != null) {
            upload.parts().values().forEach(part -> buckets.discard(part.body()));
        }
    }

    /**
     * Makes the object of the parts that the sender names.
     *
     * @throws AwsError {@code InvalidPart}, {@code InvalidPartOrder}, {@code EntityTooSmall} or {@code BadDigest}
     */
    StoredObject complete(String id, Upload upload, List<XmlRequest> named, Map<Checksum, String> expected) {
        List<Part> parts = parts(upload, named);
        Body body = buckets.keep(joined(parts));
        Map<String, String> headers = new LinkedHashMap<>(upload.headers());
        headers.put("etag", '"' + etag(parts) + '"');
        upload.checksum().ifPresent(kind -> {
            String value = upload.isWholeObject() ? whole(kind, body) : composite(kind, parts);
            String given = expected.getOrDefault(kind, value);
            if (!given.equals(value)) {
                throw Payload.badDigest(kind);
            }
            headers.put(kind.header(), value);
            headers.put("x-amz-checksum-type", upload.isWholeObject() ? "FULL_OBJECT" : "COMPOSITE");
        });
        StoredObject object = buckets.put(upload.bucket(), upload.key(), body, headers);
        abort(id);
        return object;
    }

    private static List<Part> parts(Upload upload, List<XmlRequest> named) {
        if (named.isEmpty()) {
            throw XmlRequest.malformed();
        }
        List<Part> parts = new ArrayList<>();
        long size = 0;
        int before = 0;
        for (XmlRequest one : named) {
            String text = one.required("PartNumber");
            int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
            if (number <= before) {
                throw new AwsError(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            before = number;
            Part part = upload.parts().get(number);
            if (part == null
                    || !one.required("ETag")
                            .replace("\"", "")
                            .equals(part.body().md5())
                    || !matches(one, part)) {
                throw new AwsError(
                        400,
                        "InvalidPart",
                        "One or more of the specified parts could not be found. The part may not have been uploaded,"
                                + " or the specified entity tag may not match the part's entity tag.");
            }
            if (!parts.isEmpty() && parts.get(parts.size() - 1).body().size() < SMALLEST_PART) {
                throw new AwsError(
                        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            }
            parts.add(part);
            size += part.body().size();
        }
        if (size > LARGEST) {
            throw new AwsError(
                    400,
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size; the local class keeps objects of up to "
                            + LARGEST + " bytes");
        }
        return parts;
    }

    private static boolean matches(XmlRequest named, Part part) {
        return part.checksums().entrySet().stream()
                .allMatch(known -> named.text(known.getKey().element())
                        .map(known.getValue()::equals)
                        .orElse(true));
    }

    private static InputStream joined(List<Part> parts) {
        return new SequenceInputStream(Collections.enumeration(
                parts.stream().map(part -> open(part.body())).toList()));
    }

    private static InputStream open(Body body) {
        try {
            return Files.newInputStream(body.file());
        } catch (IOException e) {
            throw new UncheckedIOException("a part cannot be read", e);
        }
    }

    /** The MD5 of the parts' MD5s and their number, as S3 makes it. */
    private static String etag(List<Part> parts) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        parts.forEach(
                part -> digests.writeBytes(HexFormat.of().parseHex(part.body().md5())));
        return HexFormat.of().formatHex(Buckets.digest("MD5").digest(digests.toByteArray())) + "-" + parts.size();
    }

    private static String composite(Checksum kind, List<Part> parts) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        parts.forEach(part ->
                values.writeBytes(Base64.getDecoder().decode(part.checksums().get(kind))));
        return kind.of(values.toByteArray()) + "-" + parts.size();
    }

    private static String whole(Checksum kind, Body body) {
        Checksum.Running running = kind.start();
        try (InputStream in = open(body)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                running.update(buffer, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an object cannot be read", e);
        }
        return Base64.getEncoder().encodeToString(running.value());
    }
}

package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Xml;
import classroom.cloud.s3.Upload.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What S3 does with one object: whole, in ranges and in parts. Who may do it has been decided. */
final class ObjectOperations {
    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What an object's owner gives it to be returned with it. */
    private static final Set<String> KEPT = Set.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");

    private static final String METADATA = "x-amz-meta-";

    private final Buckets buckets;
    private final Uploads uploads;

    ObjectOperations(Buckets buckets) {
        this.buckets = buckets;
        this.uploads = new Uploads(buckets);
    }

    Reply deleteObject(S3Request request) {
        Bucket bucket = buckets.bucket(request.bucket());
        checkConditions(request.call(), bucket.find(request.key()).orElse(null));
        bucket.delete(request.key());
        return S3Api.reply(204, Map.of());
    }

    Reply abortUpload(S3Request request) {
        upload(request);
        uploads.abort(request.query().get("uploadId"));
        return S3Api.reply(204, Map.of());
    }

    Reply putObject(S3Request request) {
        Call call = request.call();
        Bucket bucket = buckets.bucket(request.bucket());
        Payload payload = Payload.of(call);
        Body body = buckets.keep(new ByteArrayInputStream(payload.content()));
        Map<String, String> headers = kept(call);
        headers.put("etag", '"' + body.md5() + '"');
        payload.checksums().forEach((kind, value) -> headers.put(kind.header(), value));
        if (!payload.checksums().isEmpty()) {
            headers.put("x-amz-checksum-type", "FULL_OBJECT");
        }
        synchronized (bucket) {
            checkConditions(call, bucket.find(request.key()).orElse(null));
            buckets.put(request.bucket(), request.key(), body, headers);
        }
        headers.keySet().removeIf(name -> KEPT.contains(name) || name.startsWith(METADATA));
        return S3Api.reply(200, headers);
    }

    /** What the object is to be returned with; the framing of {@code aws-chunked} is no part of it. */
    private static Map<String, String> kept(Call call) {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("content-type", "binary/octet-stream");
        call.headers().forEach((name, value) -> {
            if (KEPT.contains(name) || name.startsWith(METADATA)) {
                kept.put(name, value);
            }
        });
        String encodings = kept.getOrDefault("content-encoding", "")
                .replaceAll("(?i)\\s*aws-chunked\\s*,?", "")
                .strip();
        kept.remove("content-encoding");
        if (!encodings.isEmpty()) {
            kept.put("content-encoding", encodings);
        }
        kept.put(S3Api.ENCRYPTION, "AES256");
        return kept;
    }

    /**
     * {@code If-Match} and {@code If-None-Match} (Amazon S3 User Guide, "Conditional requests").
     *
     * @param object {@code null} if there is none
     */
    private static void checkConditions(Call call, StoredObject object) {
        boolean reading = call.method().equals("GET") || call.method().equals("HEAD");
        call.header("if-match").ifPresent(wanted -> {
            if (object == null && !reading) {
                throw noSuchKey();
            }
            if (object == null || !names(wanted, object)) {
                throw preconditionFailed();
            }
        });
        call.header("if-none-match").ifPresent(unwanted -> {
            if (object != null && names(unwanted, object)) {
                throw reading ? new AwsError(304, "NotModified", "Not Modified") : preconditionFailed();
            }
        });
    }

    private static boolean names(String etags, StoredObject object) {
        return etags.equals("*")
                || Arrays.stream(etags.split(","))
                        .map(each -> each.strip().replace("\"", ""))
                        .anyMatch(object.etag().replace("\"", "")::equals);
    }

    private static AwsError preconditionFailed() {
        return new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    }

    private static AwsError noSuchKey() {
        return new AwsError(404, "NoSuchKey", "The specified key does not exist.");
    }

    Reply getObject(S3Request request) {
        Call call = request.call();
        StoredObject object =
                buckets.bucket(request.bucket()).find(request.key()).orElseThrow(ObjectOperations::noSuchKey);
        checkConditions(call, object);
        Map<String, String> headers = new LinkedHashMap<>(object.headers());
        headers.put("accept-ranges", "bytes");
        headers.put("last-modified", HTTP_TIME.format(object.modified()));
        byte[] body = read(object.body());
        Matcher range = RANGE.matcher(call.header("range").orElse(""));
        boolean part = range.matches() && !range.group().equals("bytes=-");
        if (part || !call.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED")) {
            headers.keySet().removeIf(name -> name.startsWith("x-amz-checksum-"));
        }
        if (!part) {
            return new Reply(200, headers, body); // For HEAD the server keeps the body back.
        }
        boolean last = range.group(1).isEmpty();
        long from = last ? Math.max(0, body.length - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long to = last || range.group(2).isEmpty()
                ? body.length - 1L
                : Math.min(body.length - 1L, Long.parseLong(range.group(2)));
        if (from > to) {
            throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable");
        }
        headers.put("content-range", "bytes " + from + "-" + to + "/" + body.length);
        return new Reply(206, headers, Arrays.copyOfRange(body, (int) from, (int) to + 1));
    }

    private static byte[] read(Body body) {
        try {
            return Files.readAllBytes(body.file());
        } catch (IOException e) {
            throw new UncheckedIOException("an object cannot be read", e);
        }
    }

    Reply startUpload(S3Request request) {
        Call call = request.call();
        Optional<String> named = call.header("x-amz-checksum-algorithm");
        Checksum checksum = named.map(name -> Checksum.named(name)
                        .orElseThrow(() -> new AwsError(
                                400,
                                "InvalidRequest",
                                "Checksum algorithm provided is unsupported. Please try again with any of the valid"
                                        + " types: " + new TreeSet<>(List.of(Checksum.values())))))
                .orElse(null);
        boolean whole =
                call.header("x-amz-checksum-type").map("FULL_OBJECT"::equals).orElse(checksum == Checksum.CRC64NVME);
        if (checksum != null && whole && !checksum.isCrc() || checksum == Checksum.CRC64NVME && !whole) {
            throw new AwsError(
                    400,
                    "InvalidRequest",
                    "The " + (whole ? "FULL_OBJECT" : "COMPOSITE") + " checksum type cannot be used with the "
                            + checksum + " checksum algorithm.");
        }
        String id = uploads.start(new Upload(request.bucket(), request.key(), kept(call), checksum, whole));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(S3Api.ENCRYPTION, "AES256");
        if (checksum != null) {
            headers.put("x-amz-checksum-algorithm", checksum.name());
            headers.put("x-amz-checksum-type", whole ? "FULL_OBJECT" : "COMPOSITE");
        }
        Reply reply = S3Api.xml(new Xml()
                .open("InitiateMultipartUploadResult", S3Api.NAMESPACE)
                .element("Bucket", request.bucket())
                .element("Key", request.key())
                .element("UploadId", id)
                .close("InitiateMultipartUploadResult"));
        headers.putAll(reply.headers());
        return new Reply(200, headers, reply.body());
    }

    private Upload upload(S3Request request) {
        buckets.bucket(request.bucket());
        return uploads.find(request);
    }

    Reply uploadPart(S3Request request) {
        Upload upload = upload(request);
        Part part = uploads.put(upload, request.query().get("partNumber"), Payload.of(request.call()));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("etag", '"' + part.body().md5() + '"');
        headers.put(S3Api.ENCRYPTION, "AES256");
        part.checksums().forEach((kind, value) -> headers.put(kind.header(), value));
        return S3Api.reply(200, headers);
    }

    Reply completeUpload(S3Request request) {
        Upload upload = upload(request);
        Call call = request.call();
        checkConditions(
                call, buckets.bucket(request.bucket()).find(request.key()).orElse(null));
        Map<Checksum, String> expected = new LinkedHashMap<>();
        for (Checksum kind : Checksum.values()) {
            call.header(kind.header()).ifPresent(value -> expected.put(kind, value));
        }
        List<XmlRequest> parts =
                XmlRequest.parse(call.body(), "CompleteMultipartUpload").each("Part");
        StoredObject object = uploads.complete(request.query().get("uploadId"), upload, parts, expected);
        Xml xml = new Xml()
                .open("CompleteMultipartUploadResult", S3Api.NAMESPACE)
                .element("Location", "http://" + call.header("host").orElse("127.0.0.1") + call.path())
                .element("Bucket", request.bucket())
                .element("Key", request.key())
                .element("ETag", object.etag());
        for (Checksum kind : Checksum.values()) {
            xml.optional(kind.element(), object.headers().get(kind.header()));
        }
        xml.optional("ChecksumType", object.headers().get("x-amz-checksum-type"));
        return S3Api.xml(xml.close("CompleteMultipartUploadResult"));
    }
}

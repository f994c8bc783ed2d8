package classroom.local.s3;

import classroom.local.gateway.AwsError;
import classroom.local.gateway.Call;
import classroom.local.gateway.Protocol;
import classroom.local.gateway.Reply;
import classroom.local.gateway.Service;
import classroom.local.gateway.Xml;
import classroom.local.iam.Authorizer;
import classroom.local.iam.Identities;
import classroom.local.s3.Upload.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

/**
 * S3's REST API in path style, as far as the CDK CLI and {@code aws s3} use it on buckets of their own (Amazon S3 API
 * Reference). What else S3 knows is answered {@code NotImplemented}: another operation, parameter or header with a
 * meaning that is not carried out here.
 *
 * <p>Buckets have no versions. Objects are told to be encrypted by S3, as every object is since 2023; they are not.
 */
public final class S3Api implements Service {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What an object's owner gives it to be returned with it. */
    private static final Set<String> KEPT = Set.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");

    private static final String METADATA = "x-amz-meta-";

    private static final String ENCRYPTION = "x-amz-server-side-encryption";

    /** Headers that would change what a request does, were they read. */
    private static final List<String> UNREAD = List.of(
            "if-modified-since",
            "if-range",
            "if-unmodified-since",
            "x-amz-bypass-governance-retention",
            "x-amz-copy-source",
            "x-amz-grant-",
            "x-amz-mfa",
            "x-amz-object-lock-",
            ENCRYPTION + "-",
            "x-amz-tagging",
            "x-amz-website-redirect-location",
            "x-amz-write-offset-bytes");

    private final Buckets buckets;
    private final Uploads uploads;
    private final Authorizer authorizer;
    private final String region;

    public S3Api(Buckets buckets, Authorizer authorizer, String region) {
        this.buckets = buckets;
        this.uploads = new Uploads(buckets);
        this.authorizer = authorizer;
        this.region = region;
    }

    @Override
    public String signingName() {
        return "s3";
    }

    @Override
    public Reply answer(Call call) {
        Request request = request(call);
        refuseUnread(call);
        Reply reply = request.key().isEmpty() ? ofBucket(request) : ofObject(request);
        return withId(call, reply);
    }

    @Override
    public Reply error(Call call, AwsError error) {
        Reply reply = Protocol.restXmlError(call, error);
        boolean bodyless = call.method().equals("HEAD") || reply.status() == 304;
        return withId(call, bodyless ? new Reply(reply.status(), reply.headers(), new byte[0]) : reply);
    }

    private static Reply withId(Call call, Reply reply) {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put("x-amz-request-id", call.requestId());
        return new Reply(reply.status(), headers, reply.body());
    }

    /** A request with its path taken apart: no bucket and key are empty. */
    private record Request(Call call, String bucket, String key, Map<String, String> query) {

        /** Method and sub-resource, such as {@code GET} and {@code GET location}; no parameter but these is there. */
        boolean is(String method, String... parameters) {
            return call.method().equals(method) && Arrays.asList(parameters).containsAll(query.keySet());
        }

        boolean has(String method, String parameter, String... others) {
            return query.containsKey(parameter)
                    && call.method().equals(method)
                    && query.keySet().stream()
                            .allMatch(name -> name.equals(parameter)
                                    || Arrays.asList(others).contains(name));
        }
    }

    private static Request request(Call call) {
        String path = call.path().startsWith("/") ? call.path().substring(1) : call.path();
        int slash = path.indexOf('/');
        Map<String, String> query = new LinkedHashMap<>(Protocol.query(call));
        query.remove("x-id"); // The operation's name, for those who read logs.
        return new Request(
                call,
                decode(slash < 0 ? path : path.substring(0, slash)),
                slash < 0 ? "" : decode(path.substring(slash + 1)),
                query);
    }

    /** Percent-decoded; a plus sign in a path is one. */
    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
        }
    }

    private static void refuseUnread(Call call) {
        for (String name : call.headers().keySet()) {
            if (UNREAD.stream().anyMatch(name::startsWith)) {
                throw notImplemented();
            }
        }
        String encryption = call.header(ENCRYPTION).orElse("AES256");
        String acl = call.header("x-amz-acl").orElse("private");
        if (!acl.equals("private") && !acl.equals("bucket-owner-full-control")) {
            throw new AwsError(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
        if (!encryption.equals("AES256")
                || !call.header("x-amz-storage-class").orElse("STANDARD").equals("STANDARD")) {
            throw notImplemented();
        }
    }

    /** In S3's own words for it. */
    private static AwsError notImplemented() {
        return new AwsError(
                501,
                "NotImplemented",
                "A header or query you provided implies functionality that is not implemented in the local class.");
    }

    private void check(Request request, String action) {
        String resource = request.bucket().isEmpty()
                ? "*"
                : "arn:aws:s3:::" + request.bucket() + (request.key().isEmpty() ? "" : "/" + request.key());
        authorizer.check(request.call().caller(), Authorizer.question("s3:" + action, resource));
        request.call()
                .header("x-amz-expected-bucket-owner")
                .filter(owner -> !owner.equals(Identities.ACCOUNT))
                .ifPresent(owner -> {
                    throw new AwsError(403, "AccessDenied", "Access Denied");
                });
    }

    private Reply ofBucket(Request request) {
        String name = request.bucket();
        if (name.isEmpty()) {
            if (request.is("GET", "prefix")) {
                check(request, "ListAllMyBuckets");
                return listBuckets(request.query().getOrDefault("prefix", ""));
            }
        } else if (request.is("PUT")) {
            check(request, "CreateBucket");
            return createBucket(request);
        } else if (request.is("HEAD")) {
            check(request, "ListBucket");
            buckets.bucket(name);
            return reply(200, Map.of("x-amz-bucket-region", region));
        } else if (request.is("DELETE")) {
            check(request, "DeleteBucket");
            buckets.delete(name);
            return reply(204, Map.of());
        } else if (request.has("GET", "location")) {
            check(request, "GetBucketLocation");
            buckets.bucket(name);
            return xml(
                    new Xml().open("LocationConstraint", NAMESPACE).text(region).close("LocationConstraint"));
        } else if (request.has("GET", "encryption")) {
            check(request, "GetEncryptionConfiguration");
            buckets.bucket(name);
            return encryption();
        } else if (request.has("GET", "versioning")) {
            check(request, "GetBucketVersioning");
            buckets.bucket(name);
            return xml(new Xml().open("VersioningConfiguration", NAMESPACE).close("VersioningConfiguration"));
        } else if (request.has("GET", "policy")) {
            check(request, "GetBucketPolicy");
            return policy(name);
        } else if (request.has("GET", "tagging")) {
            check(request, "GetBucketTagging");
            return tagging(name);
        } else if (request.has("POST", "delete")) {
            return deleteObjects(request);
        } else if (request.query().getOrDefault("list-type", "").equals("2")
                && request.has(
                        "GET",
                        "list-type",
                        "prefix",
                        "delimiter",
                        "continuation-token",
                        "start-after",
                        "max-keys",
                        "encoding-type",
                        "fetch-owner")) {
            check(request, "ListBucket");
            return new Reply(
                    200,
                    Map.of("Content-Type", "application/xml"),
                    new Listing(buckets.bucket(name), request.query()).xml().getBytes(StandardCharsets.UTF_8));
        }
        throw notImplemented();
    }

    private Reply ofObject(Request request) {
        if (request.is("PUT")) {
            check(request, "PutObject");
            return putObject(request);
        } else if (request.is("GET") || request.is("HEAD")) {
            check(request, "GetObject");
            return getObject(request);
        } else if (request.is("DELETE")) {
            check(request, "DeleteObject");
            Bucket bucket = buckets.bucket(request.bucket());
            checkConditions(request.call(), bucket.find(request.key()));
            bucket.delete(request.key());
            return reply(204, Map.of());
        } else if (request.has("POST", "uploads")) {
            check(request, "PutObject");
            return startUpload(request);
        } else if (request.query().containsKey("partNumber") && request.has("PUT", "uploadId", "partNumber")) {
            check(request, "PutObject");
            return uploadPart(request);
        } else if (request.has("POST", "uploadId")) {
            check(request, "PutObject");
            return completeUpload(request);
        } else if (request.has("DELETE", "uploadId")) {
            check(request, "AbortMultipartUpload");
            upload(request);
            uploads.abort(request.query().get("uploadId"));
            return reply(204, Map.of());
        }
        throw notImplemented();
    }

    private Reply listBuckets(String prefix) {
        Xml xml = owner(new Xml().open("ListAllMyBucketsResult", NAMESPACE)).open("Buckets");
        buckets.names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(buckets::bucket)
                .forEach(bucket -> xml.open("Bucket")
                        .element("Name", bucket.name())
                        .element("CreationDate", Listing.TIME.format(bucket.created()))
                        .element("BucketRegion", region)
                        .close("Bucket"));
        return xml(xml.close("Buckets").close("ListAllMyBucketsResult"));
    }

    static Xml owner(Xml xml) {
        return xml.open("Owner").element("ID", Identities.ACCOUNT).close("Owner");
    }

    private Reply createBucket(Request request) {
        byte[] body = Payload.of(request.call()).content();
        Optional<XmlRequest> configuration =
                body.length == 0 ? Optional.empty() : Optional.of(XmlRequest.parse(body, "CreateBucketConfiguration"));
        String location =
                configuration.flatMap(given -> given.text("LocationConstraint")).orElse("unspecified");
        if (!location.equals(region)) {
            throw new AwsError(
                    400,
                    "IllegalLocationConstraintException",
                    "The " + location
                            + " location constraint is incompatible for the region specific endpoint this request was"
                            + " sent to.");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        configuration.stream()
                .flatMap(given -> given.each("Tags").stream())
                .flatMap(set -> set.each("Tag").stream())
                .forEach(tag -> tags.put(tag.required("Key"), tag.required("Value")));
        buckets.create(request.bucket(), tags);
        return reply(200, Map.of("Location", "/" + request.bucket()));
    }

    private static Reply encryption() {
        return xml(new Xml()
                .open("ServerSideEncryptionConfiguration", NAMESPACE)
                .open("Rule")
                .open("ApplyServerSideEncryptionByDefault")
                .element("SSEAlgorithm", "AES256")
                .close("ApplyServerSideEncryptionByDefault")
                .element("BucketKeyEnabled", "false")
                .close("Rule")
                .close("ServerSideEncryptionConfiguration"));
    }

    private Reply policy(String name) {
        String policy = buckets.policy(name)
                .orElseThrow(() -> new AwsError(404, "NoSuchBucketPolicy", "The bucket policy does not exist"));
        return new Reply(200, Map.of("Content-Type", "application/json"), policy.getBytes(StandardCharsets.UTF_8));
    }

    private Reply tagging(String name) {
        Map<String, String> tags = buckets.tags(name);
        if (tags.isEmpty()) {
            throw new AwsError(404, "NoSuchTagSet", "The TagSet does not exist");
        }
        Xml xml = new Xml().open("Tagging", NAMESPACE).open("TagSet");
        tags.forEach((key, value) ->
                xml.open("Tag").element("Key", key).element("Value", value).close("Tag"));
        return xml(xml.close("TagSet").close("Tagging"));
    }

    private Reply deleteObjects(Request request) {
        Payload payload = Payload.of(request.call());
        if (payload.checksums().isEmpty()
                && request.call().header("content-md5").isEmpty()) {
            throw new AwsError(
                    400, "InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        XmlRequest document = XmlRequest.parse(payload.content(), "Delete");
        List<XmlRequest> objects = document.each("Object");
        if (objects.isEmpty() || objects.size() > 1000) {
            throw XmlRequest.malformed();
        }
        boolean quiet = document.text("Quiet").orElse("false").equals("true");
        Bucket bucket = buckets.bucket(request.bucket());
        Xml xml = new Xml().open("DeleteResult", NAMESPACE);
        for (XmlRequest object : objects) {
            String key = object.required("Key");
            try {
                check(new Request(request.call(), request.bucket(), key, Map.of()), "DeleteObject");
                if (object.text("VersionId").isPresent()) {
                    throw notImplemented();
                }
                bucket.delete(key);
                if (!quiet) {
                    xml.open("Deleted").element("Key", key).close("Deleted");
                }
            } catch (AwsError e) {
                xml.open("Error")
                        .element("Key", key)
                        .element("Code", e.code().equals("AccessDeniedException") ? "AccessDenied" : e.code())
                        .element("Message", e.getMessage())
                        .close("Error");
            }
        }
        return xml(xml.close("DeleteResult"));
    }

    private Reply putObject(Request request) {
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
            checkConditions(call, bucket.find(request.key()));
            buckets.put(request.bucket(), request.key(), body, headers);
        }
        headers.keySet().removeIf(name -> KEPT.contains(name) || name.startsWith(METADATA));
        return reply(200, headers);
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
        kept.put(ENCRYPTION, "AES256");
        return kept;
    }

    /** {@code If-Match} and {@code If-None-Match} (Amazon S3 User Guide, "Conditional requests"). */
    private static void checkConditions(Call call, Optional<StoredObject> object) {
        boolean reading = call.method().equals("GET") || call.method().equals("HEAD");
        call.header("if-match").ifPresent(wanted -> {
            if (object.isEmpty() && !reading) {
                throw noSuchKey();
            }
            if (object.stream().noneMatch(found -> names(wanted, found))) {
                throw preconditionFailed();
            }
        });
        call.header("if-none-match").ifPresent(unwanted -> {
            if (object.stream().anyMatch(found -> names(unwanted, found))) {
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

    private Reply getObject(Request request) {
        Call call = request.call();
        Optional<StoredObject> found = buckets.bucket(request.bucket()).find(request.key());
        StoredObject object = found.orElseThrow(S3Api::noSuchKey);
        checkConditions(call, found);
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

    private Reply startUpload(Request request) {
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
        headers.put(ENCRYPTION, "AES256");
        if (checksum != null) {
            headers.put("x-amz-checksum-algorithm", checksum.name());
            headers.put("x-amz-checksum-type", whole ? "FULL_OBJECT" : "COMPOSITE");
        }
        Reply reply = xml(new Xml()
                .open("InitiateMultipartUploadResult", NAMESPACE)
                .element("Bucket", request.bucket())
                .element("Key", request.key())
                .element("UploadId", id)
                .close("InitiateMultipartUploadResult"));
        headers.putAll(reply.headers());
        return new Reply(200, headers, reply.body());
    }

    private Upload upload(Request request) {
        buckets.bucket(request.bucket());
        return uploads.find(request.query().get("uploadId"), request.bucket(), request.key());
    }

    private Reply uploadPart(Request request) {
        Upload upload = upload(request);
        Part part = uploads.put(upload, request.query().get("partNumber"), Payload.of(request.call()));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("etag", '"' + part.body().md5() + '"');
        headers.put(ENCRYPTION, "AES256");
        part.checksums().forEach((kind, value) -> headers.put(kind.header(), value));
        return reply(200, headers);
    }

    private Reply completeUpload(Request request) {
        Upload upload = upload(request);
        Call call = request.call();
        checkConditions(call, buckets.bucket(request.bucket()).find(request.key()));
        Map<Checksum, String> expected = new LinkedHashMap<>();
        for (Checksum kind : Checksum.values()) {
            call.header(kind.header()).ifPresent(value -> expected.put(kind, value));
        }
        List<XmlRequest> parts =
                XmlRequest.parse(call.body(), "CompleteMultipartUpload").each("Part");
        StoredObject object = uploads.complete(request.query().get("uploadId"), upload, parts, expected);
        Xml xml = new Xml()
                .open("CompleteMultipartUploadResult", NAMESPACE)
                .element("Location", "http://" + call.header("host").orElse("127.0.0.1") + call.path())
                .element("Bucket", request.bucket())
                .element("Key", request.key())
                .element("ETag", object.etag());
        for (Checksum kind : Checksum.values()) {
            xml.element(kind.element(), Optional.ofNullable(object.headers().get(kind.header())));
        }
        xml.element("ChecksumType", Optional.ofNullable(object.headers().get("x-amz-checksum-type")));
        return xml(xml.close("CompleteMultipartUploadResult"));
    }

    private static Reply reply(int status, Map<String, String> headers) {
        return new Reply(status, headers, new byte[0]);
    }

    private static Reply xml(Xml xml) {
        return new Reply(
                200, Map.of("Content-Type", "application/xml"), xml.toString().getBytes(StandardCharsets.UTF_8));
    }
}

package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.gateway.Xml;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identities;
import classroom.template.AwsEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * S3's REST API in path style, the part that the CDK CLI and {@code aws s3} use on buckets of their own (Amazon S3 API
 * Reference). What else S3 knows is answered {@code NotImplemented}: another operation, parameter or header with a
 * meaning that is not carried out here.
 *
 * <p>Buckets have no versions. Objects are told to be encrypted by S3, as every object is since 2023; they are not.
 */
public final class S3Api implements Service {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    static final String ENCRYPTION = "x-amz-server-side-encryption";

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
    private final ObjectOperations objects;
    private final Authorizer authorizer;
    private final String region;

    public S3Api(Buckets buckets, Authorizer authorizer, String region) {
        this.buckets = buckets;
        this.objects = new ObjectOperations(buckets);
        this.authorizer = authorizer;
        this.region = region;
    }

    @Override
    public String signingName() {
        return "s3";
    }

    @Override
    public Reply answer(Call call) {
        S3Request request = S3Request.of(call);
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

    private void check(S3Request request, String action) {
        authorizer.check(request.call().caller(), Authorizer.question("s3:" + action, resource(request)));
        request.call()
                .header("x-amz-expected-bucket-owner")
                .filter(owner -> !owner.equals(Identities.ACCOUNT))
                .ifPresent(owner -> {
                    throw new AwsError(403, "AccessDenied", "Access Denied");
                });
    }

    private static String resource(S3Request request) {
        return request.bucket().isEmpty()
                ? "*"
                : AwsEnvironment.bucketArn(request.bucket() + (request.key().isEmpty() ? "" : "/" + request.key()));
    }

    private Reply ofBucket(S3Request request) {
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
            authorizer.forget(resource(request));
            return reply(204, Map.of());
        } else if (request.has("GET", "location")) {
            check(request, "GetBucketLocation");
            refuseOtherRegion(request);
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

    private Reply ofObject(S3Request request) {
        if (request.is("PUT")) {
            check(request, "PutObject");
            return objects.putObject(request);
        } else if (request.is("GET") || request.is("HEAD")) {
            check(request, "GetObject");
            return objects.getObject(request);
        } else if (request.is("DELETE")) {
            check(request, "DeleteObject");
            return objects.deleteObject(request);
        } else if (request.has("POST", "uploads")) {
            check(request, "PutObject");
            return objects.startUpload(request);
        } else if (request.query().containsKey("partNumber") && request.has("PUT", "uploadId", "partNumber")) {
            check(request, "PutObject");
            return objects.uploadPart(request);
        } else if (request.has("POST", "uploadId")) {
            check(request, "PutObject");
            return objects.completeUpload(request);
        } else if (request.has("DELETE", "uploadId")) {
            check(request, "AbortMultipartUpload");
            return objects.abortUpload(request);
        }
        throw notImplemented();
    }

    /** So the CDK CLI looks for the bucket of a stack's region, and of no answer but this it would say what to do. */
    private void refuseOtherRegion(S3Request request) {
        String authorization = request.call().header("authorization").orElse("");
        if (!buckets.contains(request.bucket()) && !authorization.contains("/" + region + "/s3/")) {
            throw new AwsError(
                    400,
                    "AuthorizationHeaderMalformed",
                    "The class on this machine is in " + region + " alone: deploy into it with -c region=" + region);
        }
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

    private Reply createBucket(S3Request request) {
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
        if (!tags.isEmpty()) {
            check(request, "TagResource");
        }
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

    private Reply deleteObjects(S3Request request) {
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
                check(new S3Request(request.call(), request.bucket(), key, Map.of()), "DeleteObject");
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
                        .element("Code", "AccessDeniedException".equals(e.code()) ? "AccessDenied" : e.code())
                        .element("Message", e.getMessage())
                        .close("Error");
            }
        }
        return xml(xml.close("DeleteResult"));
    }

    static Reply reply(int status, Map<String, String> headers) {
        return new Reply(status, headers, new byte[0]);
    }

    static Reply xml(Xml xml) {
        return new Reply(
                200, Map.of("Content-Type", "application/xml"), xml.toString().getBytes(StandardCharsets.UTF_8));
    }
}

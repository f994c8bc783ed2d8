package classroom.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Calls of AWS's own client, and requests on the wire that it would not send. */
class S3ApiTest {
    private static final String BUCKET = "assets";
    private static final String CONTENT = "Hello, chunks!";

    @TempDir
    private Path folder;

    private final Identities identities = new Identities();
    private final Gateway gateway = new Gateway(identities);
    private URI uri;
    private S3Client s3;
    private Loopback wire;

    @BeforeEach
    void start() throws IOException {
        Buckets buckets = new Buckets(folder.resolve("s3"), Clock.systemUTC());
        gateway.add(new S3Api(buckets, new RoleAuthorizer(new Roles()), "us-east-2"));
        uri = gateway.start(0);
        s3 = s3Of(Region.US_EAST_2);
        wire = new Loopback(uri.getPort(), "us-east-2", Identities.TEACHER);
        s3.createBucket(request ->
                request.bucket(BUCKET).createBucketConfiguration(where -> where.locationConstraint("us-east-2")));
    }

    private S3Client s3Of(Region region) {
        return S3Client.builder()
                .endpointOverride(uri)
                .forcePathStyle(true)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("CLASSROOM", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        gateway.close();
    }

    /** The first call of the CDK CLI when a stack has its own region. */
    @Test
    void bucketOfAnotherRegion_isRefusedWithTheWay() {
        assertThatThrownBy(() -> s3.getBucketLocation(request -> request.bucket("none")))
                .isInstanceOf(NoSuchBucketException.class);
        try (S3Client elsewhere = s3Of(Region.SA_EAST_1)) {
            assertThatThrownBy(() -> elsewhere.getBucketLocation(request -> request.bucket("none")))
                    .hasMessageContaining("in us-east-2 alone: deploy into it with -c region=us-east-2");
            assertThat(elsewhere
                            .getBucketLocation(request -> request.bucket(BUCKET))
                            .locationConstraintAsString())
                    .isEqualTo("us-east-2");
        }
    }

    @Test
    void bucket_isListedHeadedLocatedAndDeleted() {
        assertThat(s3.listBuckets().buckets())
                .extracting(bucket -> bucket.name())
                .containsExactly(BUCKET);
        assertThat(s3.headBucket(request -> request.bucket(BUCKET)).bucketRegion())
                .isEqualTo("us-east-2");
        assertThat(s3.getBucketLocation(request -> request.bucket(BUCKET)).locationConstraintAsString())
                .isEqualTo("us-east-2");
        assertThat(s3.getBucketEncryption(request -> request.bucket(BUCKET))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .get(0)
                        .applyServerSideEncryptionByDefault()
                        .sseAlgorithmAsString())
                .isEqualTo("AES256");

        s3.deleteBucket(request -> request.bucket(BUCKET));

        assertThat(s3.listBuckets().buckets()).isEmpty();
        assertThatThrownBy(() -> s3.headBucket(request -> request.bucket(BUCKET)))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void secondBucketOfAName_isRefused() {
        assertThatThrownBy(() -> s3.createBucket(request -> request.bucket(BUCKET)
                        .createBucketConfiguration(where -> where.locationConstraint("us-east-2"))))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
    }

    @Test
    void bucketElsewhere_isRefused() {
        assertThat(failure(client -> client.createBucket(request -> request.bucket("other")
                        .createBucketConfiguration(where -> where.locationConstraint("eu-west-1")))))
                .isEqualTo("IllegalLocationConstraintException");
    }

    @Test
    void bucketThatIsNotEmpty_isNotDeleted() {
        put("a", "b");

        assertThat(failure(client -> client.deleteBucket(request -> request.bucket(BUCKET))))
                .isEqualTo("BucketNotEmpty");
    }

    @Test
    void object_comesBackAsItWasPut() {
        s3.putObject(
                request -> request.bucket(BUCKET)
                        .key("a folder/ç+&.txt")
                        .contentType("text/plain")
                        .metadata(Map.of("lesson", "one")),
                RequestBody.fromString(CONTENT));

        ResponseBytes<GetObjectResponse> object =
                s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("a folder/ç+&.txt"));

        assertThat(object.asUtf8String()).isEqualTo(CONTENT);
        assertThat(object.response().contentType()).isEqualTo("text/plain");
        assertThat(object.response().metadata()).containsEntry("lesson", "one");
        assertThat(object.response().contentEncoding()).isNull();
        var head = s3.headObject(request -> request.bucket(BUCKET).key("a folder/ç+&.txt"));
        assertThat(head.contentLength()).isEqualTo(CONTENT.length());
        assertThat(head.eTag()).isEqualTo(object.response().eTag());
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void checksumOfTheClient_isKeptAndChecked(ChecksumAlgorithm algorithm) {
        s3.putObject(
                request -> request.bucket(BUCKET).key("k").checksumAlgorithm(algorithm),
                RequestBody.fromString(CONTENT));

        GetObjectResponse response = s3.getObjectAsBytes(
                        request -> request.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                .response();

        assertThat(List.of(
                        String.valueOf(response.checksumCRC32()),
                        String.valueOf(response.checksumCRC32C()),
                        String.valueOf(response.checksumSHA1()),
                        String.valueOf(response.checksumSHA256())))
                .filteredOn(value -> !value.equals("null"))
                .hasSize(1);
    }

    /** Check values of CRC RevEng's catalogue for "123456789". */
    @ParameterizedTest
    @CsvSource({"CRC32, y/Q5Jg==", "CRC32C, 4waSgw==", "CRC64NVME, rosUhgp5mIg="})
    void checksum_isTheOneOfTheCatalogue(Checksum checksum, String value) {
        assertThat(checksum.of("123456789".getBytes(StandardCharsets.UTF_8))).isEqualTo(value);
    }

    @Test
    void rangeOfAnObject_isServed() {
        put("k", "0123456789");

        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-2")).isEqualTo("89");
        assertThat(range("bytes=5-500")).isEqualTo("56789");
        assertThat(failure(client -> range("bytes=10-"))).isEqualTo("InvalidRange");
    }

    @Test
    void conditions_areHeeded() {
        put("k", CONTENT);
        String etag = s3.headObject(request -> request.bucket(BUCKET).key("k")).eTag();

        assertThat(failure(client -> client.getObjectAsBytes(
                        request -> request.bucket(BUCKET).key("k").ifMatch("\"other\""))))
                .isEqualTo("PreconditionFailed");
        assertThat(catchThrowableOfType(
                                S3Exception.class,
                                () -> s3.getObjectAsBytes(request ->
                                        request.bucket(BUCKET).key("k").ifNoneMatch(etag)))
                        .statusCode())
                .isEqualTo(304);
        assertThat(failure(client -> client.putObject(
                        request -> request.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("x"))))
                .isEqualTo("PreconditionFailed");
        assertThat(failure(client -> client.deleteObject(
                        request -> request.bucket(BUCKET).key("k").ifMatch("\"other\""))))
                .isEqualTo("PreconditionFailed");
        assertThat(content("k")).isEqualTo(CONTENT);
    }

    @Test
    void missingKeyBucketAndUpload_areToldApart() {
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(request -> request.bucket("none").key("none")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.abortMultipartUpload(
                        request -> request.bucket(BUCKET).key("k").uploadId("none")))
                .isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void headOfAMissingKey_hasNoBody() throws Exception {
        Answer response = rest("HEAD /assets/none", new byte[0]);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-length")).contains("0");
    }

    @Test
    void listing_pagesThroughEveryKeyOnceInTheOrderOfItsBytes() {
        List<String> keys = List.of("a", "a/b", "b\uFFFD", "b\uD83D\uDE00", "c d", "z");
        keys.forEach(key -> put(key, key));

        List<String> listed = new ArrayList<>();
        s3.listObjectsV2Paginator(request -> request.bucket(BUCKET).maxKeys(2))
                .contents()
                .forEach(object -> listed.add(object.key()));

        assertThat(listed).containsExactlyElementsOf(keys);
    }

    @Test
    void listingByDelimiter_hasEachCommonPrefixOnce() {
        IntStream.range(0, 5).forEach(i -> put("in/" + i, ""));
        List.of("in", "in-1", "other/x", "zoo").forEach(key -> put(key, ""));

        List<String> prefixes = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        s3.listObjectsV2Paginator(
                        request -> request.bucket(BUCKET).delimiter("/").maxKeys(1))
                .forEach(page -> {
                    page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(prefixes::add);
                    page.contents().stream().map(S3Object::key).forEach(keys::add);
                });

        assertThat(prefixes).containsExactly("in/", "other/");
        assertThat(keys).containsExactly("in", "in-1", "zoo");
    }

    @Test
    void listing_isNarrowedByPrefixAndStart() {
        List.of("a1", "b1", "b2", "b3", "c1").forEach(key -> put(key, ""));

        assertThat(keys(request -> request.prefix("b"))).containsExactly("b1", "b2", "b3");
        assertThat(keys(request -> request.prefix("b").startAfter("b1"))).containsExactly("b2", "b3");
        assertThat(keys(request -> request.startAfter("b2x"))).containsExactly("b3", "c1");
        assertThat(failure(client ->
                        client.listObjectsV2(request -> request.bucket(BUCKET).continuationToken("?"))))
                .isEqualTo("InvalidArgument");
    }

    @Test
    void objects_areDeletedOneByOneAndTogether() {
        List.of("a", "b", "c").forEach(key -> put(key, ""));

        s3.deleteObject(request -> request.bucket(BUCKET).key("a"));
        var deleted = s3.deleteObjects(request -> request.bucket(BUCKET)
                .delete(these -> these.objects(
                        ObjectIdentifier.builder().key("b").build(),
                        ObjectIdentifier.builder().key("none").build())));

        assertThat(deleted.deleted()).extracting(one -> one.key()).containsExactly("b", "none");
        assertThat(keys(request -> {})).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "SHA256"})
    void uploadInParts_isPutTogether(ChecksumAlgorithm algorithm) {
        byte[] content = new byte[(5 << 20) + 17];
        new Random(1).nextBytes(content);
        CreateMultipartUploadResponse upload = s3.createMultipartUpload(
                request -> request.bucket(BUCKET).key("big.jar").checksumAlgorithm(algorithm));
        CompletedPart two = part(upload, 2, algorithm, Arrays.copyOfRange(content, 5 << 20, content.length));
        CompletedPart one = part(upload, 1, algorithm, Arrays.copyOf(content, 5 << 20));

        var completed = s3.completeMultipartUpload(request -> request.bucket(BUCKET)
                .key("big.jar")
                .uploadId(upload.uploadId())
                .multipartUpload(parts -> parts.parts(one, two)));

        assertThat(completed.eTag()).matches("\"[0-9a-f]{32}-2\"");
        assertThat(algorithm == ChecksumAlgorithm.CRC32 ? completed.checksumCRC32() : completed.checksumSHA256())
                .endsWith("-2");
        assertThat(s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("big.jar"))
                        .asByteArray())
                .isEqualTo(content);
        assertThat(folder.resolve("s3")).isDirectoryNotContaining("glob:**upload*");
    }

    @Test
    void partThatIsTooSmallOrOutOfOrderOrUnknown_isRefused() {
        CreateMultipartUploadResponse upload =
                s3.createMultipartUpload(request -> request.bucket(BUCKET).key("k"));
        CompletedPart one = part(upload, 1, null, new byte[9]);
        CompletedPart two = part(upload, 2, null, new byte[9]);

        assertThat(complete(upload, one, two)).isEqualTo("EntityTooSmall");
        assertThat(complete(upload, two, one)).isEqualTo("InvalidPartOrder");
        assertThat(complete(upload, one.toBuilder().eTag("\"other\"").build())).isEqualTo("InvalidPart");
        s3.abortMultipartUpload(request -> request.bucket(BUCKET).key("k").uploadId(upload.uploadId()));
        assertThat(complete(upload, one)).isEqualTo("NoSuchUpload");
        assertThat(folder.resolve("s3")).isEmptyDirectory();
    }

    @Test
    void chunkedBodyWithTrailer_isUnframed() throws Exception {
        Answer response = putChunked(
                "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "7\r\nHello, \r\n7\r\nchunks!\r\n0\r\nx-amz-checksum-crc32:" + Checksum.CRC32.of(bytes(CONTENT))
                        + "\r\n\r\n",
                "x-amz-checksum-crc32",
                CONTENT.length());

        assertThat(response.status()).isEqualTo(200);
        assertThat(content("k")).isEqualTo(CONTENT);
    }

    @Test
    void signedChunksWithTrailer_areUnframed() throws Exception {
        Answer response = putChunked(
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                "e;chunk-signature=" + "0".repeat(64) + "\r\n" + CONTENT + "\r\n0;chunk-signature=" + "0".repeat(64)
                        + "\r\nx-amz-checksum-sha256:" + Checksum.SHA256.of(bytes(CONTENT))
                        + "\r\nx-amz-trailer-signature:" + "0".repeat(64) + "\r\n\r\n",
                "x-amz-checksum-sha256",
                CONTENT.length());

        assertThat(response.status()).isEqualTo(200);
        assertThat(content("k")).isEqualTo(CONTENT);
    }

    @Test
    void signedChunksWithoutTrailer_areUnframed() throws Exception {
        Answer response = rest(
                "PUT /assets/k",
                bytes("e;chunk-signature=0\r\n" + CONTENT + "\r\n0;chunk-signature=0\r\n\r\n"),
                "x-amz-content-sha256",
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                "x-amz-decoded-content-length",
                "14",
                "content-encoding",
                "aws-chunked,gzip");

        assertThat(response.status()).isEqualTo(200);
        assertThat(s3.headObject(request -> request.bucket(BUCKET).key("k")).contentEncoding())
                .isEqualTo("gzip");
    }

    @ParameterizedTest
    @EnumSource(Checksum.class)
    void wrongTrailingChecksum_isABadDigestAndNothingIsKept(Checksum checksum) throws Exception {
        Answer response = putChunked(
                "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "e\r\n" + CONTENT + "\r\n0\r\n" + checksum.header() + ":" + checksum.of(bytes("other")) + "\r\n\r\n",
                checksum.header(),
                CONTENT.length());

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("<Code>BadDigest</Code>");
        assertThat(keys(request -> {})).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'e\r\nHello, chunks!\r\n0\r\n\r\n', 14, MalformedTrailerError",
        "'e\r\nHello, chunks!\r\n0\r\nno colon\r\n\r\n', 14, MalformedTrailerError",
        "'e\r\nHello, chunks!\r\n', 14, IncompleteBody",
        "'ff\r\nHello, chunks!\r\n0\r\n\r\n', 14, IncompleteBody",
        "'x\r\nHello, chunks!\r\n0\r\n\r\n', 14, IncompleteBody",
        "'-1\r\nHello, chunks!\r\n0\r\n\r\n', 14, IncompleteBody",
        "'e\r\nHello, chunks!\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', 15, IncompleteBody",
    })
    void brokenFraming_isRefused(String body, int length, String code) throws Exception {
        Answer response = putChunked("STREAMING-UNSIGNED-PAYLOAD-TRAILER", body, "x-amz-checksum-crc32", length);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("<Code>" + code + "</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "content-md5, 1B2M2Y8AsgTpgAmY7PhCfg==, BadDigest",
        "x-amz-checksum-sha256, AAAA, BadDigest",
        "x-amz-content-sha256, 00, XAmzContentSHA256Mismatch"
    })
    void wrongDigestInAHeader_isRefused(String header, String value, String code) throws Exception {
        Answer response = rest("PUT /assets/k", bytes(CONTENT), header, value);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("<Code>" + code + "</Code>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /assets?acl",
                "GET /assets",
                "PUT /assets?versioning",
                "GET /assets?list-type=2&surprise=1",
                "POST /assets",
                "GET /assets/k?tagging",
                "PUT /assets/k?acl",
                "GET /assets/k?versionId=1",
                "GET /assets/k?partNumber=1",
                "POST /assets/k?select",
                "PATCH /assets/k",
                "POST /"
            })
    void whatIsNotCarriedOut_isNotImplemented(String request) throws Exception {
        put("k", CONTENT);

        Answer response = rest(request, new byte[0]);

        assertThat(response.status()).isEqualTo(501);
        assertThat(response.text()).contains("<Code>NotImplemented</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-copy-source, /assets/other",
        "x-amz-server-side-encryption, aws:kms",
        "x-amz-server-side-encryption-customer-algorithm, AES256",
        "x-amz-storage-class, GLACIER",
        "x-amz-tagging, a=b"
    })
    void headerThatIsNotCarriedOut_isNotImplemented(String header, String value) throws Exception {
        Answer response = rest("PUT /assets/k", bytes(CONTENT), header, value);

        assertThat(response.status()).isEqualTo(501);
    }

    @Test
    void bucketOfAnotherOwner_isNotOurs() {
        assertThat(failure(client -> client.getBucketLocation(
                        request -> request.bucket(BUCKET).expectedBucketOwner("111111111111"))))
                .isEqualTo("AccessDenied");
    }

    @Test
    void functionWithoutPermission_isRefusedInTheWordsOfS3() throws Exception {
        Identity function = identities.issue("HelloRole", "hello");

        Answer response = wire.as(function.accessKeyId()).send(Request.get("s3", "/assets/k"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text())
                .contains("<Code>AccessDenied</Code>")
                .contains("is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::assets/k");
    }

    @Test
    void unknownKey_isToldAsS3TellsIt() throws Exception {
        Answer response = wire.as("AKIAOTHER").send(Request.get("s3", "/"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).contains("<Code>InvalidAccessKeyId</Code>");
    }

    @Test
    void documentWithADoctype_isMalformed() throws Exception {
        byte[] bomb = bytes("<!DOCTYPE Delete [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + "<Delete><Object><Key>&e;</Key></Object></Delete>");

        Answer response = rest("POST /assets?delete", bomb, "x-amz-checksum-crc32", Checksum.CRC32.of(bomb));

        assertThat(response.text()).contains("<Code>MalformedXML</Code>");
    }

    private CompletedPart part(
            CreateMultipartUploadResponse upload, int number, ChecksumAlgorithm algorithm, byte[] content) {
        UploadPartResponse response = s3.uploadPart(
                request -> request.bucket(upload.bucket())
                        .key(upload.key())
                        .uploadId(upload.uploadId())
                        .checksumAlgorithm(algorithm)
                        .partNumber(number),
                RequestBody.fromBytes(content));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32(response.checksumCRC32())
                .checksumSHA256(response.checksumSHA256())
                .build();
    }

    private String complete(CreateMultipartUploadResponse upload, CompletedPart... parts) {
        return failure(client -> client.completeMultipartUpload(request -> request.bucket(upload.bucket())
                .key(upload.key())
                .uploadId(upload.uploadId())
                .multipartUpload(named -> named.parts(parts))));
    }

    private Answer rest(String request, byte[] body, String... headers) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        String[] line = request.split(" ", 2);
        return wire.send(new Request("s3", line[0], line[1], named, body));
    }

    private Answer putChunked(String hash, String body, String trailer, int length)
            throws IOException, InterruptedException {
        return rest(
                "PUT /assets/k",
                bytes(body),
                "x-amz-content-sha256",
                hash,
                "x-amz-decoded-content-length",
                Integer.toString(length),
                "x-amz-trailer",
                trailer,
                "content-encoding",
                "aws-chunked");
    }

    private void put(String key, String content) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private String content(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String();
    }

    private String range(String range) {
        return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("k").range(range))
                .asUtf8String();
    }

    private List<String> keys(Consumer<ListObjectsV2Request.Builder> narrowed) {
        return s3.listObjectsV2(request -> narrowed.accept(request.bucket(BUCKET))).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** The error code with which S3 refuses. */
    private String failure(Consumer<S3Client> call) {
        return catchThrowableOfType(S3Exception.class, () -> call.accept(s3))
                .awsErrorDetails()
                .errorCode();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

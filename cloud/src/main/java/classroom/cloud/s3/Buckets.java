package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * The buckets of the class and their objects.
 *
 * <p>The bytes of an object are a file that is named by their SHA-256: no key reaches the file system, and what is
 * uploaded twice takes its room once. A file stays when its object is deleted or overwritten, until the class ends:
 * a function whose code it is goes on running from it, as Lambda goes on running from its own copy.
 */
public final class Buckets {
    /** Amazon S3 User Guide, "General purpose bucket naming rules". */
    private static final Pattern NAME =
            Pattern.compile("(?!xn--|sthree-|amzn-s3-demo-)(?!.*\\.\\.)(?!\\d+(\\.\\d+){3}$)"
                    + "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3|\\.mrap|--x-s3|--table-s3)");

    /** Amazon S3 User Guide, "Naming Amazon S3 objects". */
    private static final int LONGEST_KEY = 1024;

    private final Path folder;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    /**
     * No buckets yet.
     *
     * @param folder where the objects' files go; it is made when there is the first
     */
    public Buckets(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Makes a bucket.
     *
     * @throws AwsError {@code BucketAlreadyOwnedByYou} or {@code InvalidBucketName}
     */
    public synchronized void create(String name, Map<String, String> tags) {
        if (!NAME.matcher(name).matches()) {
            throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.");
        }
        if (buckets.containsKey(name)) {
            throw new AwsError(
                    409,
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        buckets.put(name, new Bucket(name, now(), tags));
    }

    /** Whether there is a bucket of that name. */
    public boolean contains(String name) {
        return buckets.containsKey(name);
    }

    /**
     * Removes a bucket.
     *
     * @throws AwsError {@code NoSuchBucket} or {@code BucketNotEmpty}
     */
    public synchronized void delete(String name) {
        if (!bucket(name).isEmpty()) {
            throw new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }
        buckets.remove(name);
    }

    /** Deletes every object of every bucket. */
    public synchronized void empty() {
        buckets.values().forEach(Bucket::clear);
    }

    /** The names of all buckets, sorted. */
    public List<String> names() {
        return List.copyOf(buckets.keySet());
    }

    /**
     * The tags of a bucket.
     *
     * @throws AwsError {@code NoSuchBucket}
     */
    public Map<String, String> tags(String name) {
        return bucket(name).tags();
    }

    /**
     * Gives a bucket these tags and no others.
     *
     * @throws AwsError {@code NoSuchBucket}
     */
    public void retag(String name, Map<String, String> tags) {
        bucket(name).retag(tags);
    }

    /**
     * Sets the policy that stands on a bucket, to tell it to those who ask.
     *
     * @throws AwsError {@code NoSuchBucket}
     */
    public void putPolicy(String name, String document) {
        bucket(name).setPolicy(document);
    }

    /**
     * The policy that stands on a bucket, if one does.
     *
     * @throws AwsError {@code NoSuchBucket}
     */
    public Optional<String> policy(String name) {
        return bucket(name).policy();
    }

    /**
     * Takes the policy off a bucket.
     *
     * @throws AwsError {@code NoSuchBucket}
     */
    public void deletePolicy(String name) {
        bucket(name).removePolicy();
    }

    /** The file that holds an object's bytes, if there is such a bucket and object. */
    public Optional<Path> find(String bucket, String key) {
        return Optional.ofNullable(buckets.get(bucket))
                .flatMap(found -> found.find(key))
                .map(object -> object.body().file());
    }

    /** @throws AwsError {@code NoSuchBucket} */
    Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return bucket;
    }

    /**
     * Writes an object over the one of that key, if there is one.
     *
     * @param headers what it is to be returned with
     * @throws AwsError {@code NoSuchBucket} or {@code KeyTooLongError}
     */
    StoredObject put(String bucketName, String key, Body body, Map<String, String> headers) {
        Bucket bucket = bucket(bucketName);
        checkKey(key);
        StoredObject object = new StoredObject(key, body, now(), Map.copyOf(headers));
        bucket.put(object);
        return object;
    }

    /** @throws AwsError {@code KeyTooLongError} */
    static void checkKey(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new AwsError(400, "KeyTooLongError", "Your key is too long");
        }
    }

    /** Keeps bytes that are of no object until the class ends, and returns their file. */
    public Path keep(byte[] bytes) {
        return keep(new ByteArrayInputStream(bytes)).file();
    }

    /** Keeps bytes until the class ends. */
    Body keep(InputStream bytes) {
        try {
            Path draft = draft();
            MessageDigest name = digest("SHA-256");
            MessageDigest md5 = digest("MD5");
            try (OutputStream out = Files.newOutputStream(draft)) {
                bytes.transferTo(new DigestOutputStream(new DigestOutputStream(out, name), md5));
            }
            long size = Files.size(draft);
            Path file = folder.resolve(HexFormat.of().formatHex(name.digest()));
            // Whole or not at all: the same bytes may arrive twice at once.
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            return new Body(file, size, HexFormat.of().formatHex(md5.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException("an object cannot be kept in " + folder, e);
        }
    }

    /** Keeps bytes that are a part of something until {@link #discard}. */
    Body keepForNow(byte[] bytes) {
        try {
            Path file = Files.write(draft(), bytes);
            return new Body(
                    file, bytes.length, HexFormat.of().formatHex(digest("MD5").digest(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("a part cannot be kept in " + folder, e);
        }
    }

    void discard(Body part) {
        try {
            Files.deleteIfExists(part.file());
        } catch (IOException e) {
            throw new UncheckedIOException("a part cannot be removed from " + folder, e);
        }
    }

    private Path draft() throws IOException {
        Files.createDirectories(folder);
        return Files.createTempFile(folder, "upload", null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}

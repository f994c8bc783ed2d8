package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.s3.Buckets;
import classroom.template.AwsEnvironment;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::S3::Bucket}. As on AWS, one that is not empty cannot be deleted. */
final class BucketProvider implements Provider {
    /** Amazon S3 User Guide, "Bucket naming rules". */
    private static final int LONGEST = 63;

    private static final Support SUPPORT = new Support()
            .carriesReplacing("BucketName")
            .carries("Tags")
            // Functions would be called less often here than on AWS.
            .refuses("NotificationConfiguration")
            .usually("AccessControl", "Private");

    private final Buckets buckets;
    private final AwsEnvironment place;

    BucketProvider(Buckets buckets, AwsEnvironment place) {
        this.buckets = buckets;
        this.place = place;
    }

    @Override
    public String type() {
        return "AWS::S3::Bucket";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("BucketName");
    }

    @Override
    public Physical create(Desired desired) {
        String name = desired.properties().text("BucketName").orElseGet(() -> generated(desired.name()));
        if (buckets.contains(name)) {
            throw new ResourceException(name + " already exists");
        }
        buckets.create(name, desired.tags());
        return physical(name);
    }

    /** A bucket outlives the bootstrap stack that made it. */
    @Override
    public Optional<Physical> adopt(Desired desired) {
        Optional<String> name = desired.properties().text("BucketName").filter(buckets::contains);
        name.ifPresent(present -> buckets.retag(present, desired.tags()));
        return name.map(this::physical);
    }

    private Physical physical(String name) {
        return new Physical(
                name,
                Map.of(
                        "Arn", AwsEnvironment.bucketArn(name),
                        "DomainName", name + ".s3.amazonaws.com",
                        "RegionalDomainName", name + ".s3." + place.region() + ".amazonaws.com"));
    }

    /** The names that CloudFormation generates for buckets are in lower case; only the end makes them unique. */
    private static String generated(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int suffix = lower.lastIndexOf('-');
        int room = LONGEST - (lower.length() - suffix);
        return lower.substring(0, Math.min(suffix, room)) + lower.substring(suffix);
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        buckets.retag(current.id(), desired.tags());
        return current;
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        String name = current.id();
        return buckets.contains(name)
                ? Reading.found().with("BucketName", name).withTags(buckets.tags(name))
                : Reading.GONE;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        try {
            buckets.delete(current.id());
        } catch (AwsError e) {
            if (!"NoSuchBucket".equals(e.code())) {
                throw e;
            }
        }
    }
}

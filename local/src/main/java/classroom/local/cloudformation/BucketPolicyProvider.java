package classroom.local.cloudformation;

import classroom.local.gateway.AwsError;
import classroom.local.s3.Buckets;
import java.util.Map;

/** {@code AWS::S3::BucketPolicy}: the policy that stands on its bucket. */
final class BucketPolicyProvider implements Provider {
    private static final Support SUPPORT =
            new Support().carriesReplacing("Bucket").carries("PolicyDocument");

    private final Buckets buckets;

    BucketPolicyProvider(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public String type() {
        return "AWS::S3::BucketPolicy";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Physical create(Desired desired) {
        put(desired.properties());
        return new Physical(desired.name(), Map.of());
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        put(desired.properties());
        return current;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        try {
            buckets.deletePolicy(properties.required("Bucket"));
        } catch (AwsError e) {
            if (!e.code().equals("NoSuchBucket")) {
                throw e;
            }
        }
    }

    private void put(Properties properties) {
        buckets.putPolicy(
                properties.required("Bucket"),
                properties.json().path("PolicyDocument").toString());
    }
}

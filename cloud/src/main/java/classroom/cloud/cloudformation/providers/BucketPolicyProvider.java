package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Roles;
import classroom.cloud.s3.Buckets;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * {@code AWS::S3::BucketPolicy}: the policy of its bucket. It is stored with the bucket and evaluated together with the
 * roles.
 */
final class BucketPolicyProvider implements Provider {
    private static final Support SUPPORT =
            new Support().carriesReplacing("Bucket").carries("PolicyDocument");

    private final Buckets buckets;
    private final Roles roles;

    BucketPolicyProvider(Buckets buckets, Roles roles) {
        this.buckets = buckets;
        this.roles = roles;
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
        roles.deleteResourcePolicy(AwsEnvironment.bucketArn(properties.required("Bucket")));
        try {
            buckets.deletePolicy(properties.required("Bucket"));
        } catch (AwsError e) {
            if (!"NoSuchBucket".equals(e.code())) {
                throw e;
            }
        }
    }

    private void put(Properties properties) {
        JsonNode document = properties.json().path("PolicyDocument");
        String bucket = properties.required("Bucket");
        buckets.putPolicy(bucket, document.toString());
        roles.putResourcePolicy(AwsEnvironment.bucketArn(bucket), document);
    }
}

package classroom.template;

/**
 * An account and a Region: where a stack is deployed. The CDK calls it an environment.
 *
 * @param account twelve digits
 * @param region such as {@code us-east-2}
 */
public record AwsEnvironment(String account, String region) {
    /** The placeholders for an account and a Region that only a deployment knows. */
    public static final AwsEnvironment UNKNOWN = new AwsEnvironment("ACCOUNT", "REGION");

    /** The ARN of a resource here: {@code arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE}. */
    public String arn(String service, String resource) {
        return arns(service) + account + ":" + resource;
    }

    /** How the ARNs of a service in this Region begin, whosever the resources are. */
    public String arns(String service) {
        return "arn:aws:" + service + ":" + region + ":";
    }

    /** The account for IAM, STS and AWS Budgets, whose ARNs name no Region. */
    public AwsEnvironment global() {
        return new AwsEnvironment(account, "");
    }

    /** The ARN of a bucket, or of an object as {@code BUCKET/KEY}: it names neither account nor Region. */
    public static String bucketArn(String name) {
        return new AwsEnvironment("", "").arn("s3", name);
    }
}

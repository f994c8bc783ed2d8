package classroom.template;

/**
 * An account and a Region: where a stack is deployed. The CDK calls it an environment.
 *
 * @param account twelve digits
 * @param region such as {@code us-east-2}
 */
public record AwsEnvironment(String account, String region) {
    /** What stands for an account and a Region that only a deployment knows. */
    public static final AwsEnvironment UNKNOWN = new AwsEnvironment("ACCOUNT", "REGION");

    /** The ARN of a resource here: {@code arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE}. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}

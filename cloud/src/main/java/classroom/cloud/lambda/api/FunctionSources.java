package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identity;
import classroom.cloud.s3.Buckets;
import classroom.template.AwsEnvironment;
import java.nio.file.Path;

/**
 * What the Lambda API takes a function's code and role from.
 *
 * @param authorizer decides who may read an object and pass a role
 */
public record FunctionSources(Buckets buckets, Roles roles, Authorizer authorizer) {

    /**
     * The file of an object. Lambda reads it with the caller's rights.
     *
     * @throws AwsError in Lambda's words if there is none, or the caller may not read it
     */
    Path object(Identity caller, String bucket, String key) {
        try {
            authorizer.check(caller, Authorizer.question("s3:GetObject", AwsEnvironment.bucketArn(bucket + "/" + key)));
        } catch (AwsError e) {
            throw new AwsError(
                    403,
                    "AccessDeniedException",
                    "Your access has been denied by S3, please make sure your request credentials have permission to"
                            + " GetObject for " + bucket + "/" + key
                            + ". S3 Error Code: AccessDenied. S3 Error Message: Access Denied");
        }
        return buckets.find(bucket, key)
                .orElseThrow(() -> new AwsError(
                        400,
                        "InvalidParameterValueException",
                        "Error occurred while GetObject. S3 Error Code: "
                                + (buckets.contains(bucket)
                                        ? "NoSuchKey. S3 Error Message: The specified key does not exist."
                                        : "NoSuchBucket. S3 Error Message: The specified bucket does not exist")));
    }

    /** The file of an archive that came with the request. */
    Path archive(byte[] bytes) {
        return buckets.keep(bytes);
    }

    /**
     * Returns if the caller may have functions run with a role, and Lambda may assume it.
     *
     * @throws AwsError {@code AccessDeniedException}
     */
    void checkRole(Identity caller, String arn) {
        authorizer.check(caller, Authorizer.question("iam:PassRole", arn));
        roles.checkLambda(arn);
    }
}

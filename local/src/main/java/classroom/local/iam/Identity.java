package classroom.local.iam;

/**
 * Who makes a request.
 *
 * @param accessKeyId the access key that stands for this identity
 * @param arn the identity's ARN, as it stands in refusals
 * @param role the name of the role whose policies decide, {@code null} for the teacher, who may do everything
 */
public record Identity(String accessKeyId, String arn, String role) {

    /** Whether this is the teacher's administrator, whom no policy limits. */
    public boolean isAdministrator() {
        return role == null;
    }
}

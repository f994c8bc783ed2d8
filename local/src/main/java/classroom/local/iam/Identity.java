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

    /** The unique id of IAM: it begins with {@code AIDA} for a user, with {@code AROA} for a role's session. */
    public String userId() {
        if (isAdministrator()) {
            return "AIDACLASSROOMTEACHER";
        }
        return String.format("AROA%016X:", role.hashCode() & 0xFFFFFFFFL) + arn.substring(arn.lastIndexOf('/') + 1);
    }
}

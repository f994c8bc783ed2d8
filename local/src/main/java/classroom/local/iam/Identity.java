package classroom.local.iam;

/**
 * Who makes a request.
 *
 * @param accessKeyId the access key that stands for this identity
 * @param arn the identity's ARN, as it stands in refusals
 * @param role the name of the role whose policies decide, {@code null} for those whom no policy limits here: the teacher,
 *     and sessions of roles that are no functions'
 */
public record Identity(String accessKeyId, String arn, String role) {

    private static final String SESSION = ":assumed-role/";

    /** Whether no policy limits this identity. */
    public boolean isAdministrator() {
        return role == null;
    }

    /** The unique id of IAM: it begins with {@code AIDA} for a user, with {@code AROA} for a role's session. */
    public String userId() {
        int session = arn.indexOf(SESSION);
        if (session < 0) {
            return "AIDACLASSROOMTEACHER";
        }
        String[] names = arn.substring(session + SESSION.length()).split("/");
        return Roles.id(names[0]) + ":" + names[1];
    }
}

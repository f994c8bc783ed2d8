package classroom.cloud.identity;

import java.util.Set;

/**
 * Who makes a request.
 *
 * @param accessKeyId the access key that stands for this identity
 * @param arn the identity's ARN, as it stands in refusals; that of a role's session has no path (IAM User Guide, "IAM
 *     identifiers")
 * @param role the ARN of the role whose session it is, empty for a user
 * @param isAdministrator whether no policy limits this identity: the teacher, and the teacher's sessions of the CDK
 *     bootstrap's roles
 */
public record Identity(String accessKeyId, String arn, String role, boolean isAdministrator) {

    private static final String SESSION = ":assumed-role/";

    /** The ARNs by which a policy may name it: its own and its role's. */
    public Set<String> names() {
        return isSession() ? Set.of(arn, role) : Set.of(arn);
    }

    /** Whether it is a session of a role, and no user. */
    public boolean isSession() {
        return !role.isEmpty();
    }

    /** The unique id of a role, by its name: this one is of the local cloud, and the same in every one. */
    public static String roleId(String name) {
        return String.format("AROA%017X", name.hashCode() & 0xFFFFFFFFL);
    }

    /** The unique id of IAM: it begins with {@code AIDA} for a user, with {@code AROA} for a role's session. */
    public String userId() {
        int session = arn.indexOf(SESSION);
        if (session < 0) {
            return "AIDACLASSROOMTEACHER";
        }
        String[] names = arn.substring(session + SESSION.length()).split("/");
        return roleId(names[0]) + ":" + names[1];
    }
}

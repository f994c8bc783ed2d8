package classroom.cloud.identity;

import java.util.Set;

/**
 * The caller of a request.
 *
 * @param accessKeyId the access key of this identity
 * @param arn the identity's ARN, as refusals show it; the ARN of a role's session has no path (IAM User Guide, "IAM
 *     identifiers")
 * @param role the ARN of the session's role, empty for a user
 * @param isAdministrator whether no policy limits this identity: the teacher, and the teacher's sessions of the CDK
 *     bootstrap's roles
 * @param isCounted whether the request counts in the class's evidence: events, decisions, what was used of a role. All
 *     do but what the console's page reads by itself
 */
public record Identity(String accessKeyId, String arn, String role, boolean isAdministrator, boolean isCounted) {

    private static final String SESSION = ":assumed-role/";

    /** The ARNs by which a policy may name it: its own and its role's. */
    public Set<String> names() {
        return isSession() ? Set.of(arn, role) : Set.of(arn);
    }

    /** This caller, with a request that leaves no trace. */
    public Identity uncounted() {
        return new Identity(accessKeyId, arn, role, isAdministrator, false);
    }

    /** Whether it is a session of a role, and no user. */
    public boolean isSession() {
        return !role.isEmpty();
    }

    /** Returns the unique id of a role, computed from its name: it is the same in every local cloud. */
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

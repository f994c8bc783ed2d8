package classroom.local.iam;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The access keys that the class knows. DynamoDB Local takes only keys of {@code [A-Za-z0-9]+}. */
public final class Identities {
    /** The access key of {@code ./classroom env}: the teacher. */
    public static final String TEACHER = "CLASSROOM";

    /** The account of the local class, as no real account has it. */
    public static final String ACCOUNT = "000000000000";

    private final Map<String, Identity> byKey = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Identity teacher = new Identity(TEACHER, "arn:aws:iam::" + ACCOUNT + ":user/teacher", null);

    public Identities() {
        byKey.put(TEACHER, teacher);
    }

    /** The teacher's administrator. */
    public Identity teacher() {
        return teacher;
    }

    /** Makes a new access key for a session of a role, such as an execution environment of a function. */
    public Identity issue(String role, String session) {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        String key = "ASIA" + HexFormat.of().withUpperCase().formatHex(bytes);
        Identity identity = new Identity(key, sessionArn(role, session), role);
        byKey.put(key, identity);
        return identity;
    }

    /** The ARN of a session of a role. */
    static String sessionArn(String role, String session) {
        return "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role + "/" + session;
    }

    /** Forgets an access key. */
    public void revoke(Identity identity) {
        byKey.remove(identity.accessKeyId(), identity);
    }

    /** The identity behind an access key. */
    public Optional<Identity> find(String accessKeyId) {
        return Optional.ofNullable(byKey.get(accessKeyId));
    }
}

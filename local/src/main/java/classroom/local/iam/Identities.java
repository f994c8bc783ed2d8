package classroom.local.iam;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
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

    private final Map<String, Holder> byKey = new ConcurrentHashMap<>();
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Identity teacher = new Identity(TEACHER, "arn:aws:iam::" + ACCOUNT + ":user/teacher", null);

    /** @param end when the access key ends */
    private record Holder(Identity identity, Instant end) {}

    public Identities() {
        this(Clock.systemUTC());
    }

    /** @param clock by which sessions end */
    public Identities(Clock clock) {
        this.clock = clock;
        byKey.put(TEACHER, new Holder(teacher, Instant.MAX));
    }

    /** The teacher's administrator. */
    public Identity teacher() {
        return teacher;
    }

    /** Makes a new access key for a session of a role, such as an execution environment of a function. */
    public Identity issue(String role, String session) {
        return hold(sessionArn(role, session), role, Instant.MAX);
    }

    /**
     * Makes a new access key for a session of a role that somebody assumes.
     *
     * @param limited whether the role's policies decide what the session may do; else it may do everything
     * @param end when the key ends
     */
    public Identity assume(String role, String session, boolean limited, Instant end) {
        Instant now = clock.instant();
        byKey.values().removeIf(held -> held.end().isBefore(now)); // A long class sees many short sessions.
        return hold(sessionArn(role, session), limited ? role : null, end);
    }

    private Identity hold(String arn, String role, Instant end) {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        String key = "ASIA" + HexFormat.of().withUpperCase().formatHex(bytes);
        Identity identity = new Identity(key, arn, role);
        byKey.put(key, new Holder(identity, end));
        return identity;
    }

    /** The ARN of a session of a role. */
    static String sessionArn(String role, String session) {
        return "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role + "/" + session;
    }

    /** Forgets an access key. */
    public void revoke(Identity identity) {
        byKey.remove(identity.accessKeyId());
    }

    /** The identity behind an access key that has not ended. */
    public Optional<Identity> find(String accessKeyId) {
        return Optional.ofNullable(byKey.get(accessKeyId))
                .filter(held -> clock.instant().isBefore(held.end()))
                .map(Holder::identity);
    }
}

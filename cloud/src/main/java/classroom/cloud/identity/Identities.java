package classroom.cloud.identity;

import classroom.template.AwsEnvironment;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The access keys that the class knows. DynamoDB Local takes only keys of {@code [A-Za-z0-9]+}. */
public final class Identities {
    /** The access key of {@code ./classroom env}: the teacher. */
    public static final String TEACHER = "CLASSROOM";

    /** The account of the local class, as no real account has it. */
    public static final String ACCOUNT = "000000000000";

    /** The account as the ARNs of IAM and STS name it, without a Region. */
    public static final AwsEnvironment GLOBAL = new AwsEnvironment(ACCOUNT, "");

    /** The ARN of the teacher, a user. */
    public static final String TEACHER_ARN = GLOBAL.arn("iam", "user/teacher");

    /** By these a policy names the account (IAM User Guide, "AWS JSON policy elements: Principal"). */
    public static final Set<String> ACCOUNT_PRINCIPALS = Set.of(ACCOUNT, GLOBAL.arn("iam", "root"));

    private final Map<String, Holder> byKey = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Consumer<String> lambdaTrust;
    private final SecureRandom random = new SecureRandom();
    private final Identity teacher = new Identity(TEACHER, TEACHER_ARN, "", true, true);

    /**
     * @param end when the access key ends
     * @param ofConsole whether the console's page signs with it
     */
    private record Holder(Identity identity, Instant end, boolean ofConsole) {}

    /** Access keys of functions whose roles' trust policies nobody asks. */
    public Identities() {
        this(Clock.systemUTC(), role -> {});
    }

    /**
     * Begins with the teacher's access key only.
     *
     * @param clock for the end of sessions
     * @param lambdaTrust throws an exception if Lambda may not assume the role with this ARN
     */
    public Identities(Clock clock, Consumer<String> lambdaTrust) {
        this.clock = clock;
        this.lambdaTrust = lambdaTrust;
        byKey.put(TEACHER, new Holder(teacher, Instant.MAX, true));
    }

    /** The teacher's administrator. */
    public Identity teacher() {
        return teacher;
    }

    /**
     * Makes a new access key as Lambda does for a function.
     *
     * @param role the ARN of the function's role
     * @param session the function's name
     * @throws classroom.cloud.gateway.AwsError if Lambda may not assume the role
     */
    public Identity issue(String role, String session) {
        return issue(role, session, false);
    }

    /** Makes a new access key as {@link #issue} does, for the console's page. */
    public Identity issueToConsole(String role, String session) {
        return issue(role, session, true);
    }

    private Identity issue(String role, String session, boolean ofConsole) {
        lambdaTrust.accept(role);
        return hold(session(role, session), Instant.MAX, ofConsole);
    }

    /**
     * Makes a new access key for a session of a role that somebody may assume.
     *
     * @param session the session that gets the key
     * @param end the time when the key expires
     */
    public Identity assume(Identity session, Instant end) {
        Instant now = clock.instant();
        byKey.values().removeIf(held -> held.end().isBefore(now)); // A long class sees many short sessions.
        return hold(session, end, false);
    }

    private Identity hold(Identity session, Instant end, boolean ofConsole) {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        String key = "ASIA" + HexFormat.of().withUpperCase().formatHex(bytes);
        Identity identity = new Identity(key, session.arn(), session.role(), session.isAdministrator(), true);
        byKey.put(key, new Holder(identity, end, ofConsole));
        return identity;
    }

    /** A session of a role, limited by its policies, that has no access key yet. */
    public static Identity session(String role, String session) {
        String name = role.substring(role.lastIndexOf('/') + 1);
        return new Identity("", GLOBAL.arn("sts", "assumed-role/" + name + "/" + session), role, false, true);
    }

    /** Forgets the access keys of all sessions of the role of an ARN. */
    public void endSessions(String role) {
        byKey.values().removeIf(held -> held.identity().role().equals(role));
    }

    /** Forgets an access key. */
    public void revoke(Identity identity) {
        byKey.remove(identity.accessKeyId());
    }

    /** Whether the console's page signs with the access key of a caller: it is the teacher's, or was issued to it. */
    public boolean isOfConsole(Identity caller) {
        Holder held = byKey.get(caller.accessKeyId());
        return held != null && held.ofConsole();
    }

    /** The identity behind an access key that has not ended. */
    public Optional<Identity> find(String accessKeyId) {
        return Optional.ofNullable(byKey.get(accessKeyId))
                .filter(held -> clock.instant().isBefore(held.end()))
                .map(Holder::identity);
    }
}

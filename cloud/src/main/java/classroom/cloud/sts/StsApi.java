package classroom.cloud.sts;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.policy.ConditionKeys;
import classroom.template.policy.Question;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Security Token Service (query protocol): who am I, and the roles of the class.
 *
 * <p>A role is assumed by whom its trust policy and the caller's own policies allow. What the session may then do, the
 * role's policies decide. The roles of the CDK's bootstrap stack are the one exception: the class does not evaluate
 * their policies, so that only the teacher may assume one, and remains an administrator.
 */
public final class StsApi implements Service {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    /** AWS STS API Reference, AssumeRole, {@code DurationSeconds}: usual, least and most. */
    private static final int DURATION = 3600;

    private static final int SHORTEST = 900;
    private static final int LONGEST = 43_200;

    private static final Set<String> CARRIED_OUT = Set.of(
            "Action",
            "Version",
            "RoleArn",
            "RoleSessionName",
            "DurationSeconds",
            "ExternalId",
            "SourceIdentity",
            "Tags",
            "TransitiveTagKeys");

    /**
     * What else must be allowed for a parameter (IAM User Guide, "Pass session tags in AWS STS", "Monitor and
     * control").
     */
    private static final Map<String, String> ALSO =
            Map.of("Tags", "sts:TagSession", "SourceIdentity", "sts:SetSourceIdentity");

    private final Identities identities;
    private final Roles roles;
    private final RoleAuthorizer authorizer;
    private final Clock clock;

    public StsApi(Identities identities, Roles roles, RoleAuthorizer authorizer, Clock clock) {
        this.identities = identities;
        this.roles = roles;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public String signingName() {
        return "sts";
    }

    @Override
    public Reply answer(Call call) {
        Map<String, String> form = Protocol.form(call);
        String action = form.getOrDefault("Action", "");
        return switch (action) {
            // It takes no permission.
            case "GetCallerIdentity" ->
                Protocol.queryReply(
                        call,
                        NAMESPACE,
                        action,
                        result -> result.element("Arn", call.caller().arn())
                                .element("UserId", call.caller().userId())
                                .element("Account", Identities.ACCOUNT));
            case "AssumeRole" -> assumeRole(call, form);
            default -> throw AwsError.notCarriedOut("InvalidAction", action);
        };
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.queryError(call, error, NAMESPACE);
    }

    private Reply assumeRole(Call call, Map<String, String> form) {
        form.keySet().stream()
                .filter(name -> !CARRIED_OUT.contains(name.split("\\.", 2)[0]))
                .findFirst()
                .ifPresent(name -> {
                    throw new AwsError(400, "ValidationError", "The local class does not carry out " + name + ".");
                });
        String arn = required(form, "RoleArn");
        String session = required(form, "RoleSessionName");
        if (!session.matches("[\\w+=,.@-]{2,64}")) {
            throw invalid("RoleSessionName", session, "[\\w+=,.@-]* of 2 to 64 characters");
        }
        String seconds = form.getOrDefault("DurationSeconds", Integer.toString(DURATION));
        if (!seconds.matches("\\d{1,6}")
                || Integer.parseInt(seconds) < SHORTEST
                || Integer.parseInt(seconds) > LONGEST) {
            throw invalid("DurationSeconds", seconds, "a number between " + SHORTEST + " and " + LONGEST);
        }
        Role role = assumable(call.caller(), arn, form);
        Duration duration = duration(call.caller(), role, Integer.parseInt(seconds));
        Instant end = clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS);
        Identity identity = identities.assume(role.assumedBy(call.caller(), session), end);
        return Protocol.queryReply(
                call,
                NAMESPACE,
                "AssumeRole",
                result -> result.open("Credentials")
                        .element("AccessKeyId", identity.accessKeyId())
                        .element("SecretAccessKey", "classroom")
                        .element("SessionToken", identity.accessKeyId())
                        .element("Expiration", end.toString())
                        .close("Credentials")
                        .open("AssumedRoleUser")
                        .element("AssumedRoleId", identity.userId())
                        .element("Arn", identity.arn())
                        .close("AssumedRoleUser"));
    }

    /** The role of an ARN, if the caller may assume it so. */
    private Role assumable(Identity caller, String arn, Map<String, String> form) {
        Map<String, List<String>> context = new HashMap<>(Authorizer.AMBIENT);
        if (form.containsKey("ExternalId")) {
            context.put(ConditionKeys.EXTERNAL_ID, List.of(form.get("ExternalId")));
        }
        Question question = new Question(Authorizer.ASSUME_ROLE, arn, context);
        Role role = roles.find(arn).orElseThrow(() -> denied(question.refusal(caller.arn())));
        authorizer.checkAssume(caller, role, question);
        ALSO.forEach((parameter, action) -> {
            if (form.keySet().stream().anyMatch(name -> name.startsWith(parameter))) {
                authorizer.checkAssume(caller, role, new Question(action, arn, context));
            }
        });
        if (role.isOfBootstrap() && !caller.isAdministrator()) {
            throw denied(question.refusal(caller.arn()) + ": the local class does not evaluate the policies of the CDK"
                    + " bootstrap's roles, so that only the teacher may assume one");
        }
        return role;
    }

    /**
     * How long a session may last: as long as the role's may, and an hour if the caller is a role's session too (AWS
     * STS API Reference, AssumeRole, {@code DurationSeconds}; IAM User Guide, "Roles terms and concepts", role
     * chaining).
     */
    private static Duration duration(Identity caller, Role role, int seconds) {
        if (caller.isSession() && seconds > DURATION) {
            throw new AwsError(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                            + " chaining");
        }
        Duration duration = Duration.ofSeconds(seconds);
        if (duration.compareTo(role.longestSession()) > 0) {
            throw new AwsError(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return duration;
    }

    private static AwsError denied(String message) {
        return new AwsError(403, "AccessDenied", message);
    }

    private static String required(Map<String, String> form, String parameter) {
        String value = form.getOrDefault(parameter, "");
        if (value.isEmpty()) {
            throw invalid(parameter, value, "given");
        }
        return value;
    }

    private static AwsError invalid(String parameter, String value, String wanted) {
        return new AwsError(
                400,
                "ValidationError",
                "1 validation error detected: Value '" + value + "' at '" + Character.toLowerCase(parameter.charAt(0))
                        + parameter.substring(1) + "' failed to satisfy constraint: Member must be " + wanted);
    }
}

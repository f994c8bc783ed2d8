package classroom.cloud.sts;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.QueryService;
import classroom.cloud.gateway.Xml;
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
public final class StsApi extends QueryService {
    /** AWS STS API Reference, AssumeRole, {@code DurationSeconds}. */
    private static final int DURATION = 3600;

    /** The actions that no policy of the caller is asked about here (AWS STS API Reference, each under its name). */
    private static final Set<String> FREE = Set.of(
            "AssumeRole",
            "AssumeRoleWithSAML",
            "AssumeRoleWithWebIdentity",
            "GetAccessKeyInfo",
            "GetCallerIdentity",
            "GetSessionToken");

    private static final Set<String> CARRIED_OUT = Set.of(
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
        super("https://sts.amazonaws.com/doc/2011-06-15/", Form.members("sts"));
        this.identities = identities;
        this.roles = roles;
        this.authorizer = authorizer;
        this.clock = clock;
        on("GetCallerIdentity", StsApi::getCallerIdentity);
        on("AssumeRole", this::assumeRole);
    }

    @Override
    public String signingName() {
        return "sts";
    }

    /** Some actions take no permission, and the role to assume decides by itself. */
    @Override
    protected void check(Form form) {
        if (!FREE.contains(form.action())) {
            authorizer.check(
                    form.caller(),
                    Authorizer.question(
                            "sts:" + form.action(), form.text("RoleArn").orElse("*")));
        }
    }

    private static void getCallerIdentity(Form form, Xml xml) {
        xml.element("Arn", form.caller().arn())
                .element("UserId", form.caller().userId())
                .element("Account", Identities.ACCOUNT);
    }

    private void assumeRole(Form form, Xml xml) {
        form.given().stream()
                .filter(name -> !CARRIED_OUT.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Form.invalid("The local class does not carry out " + name + ".");
                });
        Role role = assumable(form.required("RoleArn"), form);
        Duration duration = duration(form.caller(), role, form.integer("DurationSeconds", DURATION));
        Instant end = clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS);
        Identity identity = identities.assume(role.assumedBy(form.caller(), form.required("RoleSessionName")), end);
        xml.open("Credentials")
                .element("AccessKeyId", identity.accessKeyId())
                .element("SecretAccessKey", "classroom")
                .element("SessionToken", identity.accessKeyId())
                .element("Expiration", end.toString())
                .close("Credentials")
                .open("AssumedRoleUser")
                .element("AssumedRoleId", identity.userId())
                .element("Arn", identity.arn())
                .close("AssumedRoleUser");
    }

    /** The role of an ARN, if the caller may assume it so. */
    private Role assumable(String arn, Form form) {
        Identity caller = form.caller();
        Map<String, List<String>> context = new HashMap<>(Authorizer.AMBIENT);
        form.text("ExternalId").ifPresent(id -> context.put(ConditionKeys.EXTERNAL_ID, List.of(id)));
        Question question = new Question(Authorizer.ASSUME_ROLE, arn, context);
        Role role = roles.find(arn).orElseThrow(() -> denied(question.refusal(caller.arn())));
        authorizer.checkAssume(caller, role, question);
        ALSO.forEach((parameter, action) -> {
            if (form.given().contains(parameter)) {
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
            throw Form.invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                            + " chaining");
        }
        Duration duration = Duration.ofSeconds(seconds);
        if (duration.compareTo(role.longestSession()) > 0) {
            throw Form.invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return duration;
    }

    private static AwsError denied(String message) {
        return new AwsError(403, "AccessDenied", message);
    }
}

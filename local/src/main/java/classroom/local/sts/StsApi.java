package classroom.local.sts;

import classroom.local.gateway.AwsError;
import classroom.local.gateway.Call;
import classroom.local.gateway.Protocol;
import classroom.local.gateway.Reply;
import classroom.local.gateway.Service;
import classroom.local.iam.Authorizer;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import classroom.local.iam.Role;
import classroom.local.iam.Roles;
import classroom.template.policy.ConditionKeys;
import classroom.template.policy.Evaluator;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.Question;
import classroom.template.policy.UnsupportedPolicyElement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Security Token Service (query protocol): who am I, and the roles of the class.
 *
 * <p>A role is assumed by whom its trust policy allows. What the session may then do, its policies decide if it is a
 * function's role. Other roles, such as those of the CDK's bootstrap stack, are not enforced here: their sessions may do
 * what the teacher may. AWS would hold them to their policies.
 */
public final class StsApi implements Service {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private static final String ASSUME = "sts:AssumeRole";

    /** AWS STS API Reference, AssumeRole, {@code DurationSeconds}: usual, least and most. */
    private static final int DURATION = 3600;

    private static final int SHORTEST = 900;
    private static final int LONGEST = 43_200;

    /** By these a trust policy may name the account. */
    private static final Set<String> ACCOUNT =
            Set.of(Identities.ACCOUNT, "arn:aws:iam::" + Identities.ACCOUNT + ":root");

    private final Identities identities;
    private final Roles roles;
    private final Authorizer authorizer;
    private final Clock clock;

    public StsApi(Identities identities, Roles roles, Authorizer authorizer, Clock clock) {
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
            default ->
                throw new AwsError(
                        400, "InvalidAction", "Could not find operation " + action + " for version 2011-06-15");
        };
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.queryError(call, error, NAMESPACE);
    }

    private Reply assumeRole(Call call, Map<String, String> form) {
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
        if (form.keySet().stream().anyMatch(name -> name.equals("Policy") || name.startsWith("PolicyArns."))) {
            throw new AwsError(400, "ValidationError", "The local class does not carry out session policies.");
        }
        Role role = assumable(call.caller(), arn, form);
        Instant end = clock.instant().plusSeconds(Integer.parseInt(seconds)).truncatedTo(ChronoUnit.SECONDS);
        Identity identity = identities.assume(role.name(), session, role.isForFunctions(), end);
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

    /**
     * The role of an ARN, if the caller may assume it: its trust policy names the caller, or it names the account and the
     * caller's own policies allow it (IAM User Guide, "Policy evaluation for requests within a single account").
     */
    private Role assumable(Identity caller, String arn, Map<String, String> form) {
        Role role = roles.find(arn.substring(arn.lastIndexOf('/') + 1))
                .filter(found -> arn.startsWith("arn:aws:iam::" + Identities.ACCOUNT + ":role/"))
                .orElseThrow(() -> denied(caller, arn, ""));
        Map<String, List<String>> context = new HashMap<>(Authorizer.AMBIENT);
        if (form.containsKey("ExternalId")) {
            context.put(ConditionKeys.EXTERNAL_ID, List.of(form.get("ExternalId")));
        }
        Question question = new Question(ASSUME, arn, context);
        Evaluator nothing = new Evaluator(List.of());
        try {
            List<PolicyDocument> trust =
                    List.of(PolicyDocument.parse(role.name(), PolicyDocument.Kind.TRUST, role.trust()));
            Set<String> names =
                    caller.role() == null ? Set.of(caller.arn()) : Set.of(caller.arn(), Roles.arn(caller.role()));
            Set<String> withAccount = new HashSet<>(ACCOUNT);
            withAccount.addAll(names);
            if (nothing.decide(question, names, trust).isAllowed()) {
                return role;
            }
            if (nothing.decide(question, withAccount, trust).isAllowed()) {
                authorizer.check(caller, question);
                return role;
            }
        } catch (UnsupportedPolicyElement e) {
            throw denied(caller, arn, ": the local class cannot read its trust policy: " + e.getMessage());
        }
        throw denied(caller, arn, "");
    }

    private static AwsError denied(Identity caller, String arn, String why) {
        return new AwsError(
                403,
                "AccessDenied",
                "User: " + caller.arn() + " is not authorized to perform: " + ASSUME + " on resource: " + arn + why);
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

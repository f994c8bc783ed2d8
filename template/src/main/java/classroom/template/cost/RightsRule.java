package classroom.template.cost;

import classroom.template.language.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds rights to make resources that outlive the stack or cost money. The worst is {@value #CREATE_LOG_GROUP}: with it
 * a function that still runs creates its log group again when the stack has just deleted it. A right that the price
 * table does not know is refused by name. A Deny does not help, because it may be removed tomorrow.
 *
 * <p>Source: IAM User Guide, "IAM JSON policy elements: Action", "NotAction", "Principal"; AWS Managed Policy
 * Reference.
 */
final class RightsRule {
    private static final String CREATE_LOG_GROUP = "logs:CreateLogGroup";
    private static final Set<String> DOCUMENT = Set.of("Id", "Statement", "Version");
    private static final Set<String> STATEMENT = Set.of(
            "Action",
            "Condition",
            "Effect",
            "NotAction",
            "NotPrincipal",
            "NotResource",
            "Principal",
            "Resource",
            "Sid");
    private static final Set<String> PRINCIPALS = Set.of("AWS", "CanonicalUser", "Service");
    private static final Pattern MANAGED_BY_AWS = Pattern.compile("arn:aws:iam::aws:policy/(.*)");

    /** AWS's own policies with the right to make log groups. */
    private static final Pattern MAKES_LOG_GROUPS = Pattern.compile(
            "(.*/)?(AWSLambda\\w*Execut\\w*|AdministratorAccess|PowerUserAccess|CloudWatch(Logs)?FullAccess(V2)?"
                    + "|CloudWatchLambdaInsightsExecutionRolePolicy)");

    private RightsRule() {}

    /** A policy of a role, a user or a group. */
    static void identity(Property document, Subject subject) {
        allowed(document, subject).forEach(statement -> actions(statement, subject));
    }

    /** A policy of a queue, a topic, a table or a log group. */
    static void resource(Property document, Subject subject) {
        allowed(document, subject).forEach(statement -> {
            actions(statement, subject);
            principals(statement, subject);
        });
    }

    /** A role's trust policy: what may be done is in its other policies. */
    static void trust(Property document, Subject subject) {
        allowed(document, subject).forEach(statement -> principals(statement, subject));
    }

    /** A managed policy: of the class, or one of AWS's whose every right is free. */
    static void managed(Property arn, Subject subject) {
        String text = arn.text().orElse("");
        Matcher byAws = MANAGED_BY_AWS.matcher(text);
        if (!byAws.matches()) {
            ReferenceRule.managedPolicy(arn, subject);
        } else if (MAKES_LOG_GROUPS.matcher(byAws.group(1)).matches()) {
            makesLogGroups(arn);
        } else if (!Types.current().isFreePolicy(byAws.group(1))) {
            subject.unknown(Texts.of("the managed policy %s", byAws.group(1)), arn.path());
        }
    }

    /** The statements that may allow something. */
    private static List<Property> allowed(Property written, Subject subject) {
        Property document = written.parsed();
        List<Property> allowed = new ArrayList<>();
        if (isObjectOf(document, DOCUMENT, subject)) {
            for (Property statement : document.all("Statement")) {
                if (isObjectOf(statement, STATEMENT, subject) && mayAllow(statement)) {
                    allowed.add(statement);
                }
            }
        }
        return allowed;
    }

    static boolean mayAllow(Property statement) {
        return statement.mayLack("Effect")
                || statement.all("Effect").stream()
                        .anyMatch(effect -> !effect.text().orElse("").equals("Deny"));
    }

    private static boolean isObjectOf(Property value, Set<String> members, Subject subject) {
        if (!value.isObject()) {
            value.refuseUnknown();
            return false;
        }
        value.names().stream()
                .filter(name -> !members.contains(name))
                .forEach(name -> subject.unknown(Texts.of("the policy element %s", name), value.path() + "." + name));
        return true;
    }

    private static void actions(Property statement, Subject subject) {
        List<Property> excluded = statement.all("NotAction");
        if (!excluded.isEmpty()) {
            if (excluded.stream().noneMatch(RightsRule::coversLogGroups)) {
                makesLogGroups(statement);
            } else {
                subject.unknown(Texts.of("a right to everything but some actions (NotAction)"), statement.path());
            }
            return;
        }
        boolean onArns = statement.all("NotResource").isEmpty()
                && statement.all("Resource").stream()
                        .allMatch(resource -> resource.text().orElse("*").matches("(arn:|\\$\\{).+"));
        List<String> unknown = new ArrayList<>();
        boolean logGroups = false;
        for (Property action : statement.all("Action")) {
            Optional<String> text = action.text().filter(name -> !name.contains("${"));
            if (text.isEmpty()) {
                action.refuseUnknown();
            } else if (coversLogGroups(action)) {
                logGroups = true;
            } else if (!Types.current().isFree(text.get())
                    && !(onArns && Types.current().isFreeOnArns(text.get()))) {
                unknown.add(text.get());
            }
        }
        if (logGroups) {
            makesLogGroups(statement);
        } else if (!unknown.isEmpty()) {
            statement.refuse(new Refusal(
                    Violation.Kind.UNKNOWN,
                    Texts.of("the right to %s", String.join(", ", unknown)),
                    Texts.of("it may cost money, or make resources that stay after destroy"),
                    Texts.of("allow what the class needs by its full name, or add it to types.json with its source")));
        }
    }

    private static boolean coversLogGroups(Property action) {
        return Types.glob(action.text().orElse("")).matcher(CREATE_LOG_GROUP).matches();
    }

    private static void makesLogGroups(Property right) {
        right.refuse(new Refusal(
                Violation.Kind.REMAINS,
                Texts.of("the right to make log groups (%s)", CREATE_LOG_GROUP),
                Refusal.STAYS,
                Texts.of("make the log group in the stack and allow only CreateLogStream and PutLogEvents on it")));
    }

    private static void principals(Property statement, Subject subject) {
        if (!statement.all("NotPrincipal").isEmpty()) {
            AnybodyRule.open(Texts.of("a permission for everybody but some (NotPrincipal)"), statement, subject);
        }
        for (Property principal : statement.all("Principal")) {
            if (principal.isObject() && isObjectOf(principal, PRINCIPALS, subject)) {
                principal
                        .names()
                        .forEach(kind -> principal.all(kind).forEach(each -> AnybodyRule.principal(each, subject)));
            } else {
                AnybodyRule.principal(principal, subject);
            }
        }
    }
}

package classroom.template.cost;

import classroom.template.AwsEnvironment;
import classroom.template.Resource;
import classroom.template.Template;
import classroom.template.language.Texts;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a function that may call itself without end: by writing to the table whose stream calls it, or by its own
 * destination, also by way of other functions, queues, topics and tables. A loop of rights without a table in it is
 * ended by Lambda itself, unless {@code RecursiveLoop} says otherwise, which is refused.
 *
 * <p>Source: AWS Lambda Developer Guide, "Use Lambda recursive loop detection to prevent infinite loops" (it sees
 * queues, topics and direct calls; a loop of which DynamoDB is a part it does not see).
 */
final class LoopRule {
    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final AwsEnvironment HERE = new AwsEnvironment("AWS-AccountId", "AWS-Region");
    private static final Pattern QUALIFIED = Pattern.compile("AWS::Lambda::(Alias|Version)");

    /** Rights that set off what follows from a resource of that type. */
    private static final Map<String, List<String>> RIGHTS = Map.of(
            TABLE,
            List.of(
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:PartiQLInsert",
                    "dynamodb:PartiQLUpdate",
                    "dynamodb:PartiQLDelete"),
            FUNCTION,
            List.of("lambda:InvokeFunction", "lambda:InvokeFunctionUrl"),
            "AWS::Lambda::Alias",
            List.of("lambda:InvokeFunction", "lambda:InvokeFunctionUrl"),
            "AWS::Lambda::Version",
            List.of("lambda:InvokeFunction", "lambda:InvokeFunctionUrl"),
            "AWS::SQS::Queue",
            List.of("sqs:SendMessage"),
            "AWS::SNS::Topic",
            List.of("sns:Publish"));

    private final String stack;
    private final Template template;
    private final Appraisal appraisal;

    /** Who sets off whom, by logical id. */
    private final Map<String, Set<String>> next = new LinkedHashMap<>();

    /** Those that event source mappings and destinations do by themselves, with any code. */
    private final Map<String, Set<String>> configured = new LinkedHashMap<>();

    private LoopRule(String stack, Template template, Appraisal appraisal) {
        this.stack = stack;
        this.template = template;
        this.appraisal = appraisal;
    }

    static void judge(String stack, Template template, Appraisal appraisal) {
        new LoopRule(stack, template, appraisal).judge();
    }

    private void judge() {
        template.resources()
                .values()
                .forEach(resource -> edges(resource, subject(resource).properties()));
        configured.forEach((from, to) -> edges(next, Set.of(from), to));
        template.resources().values().stream()
                .filter(resource -> resource.type().equals(FUNCTION))
                .map(Resource::id)
                .filter(this::loops)
                .forEach(this::refuse);
    }

    private void edges(Resource resource, Property properties) {
        switch (resource.type()) {
            case "AWS::Lambda::EventSourceMapping" -> {
                Set<String> functions = named(resource, properties.all("FunctionName"));
                edges(configured, named(resource, properties.all("EventSourceArn")), functions);
                edges(next, functions, destinations(resource, properties));
            }
            case "AWS::Lambda::EventInvokeConfig" ->
                edges(configured, named(resource, properties.all("FunctionName")), destinations(resource, properties));
            case FUNCTION -> {
                properties
                        .all("DeadLetterConfig")
                        .forEach(letters ->
                                edges(next, Set.of(resource.id()), named(resource, letters.all("TargetArn"))));
                subject(resource)
                        .named(properties, "Role")
                        .forEach(role -> edges(next, Set.of(resource.id()), allowed(role)));
            }
            case "AWS::SQS::Queue" -> edges(next, Set.of(resource.id()), deadLetters(resource, properties));
            case "AWS::SNS::Topic" ->
                properties
                        .all("Subscription")
                        .forEach(each -> edges(next, Set.of(resource.id()), named(resource, each.all("Endpoint"))));
            case "AWS::SNS::Subscription" -> {
                Set<String> topics = named(resource, properties.all("TopicArn"));
                edges(next, topics, named(resource, properties.all("Endpoint")));
                edges(next, topics, deadLetters(resource, properties));
            }
            default -> {
                // Nothing that sets off anything.
            }
        }
    }

    private Set<String> destinations(Resource resource, Property properties) {
        Set<String> destinations = new LinkedHashSet<>();
        for (Property config : properties.all("DestinationConfig")) {
            for (String when : List.of("OnSuccess", "OnFailure")) {
                config.all(when).forEach(then -> destinations.addAll(named(resource, then.all("Destination"))));
            }
        }
        return destinations;
    }

    private Set<String> deadLetters(Resource resource, Property properties) {
        Set<String> queues = new LinkedHashSet<>();
        properties
                .all("RedrivePolicy")
                .forEach(policy -> queues.addAll(named(resource, policy.parsed().all("deadLetterTargetArn"))));
        return queues;
    }

    /** Lambda ends the loops that it sees, but not a loop through a table. */
    private boolean loops(String function) {
        return reached(configured, function).contains(function)
                || reached(next, function).stream()
                        .filter(id -> template.resources().get(id).type().equals(TABLE))
                        .anyMatch(table -> reached(next, table).contains(function));
    }

    private void refuse(String function) {
        appraisal.refuse(new Violation(
                Violation.Kind.UNBOUNDED,
                Texts.of("a function that may call itself without end"),
                Texts.of("it may write to what sets it off, by way of %s", String.join(", ", reached(next, function))),
                List.of(stack + "/" + function),
                Texts.of("let it write to another table, or take the trigger away")));
    }

    private static Set<String> reached(Map<String, Set<String>> graph, String from) {
        Set<String> reached = new LinkedHashSet<>();
        reach(graph, from, reached);
        return reached;
    }

    private static void reach(Map<String, Set<String>> graph, String from, Set<String> reached) {
        for (String id : graph.getOrDefault(from, Set.of())) {
            if (reached.add(id)) {
                reach(graph, id, reached);
            }
        }
    }

    private static void edges(Map<String, Set<String>> graph, Set<String> from, Set<String> to) {
        from.forEach(
                id -> graph.computeIfAbsent(id, any -> new LinkedHashSet<>()).addAll(to));
    }

    /** What a role may trigger: by its own policies, by attached policies and by the resources' policies. */
    private Set<String> allowed(Resource role) {
        Set<String> ids = new LinkedHashSet<>();
        for (Resource resource : template.resources().values()) {
            Property properties = subject(resource).properties();
            List<Property> documents = properties.all("PolicyDocument");
            if (resource.equals(role)) {
                properties
                        .all("Policies")
                        .forEach(policy -> policy.all("PolicyDocument")
                                .forEach(document -> ids.addAll(allowed(resource, document))));
            } else if (resource.type().equals(TABLE)) {
                properties
                        .all("ResourcePolicy")
                        .forEach(policy -> policy.all("PolicyDocument")
                                .forEach(document -> ids.addAll(opened(resource, document, List.of(resource), role))));
            } else if (resource.type().equals("AWS::Lambda::Permission")) {
                ids.addAll(opened(resource, properties, subject(resource).named(properties, "FunctionName"), role));
            } else if (isAttached(resource, properties, role)) {
                documents.forEach(document -> ids.addAll(allowed(resource, document)));
            } else {
                Types.current()
                        .known(resource.type())
                        .map(Types.Known::opens)
                        .ifPresent(member -> documents.forEach(document -> ids.addAll(
                                opened(resource, document, subject(resource).named(properties, member), role))));
            }
        }
        return ids;
    }

    private boolean isAttached(Resource policy, Property properties, Resource role) {
        Subject subject = subject(policy);
        return subject.named(properties, "Roles").contains(role)
                || policy.type().equals("AWS::IAM::RolePolicy")
                        && subject.named(properties, "RoleName").contains(role)
                || subject(role)
                        .named(subject(role).properties(), "ManagedPolicyArns")
                        .contains(policy);
    }

    /** By a policy of the role's. */
    private Set<String> allowed(Resource policy, Property document) {
        Set<String> ids = new LinkedHashSet<>();
        for (Property statement : statements(document)) {
            for (Resource target : template.resources().values()) {
                if (mayUse(statement, target)
                        && (!statement.all("NotResource").isEmpty()
                                || statement.all("Resource").stream().anyMatch(each -> covers(policy, each, target)))) {
                    ids.addAll(setOff(target));
                }
            }
        }
        return ids;
    }

    /** By a policy of the targets', which names the role. A Lambda permission is one such statement. */
    private Set<String> opened(Resource policy, Property document, List<Resource> targets, Resource role) {
        Set<String> ids = new LinkedHashSet<>();
        List<Property> statements = document.names().contains("Principal") ? List.of(document) : statements(document);
        for (Property statement : statements) {
            boolean named = !statement.all("NotPrincipal").isEmpty()
                    || statement.all("Principal").stream()
                            .flatMap(each -> each.isObject() ? each.all("AWS").stream() : List.of(each).stream())
                            .anyMatch(each -> covers(policy, each, role));
            if (named) {
                targets.stream()
                        .filter(target -> mayUse(statement, target))
                        .forEach(target -> ids.addAll(setOff(target)));
            }
        }
        return ids;
    }

    private static List<Property> statements(Property document) {
        return document.parsed().all("Statement");
    }

    private static boolean mayUse(Property statement, Resource target) {
        return RightsRule.mayAllow(statement)
                && statement.all("Action").stream()
                        .map(action -> Types.glob(action.text().orElse("*")))
                        .anyMatch(action -> RIGHTS.getOrDefault(target.type(), List.of()).stream()
                                .anyMatch(right -> action.matcher(right).matches()));
    }

    /**
     * Whether a policy's pattern may mean a resource. Of the account and the Region it is not asked: they may be these.
     */
    private boolean covers(Resource policy, Property pattern, Resource target) {
        Subject subject = subject(policy);
        Optional<String> text = pattern.text()
                .map(Subject::plain)
                .map(arn ->
                        arn.replaceFirst("^arn:aws:sts::([^:]*):assumed-role/([^/]+)/.*", "arn:aws:iam::$1:role/$2"));
        if (text.isEmpty() || subject.named(pattern).contains(target)) {
            return true;
        }
        Optional<String> kind = Optional.ofNullable(
                switch (target.type()) {
                    case TABLE -> HERE.arn("dynamodb", "table/");
                    case FUNCTION -> HERE.arn("lambda", "function:");
                    case "AWS::SQS::Queue" -> HERE.arn("sqs", "");
                    case "AWS::SNS::Topic" -> HERE.arn("sns", "");
                    case "AWS::IAM::Role" -> HERE.global().arn("iam", "role/");
                    default -> null;
                });
        List<String> names = subject.names(target);
        if (names.isEmpty() && !Subject.nameOf(target).isMissingNode()) {
            // Only the deployment settles the name.
            return kind.filter(prefix -> text.get().contains(":" + prefix.split(":")[2] + ":"))
                    .isPresent();
        }
        // A name that AWS makes begins with the stack's and the resource's.
        List<String> known = names.isEmpty() ? List.of("AWS-StackName-" + target.id() + "-X") : names;
        return kind.stream()
                .flatMap(prefix -> known.stream().map(prefix::concat))
                .anyMatch(arn -> matches(
                        text.get().replaceAll("\\$\\{" + target.id() + "(\\.Arn)?}", Matcher.quoteReplacement(arn)),
                        arn));
    }

    private static boolean matches(String pattern, String arn) {
        String[] parts = pattern.split(":", 6);
        String[] own = arn.split(":", 6);
        String here =
                parts.length < 6 ? pattern : String.join(":", parts[0], parts[1], parts[2], own[3], own[4], parts[5]);
        // A function's pattern may go on with a qualifier.
        return Types.glob(here).matcher(arn).matches()
                || Types.glob(here).matcher(arn + ":$LATEST").matches();
    }

    private Set<String> named(Resource resource, List<Property> values) {
        Set<String> ids = new LinkedHashSet<>();
        values.forEach(value -> subject(resource).named(value).forEach(found -> ids.addAll(setOff(found))));
        return ids;
    }

    /** The resource, or the functions of which it is an alias or a version. */
    private Set<String> setOff(Resource found) {
        if (!QUALIFIED.matcher(found.type()).matches()) {
            return Set.of(found.id());
        }
        Set<String> functions = new LinkedHashSet<>();
        subject(found).named(subject(found).properties(), "FunctionName").stream()
                .filter(each -> each.type().equals(FUNCTION))
                .forEach(each -> functions.add(each.id()));
        return functions;
    }

    private Subject subject(Resource resource) {
        return new Subject(stack, template, resource, appraisal);
    }
}

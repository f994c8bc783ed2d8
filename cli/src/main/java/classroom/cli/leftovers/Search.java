package classroom.cli.leftovers;

import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Looks through every service that a class has something in. A service that cannot be asked is named, never taken for
 * empty.
 */
final class Search {
    private static final String CLOUDFORMATION = "2010-05-15";
    private static final String IAM = "2010-05-08";

    /** AWS CDK Developer Guide, "Bootstrapping": the name unless another was given. */
    private static final String BOOTSTRAP = "CDKToolkit";

    /** The output of a class's stack that is the setting {@code selfDestruct}. */
    private static final String END = "ClassEndsUtc";

    /** What a stack no longer has, or never will take away. */
    private static final Set<String> GONE = Set.of("DELETE_COMPLETE", "DELETE_SKIPPED");

    /** How services say that something went between its listing and the question for its tags. */
    private static final Set<String> NOT_THERE = Set.of(
            "ResourceNotFoundException",
            "NotFoundException",
            "NoSuchEntity",
            "QueueDoesNotExist",
            "AWS.SimpleQueueService.NonExistentQueue");

    private static final Listing TABLES = new Listing(
            "dynamodb",
            "DynamoDB_20120810.ListTables",
            "TableNames",
            "ExclusiveStartTableName",
            "LastEvaluatedTableName");
    private static final Listing FUNCTIONS =
            new Listing("lambda", "/2015-03-31/functions/", "Functions", "Marker", "NextMarker");
    private static final Listing MAPPINGS =
            new Listing("lambda", "/2015-03-31/event-source-mappings/", "EventSourceMappings", "Marker", "NextMarker");
    private static final Listing LOG_GROUPS =
            new Listing("logs", "Logs_20140328.DescribeLogGroups", "logGroups", "nextToken", "nextToken");
    private static final Listing QUEUES =
            new Listing("sqs", "AmazonSQS.ListQueues", "QueueUrls", "NextToken", "NextToken");
    private static final Listing SCHEDULES =
            new Listing("scheduler", "/schedules", "Schedules", "NextToken", "NextToken");
    private static final Listing BUDGETS =
            new Listing("budgets", "AWSBudgetServiceGateway.DescribeBudgets", "Budgets", "NextToken", "NextToken");

    private final Account account;
    private final Aws aws;
    private Marks marks;
    private final List<Found> found = new ArrayList<>();
    private final List<String> apart = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Map<String, String> stackOf = new HashMap<>();
    private final Map<String, Integer> resourcesOf = new LinkedHashMap<>();
    private AwsEnvironment place;

    private Search(Account account, Aws aws, Marks marks) {
        this.account = account;
        this.aws = aws;
        this.marks = marks;
    }

    /**
     * What was found.
     *
     * @param left of the class
     * @param apart what is of the CDK and not of the class
     * @param missing services that the local class does not have
     * @param failures services that could not be asked, and why
     */
    record Result(List<Found> left, List<String> apart, List<String> missing, List<String> failures) {}

    static Result in(Account account, Marks marks) {
        try (Aws aws = new Aws(account)) {
            return new Search(account, aws, marks).run();
        }
    }

    private Result run() {
        Set<String> served = account.local().isPresent() ? served() : Set.of();
        String accountId = Aws.text(aws.query("sts", "2011-06-15", "GetCallerIdentity", Map.of()), "Account");
        place = new AwsEnvironment(accountId, account.region());
        Map<String, Runnable> services = new LinkedHashMap<>();
        services.put("cloudformation", this::stacks);
        services.put("dynamodb", this::tables);
        services.put("lambda", this::functions);
        services.put("logs", this::logGroups);
        services.put("sqs", this::queues);
        services.put("iam", this::roles);
        services.put("scheduler", this::schedules);
        services.put("budgets", this::budgets);
        services.forEach((service, look) -> {
            if (account.local().isPresent() && !served.contains(service)) {
                missing.add(service);
                return;
            }
            try {
                look.run();
            } catch (Aws.Failure e) {
                failures.add(e.getMessage());
            }
        });
        // What a stack that is still there will take along is counted with it.
        List<Found> left =
                found.stream().filter(each -> !stackOf.containsKey(each.id())).toList();
        return new Result(left, List.copyOf(apart), List.copyOf(missing), List.copyOf(failures));
    }

    /** What the class on this port serves; it says so itself. */
    private Set<String> served() {
        Set<String> names = new HashSet<>();
        aws.rest("sts", "/_classroom/status").path("signingNames").forEach(name -> names.add(name.asText()));
        return names;
    }

    private void stacks() {
        Marks ours = marks;
        pages(
                "cloudformation",
                CLOUDFORMATION,
                "DescribeStacks",
                Map.of(),
                "NextToken",
                page -> members(page, "Stacks").forEach(stack -> {
                    String name = child(stack, "StackName");
                    if (name.equals(BOOTSTRAP)) {
                        bootstrap(name);
                        return;
                    }
                    Map<String, String> tags = tags(stack, "Tags");
                    ours.why(name, tags).ifPresentOrElse(why -> keepStack(name, state(stack), why), () -> {
                        marks = marks.beside(name);
                        if (ours.isAClass(tags)) {
                            apart.add("another class, the stack " + name + ": " + state(stack));
                        }
                    });
                }));
    }

    private void keepStack(String name, String state, String why) {
        int resources = resources(name);
        found.add(Found.of(
                "stack",
                name,
                state + ", with " + (resources == 1 ? "1 resource" : resources + " resources") + "; " + why,
                "aws cloudformation delete-stack --stack-name " + name));
    }

    /** Its status and when it deletes itself, which the output of that name tells ({@code -c selfDestruct}). */
    private static String state(Element stack) {
        return child(stack, "StackStatus")
                + members(stack, "Outputs").stream()
                        .filter(output -> child(output, "OutputKey").equals(END))
                        .map(output -> ", ends " + child(output, "OutputValue") + " UTC")
                        .findFirst()
                        .orElse(", no end is set");
    }

    /** How many resources a stack has; notes which. */
    private int resources(String stack) {
        List<String> ids = new ArrayList<>();
        pages(
                "cloudformation",
                CLOUDFORMATION,
                "ListStackResources",
                Map.of("StackName", stack),
                "NextToken",
                page -> members(page, "StackResourceSummaries").stream()
                        .filter(resource -> !GONE.contains(child(resource, "ResourceStatus")))
                        .map(resource -> child(resource, "PhysicalResourceId"))
                        .filter(id -> !id.isEmpty())
                        .forEach(ids::add));
        ids.forEach(id -> stackOf.put(id, stack));
        return ids.size();
    }

    private void bootstrap(String stack) {
        List<String> kept = new ArrayList<>();
        pages(
                "cloudformation",
                CLOUDFORMATION,
                "ListStackResources",
                Map.of("StackName", stack),
                "NextToken",
                page -> members(page, "StackResourceSummaries").stream()
                        .filter(resource ->
                                child(resource, "ResourceType").matches("AWS::S3::Bucket|AWS::ECR::Repository"))
                        .map(resource -> child(resource, "PhysicalResourceId"))
                        .forEach(kept::add));
        apart.add("the CDK's own stack " + stack + " with its assets in " + String.join(" and ", kept)
                + ": cents a month, may be shared with other CDK apps. Only where there is none: empty and "
                + "delete the bucket, then aws cloudformation delete-stack --stack-name " + stack + account.options());
    }

    private void tables() {
        each(TABLES, Map.of(), item -> {
            String name = item.asText();
            String arn = place.arn("dynamodb", "table/" + name);
            JsonNode tags = aws.json("dynamodb", "DynamoDB_20120810.ListTagsOfResource", Map.of("ResourceArn", arn));
            keep(
                    "table",
                    name,
                    marks.why(name, pairs(tags.path("Tags"))),
                    "aws dynamodb delete-table --table-name " + name);
        });
    }

    private void functions() {
        Set<String> ours = new HashSet<>();
        each(FUNCTIONS, Map.of(), item -> {
            String name = item.path("FunctionName").asText();
            JsonNode function = aws.rest("lambda", FUNCTIONS.operation() + Aws.encode(name));
            Optional<String> why = marks.why(name, object(function.path("Tags")));
            why.ifPresent(any -> ours.add(name));
            keep("function", name, why, "aws lambda delete-function --function-name " + name);
        });
        each(MAPPINGS, Map.of(), mapping -> {
            String function = mapping.path("FunctionArn").asText().replaceFirst(".*:function:([^:]+).*", "$1");
            String id = mapping.path("UUID").asText();
            String arn = place.arn("lambda", "event-source-mapping:" + id);
            JsonNode tags = aws.rest("lambda", "/2017-03-31/tags/" + Aws.encode(arn));
            keep(
                    "event source mapping",
                    id,
                    marks.whyCalls(function, ours.contains(function), object(tags.path("Tags"))),
                    "aws lambda delete-event-source-mapping --uuid " + id);
        });
    }

    private void logGroups() {
        each(LOG_GROUPS, Map.of("logGroupNamePrefix", "/aws/lambda/"), group -> {
            String name = group.path("logGroupName").asText();
            String arn = group.path("arn").asText().replaceFirst(":\\*$", "");
            JsonNode tags = aws.json("logs", "Logs_20140328.ListTagsForResource", Map.of("resourceArn", arn));
            keep(
                    "log group",
                    name,
                    marks.why(name, object(tags.path("tags"))),
                    "aws logs delete-log-group --log-group-name " + name);
        });
    }

    private void queues() {
        // Without a number SQS gives the first thousand and no token.
        each(QUEUES, Map.of("MaxResults", 1000), item -> {
            String url = item.asText();
            JsonNode tags = aws.json("sqs", "AmazonSQS.ListQueueTags", Map.of("QueueUrl", url));
            keep(
                    "queue",
                    url,
                    marks.why(url.substring(url.lastIndexOf('/') + 1), object(tags.path("Tags"))),
                    "aws sqs delete-queue --queue-url " + url);
        });
    }

    private void roles() {
        pages(
                "iam",
                IAM,
                "ListRoles",
                Map.of(),
                "Marker",
                page -> members(page, "Roles").stream()
                        // Service-linked roles are AWS's own.
                        .filter(role -> !child(role, "Path").startsWith("/aws-service-role/"))
                        .map(role -> child(role, "RoleName"))
                        .forEach(name -> unlessGone(() -> role(name))));
    }

    private void role(String name) {
        Map<String, String> request = Map.of("RoleName", name);
        Map<String, String> tags = tags(aws.query("iam", IAM, "ListRoleTags", request), "Tags");
        marks.why(name, tags).ifPresent(why -> {
            List<String> removal = new ArrayList<>();
            texts(aws.query("iam", IAM, "ListRolePolicies", request), "PolicyNames")
                    .forEach(policy ->
                            removal.add("aws iam delete-role-policy --role-name " + name + " --policy-name " + policy));
            members(aws.query("iam", IAM, "ListAttachedRolePolicies", request), "AttachedPolicies")
                    .forEach(policy -> removal.add("aws iam detach-role-policy --role-name " + name + " --policy-arn "
                            + child(policy, "PolicyArn")));
            removal.add("aws iam delete-role --role-name " + name);
            found.add(new Found("role", name, why, removal));
        });
    }

    private void schedules() {
        each(SCHEDULES, Map.of(), schedule -> {
            String name = schedule.path("Name").asText();
            // Schedules have no tags; only their groups do.
            keep(
                    "schedule",
                    name,
                    marks.why(name),
                    "aws scheduler delete-schedule --name " + name + " --group-name "
                            + schedule.path("GroupName").asText("default"));
        });
    }

    private void budgets() {
        each(BUDGETS, Map.of("AccountId", place.account()), budget -> {
            String name = budget.path("BudgetName").asText();
            String arn = "arn:aws:budgets::" + place.account() + ":budget/" + name;
            JsonNode tags =
                    aws.json("budgets", "AWSBudgetServiceGateway.ListTagsForResource", Map.of("ResourceARN", arn));
            keep(
                    "budget",
                    name,
                    marks.why(name, pairs(tags.path("ResourceTags"))),
                    "aws budgets delete-budget --account-id " + place.account() + " --budget-name \"" + name + "\"");
        });
    }

    private void keep(String kind, String id, Optional<String> why, String removal) {
        why.ifPresent(reason -> found.add(Found.of(kind, id, reason, removal)));
    }

    /** Every page of a query protocol's list. */
    private void pages(
            String service,
            String version,
            String action,
            Map<String, String> parameters,
            String token,
            Consumer<Element> page) {
        Map<String, String> request = new LinkedHashMap<>(parameters);
        String marker;
        do {
            Element result = aws.query(service, version, action, request);
            page.accept(result);
            marker = child(result, token);
            request.put(token, marker);
        } while (!marker.isEmpty());
    }

    /** Every item of every page of a list. */
    private void each(Listing listing, Map<String, ?> parameters, Consumer<JsonNode> item) {
        Map<String, Object> request = new LinkedHashMap<>(parameters);
        String token;
        do {
            JsonNode page = listing.ask(aws, request);
            page.path(listing.list()).forEach(each -> unlessGone(() -> item.accept(each)));
            token = page.hasNonNull(listing.returned())
                    ? page.path(listing.returned()).asText()
                    : "";
            request.put(listing.sent(), token);
        } while (!token.isEmpty());
    }

    private static void unlessGone(Runnable look) {
        try {
            look.run();
        } catch (Aws.Failure e) {
            if (!NOT_THERE.contains(e.code())) {
                throw e;
            }
        }
    }

    private static Map<String, String> tags(Element element, String name) {
        Map<String, String> tags = new HashMap<>();
        members(element, name).forEach(tag -> tags.put(child(tag, "Key"), child(tag, "Value")));
        return tags;
    }

    private static Map<String, String> pairs(JsonNode list) {
        Map<String, String> pairs = new HashMap<>();
        list.forEach(
                tag -> pairs.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return pairs;
    }

    private static Map<String, String> object(JsonNode object) {
        Map<String, String> pairs = new HashMap<>();
        object.properties()
                .forEach(tag -> pairs.put(tag.getKey(), tag.getValue().asText()));
        return pairs;
    }

    /** The {@code member}s of a child of that name. */
    private static List<Element> members(Element element, String name) {
        List<Element> members = new ArrayList<>();
        for (Element list : children(element, name)) {
            members.addAll(children(list, "member"));
        }
        return members;
    }

    private static List<String> texts(Element element, String name) {
        return members(element, name).stream().map(Node::getTextContent).toList();
    }

    private static String child(Element element, String name) {
        return children(element, name).stream()
                .map(Node::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static List<Element> children(Element element, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                children.add(child);
            }
        }
        return children;
    }
}

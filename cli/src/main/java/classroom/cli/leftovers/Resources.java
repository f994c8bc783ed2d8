package classroom.cli.leftovers;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import classroom.cli.client.Request;
import classroom.cli.client.ServiceException;
import classroom.template.AwsEnvironment;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Looks through the services for what carries the class's marks, stack or no stack. */
final class Resources {
    private static final String IAM = "&Version=2010-05-08";

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
    private static final Listing MAPPINGS =
            new Listing("lambda", "/2015-03-31/event-source-mappings/", "EventSourceMappings", "Marker", "NextMarker");
    private static final Listing LOG_GROUPS =
            new Listing("logs", "Logs_20140328.DescribeLogGroups", "logGroups", "nextToken", "nextToken");
    private static final Listing QUEUES =
            new Listing("sqs", "AmazonSQS.ListQueues", "QueueUrls", "NextToken", "NextToken");
    private static final Listing ROLES = new Listing("iam", "Action=ListRoles" + IAM, "Roles", "Marker", "Marker");
    private static final Listing SCHEDULES =
            new Listing("scheduler", "/schedules", "Schedules", "NextToken", "NextToken");
    private static final Listing BUDGETS =
            new Listing("budgets", "AWSBudgetServiceGateway.DescribeBudgets", "Budgets", "NextToken", "NextToken");

    private final Client client;
    private final AwsEnvironment place;
    private final Marks marks;
    private final List<Found> found = new ArrayList<>();

    Resources(Client client, AwsEnvironment place, Marks marks) {
        this.client = client;
        this.place = place;
        this.marks = marks;
    }

    /** How each service is looked through, by its signing name, in the order of the answer. */
    Map<String, Runnable> looks() {
        Map<String, Runnable> looks = new LinkedHashMap<>();
        looks.put("dynamodb", this::tables);
        looks.put("lambda", this::functions);
        looks.put("logs", this::logGroups);
        looks.put("sqs", this::queues);
        looks.put("iam", this::roles);
        looks.put("scheduler", this::schedules);
        looks.put("budgets", this::budgets);
        return looks;
    }

    /** What was found so far. */
    List<Found> found() {
        return found;
    }

    private void tables() {
        each(TABLES, input(), item -> {
            String name = item.asText();
            ObjectNode arn = input().put("ResourceArn", place.arn("dynamodb", "table/" + name));
            JsonNode tags = call(TABLES, "ListTagsOfResource", arn).path("Tags");
            keep(Texts.later("table"), name, why(name, tags), "aws dynamodb delete-table --table-name " + name);
        });
    }

    private void functions() {
        Set<String> ours = new HashSet<>();
        each(Listing.FUNCTIONS, input(), item -> {
            String name = item.path("FunctionName").asText();
            JsonNode function = client.get("lambda", Listing.FUNCTIONS.operation() + Request.encode(name));
            String why = why(name, function.path("Tags"));
            if (why != null) {
                ours.add(name);
            }
            keep(Texts.later("function"), name, why, "aws lambda delete-function --function-name " + name);
        });
        each(MAPPINGS, input(), mapping -> {
            String function = mapping.path("FunctionArn").asText().replaceFirst(".*:function:([^:]+).*", "$1");
            String id = mapping.path("UUID").asText();
            String arn = place.arn("lambda", "event-source-mapping:" + id);
            JsonNode tags = client.get("lambda", "/2017-03-31/tags/" + Request.encode(arn))
                    .path("Tags");
            String why = marks.whyCalls(function, ours.contains(function), Marks.tagsIn(tags))
                    .orElse(null);
            keep(Texts.later("event source mapping"), id, why, "aws lambda delete-event-source-mapping --uuid " + id);
        });
    }

    private void logGroups() {
        each(LOG_GROUPS, input().put("logGroupNamePrefix", "/aws/lambda/"), group -> {
            String name = group.path("logGroupName").asText();
            ObjectNode arn =
                    input().put("resourceArn", group.path("arn").asText().replaceFirst(":\\*$", ""));
            JsonNode tags = call(LOG_GROUPS, "ListTagsForResource", arn).path("tags");
            keep(Texts.later("log group"), name, why(name, tags), "aws logs delete-log-group --log-group-name " + name);
        });
    }

    private void queues() {
        // Without a number SQS gives the first thousand and no token.
        each(QUEUES, input().put("MaxResults", 1000), item -> {
            String url = item.asText();
            JsonNode tags =
                    call(QUEUES, "ListQueueTags", input().put("QueueUrl", url)).path("Tags");
            String name = url.substring(url.lastIndexOf('/') + 1);
            keep(Texts.later("queue"), url, why(name, tags), "aws sqs delete-queue --queue-url " + url);
        });
    }

    private void roles() {
        each(ROLES, input(), role -> {
            // Service-linked roles are AWS's own.
            if (!role.path("Path").asText().startsWith("/aws-service-role/")) {
                role(role.path("RoleName").asText());
            }
        });
    }

    private void role(String name) {
        marks.why(name, Marks.tagsIn(role("ListRoleTags", name).path("Tags"))).ifPresent(why -> {
            List<String> removal = new ArrayList<>();
            String role = " --role-name " + name;
            role("ListRolePolicies", name)
                    .path("PolicyNames")
                    .forEach(policy ->
                            removal.add("aws iam delete-role-policy" + role + " --policy-name " + policy.asText()));
            role("ListAttachedRolePolicies", name)
                    .path("AttachedPolicies")
                    .findValuesAsText("PolicyArn")
                    .forEach(policy -> removal.add("aws iam detach-role-policy" + role + " --policy-arn " + policy));
            removal.add("aws iam delete-role" + role);
            found.add(new Found(Texts.later("role"), name, why, removal));
        });
    }

    private JsonNode role(String action, String name) {
        return client.query("iam", "Action=" + action + IAM, input().put("RoleName", name));
    }

    private void schedules() {
        each(SCHEDULES, input(), schedule -> {
            String name = schedule.path("Name").asText();
            String group = schedule.path("GroupName").asText("default");
            // Schedules have no tags; only their groups do.
            keep(
                    Texts.later("schedule"),
                    name,
                    marks.why(name).orElse(null),
                    "aws scheduler delete-schedule --name " + name + " --group-name " + group);
        });
    }

    private void budgets() {
        String account = place.account();
        each(BUDGETS, input().put("AccountId", account), budget -> {
            String name = budget.path("BudgetName").asText();
            ObjectNode arn = input().put("ResourceARN", place.global().arn("budgets", "budget/" + name));
            JsonNode tags = call(BUDGETS, "ListTagsForResource", arn).path("ResourceTags");
            String removal = "aws budgets delete-budget --account-id " + account + " --budget-name \"" + name + "\"";
            keep(Texts.later("budget"), name, why(name, tags), removal);
        });
    }

    private String why(String name, JsonNode tags) {
        return marks.why(name, Marks.tagsIn(tags)).orElse(null);
    }

    /** @param why it is the class's, {@code null} if it is not */
    private void keep(String kind, String id, String why, String removal) {
        if (why != null) {
            found.add(new Found(kind, id, why, List.of(removal)));
        }
    }

    /** Another operation of the service that this list is of. */
    private JsonNode call(Listing listing, String operation, ObjectNode input) {
        return client.call(listing.service(), listing.operation().replaceFirst("[^.]*$", operation), input);
    }

    private void each(Listing listing, ObjectNode input, Consumer<JsonNode> item) {
        client.each(listing, input, each -> {
            try {
                item.accept(each);
            } catch (ServiceException e) {
                if (!NOT_THERE.contains(e.code())) {
                    throw e;
                }
            }
        });
    }

    private static ObjectNode input() {
        return JsonNodeFactory.instance.objectNode();
    }
}

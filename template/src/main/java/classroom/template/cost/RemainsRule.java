package classroom.template.cost;

import classroom.template.Resource;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds what would stay in the account after destroy: resources that the stack does not delete, and the right to make
 * log groups, with which a function that still runs brings its own back when the stack has just deleted it.
 *
 * <p>Source: AWS CloudFormation Template Reference, "DeletionPolicy attribute" and "UpdateReplacePolicy attribute"
 * (both are Delete where they are not written).
 */
final class RemainsRule {
    private static final String CREATE_LOG_GROUP = "logs:CreateLogGroup";

    /** AWS's own policies with that right. */
    private static final Pattern MAKES_LOG_GROUPS = Pattern.compile(
            ".*/(AWSLambda\\w*Execution\\w*|AdministratorAccess|PowerUserAccess|CloudWatchLogsFullAccess)\\b.*");

    private RemainsRule() {}

    static void judge(Subject subject) {
        Resource resource = subject.resource();
        policy(subject, "DeletionPolicy", resource.deletionPolicy());
        policy(subject, "UpdateReplacePolicy", resource.updateReplacePolicy());
        Property protection = subject.properties().member("DeletionProtectionEnabled");
        if (protection.isTrue()) {
            subject.remains("deletion protection", protection.path(), "switch it off");
        }
        if (resource.type().startsWith("AWS::IAM::")) {
            logGroups(subject);
        }
    }

    private static void policy(Subject subject, String attribute, Resource.Retention retention) {
        if (retention != Resource.Retention.DELETE) {
            subject.remains(
                    attribute + " " + retention + " of an " + subject.resource().type(),
                    subject.name() + "." + attribute,
                    "RemovalPolicy.DESTROY");
        }
    }

    private static void logGroups(Subject subject) {
        JsonNode properties = subject.resource().properties();
        String path = subject.name() + ".Properties.";
        document(subject, properties.path("PolicyDocument"), path + "PolicyDocument");
        JsonNode inline = properties.path("Policies");
        for (int i = 0; i < inline.size(); i++) {
            document(subject, inline.path(i).path("PolicyDocument"), path + "Policies[" + i + "].PolicyDocument");
        }
        JsonNode managed = properties.path("ManagedPolicyArns");
        for (int i = 0; i < managed.size(); i++) {
            // The ARN is mostly joined with the partition, so its text is looked at as it is written.
            if (MAKES_LOG_GROUPS.matcher(managed.path(i).toString()).matches()) {
                recreates(subject, path + "ManagedPolicyArns[" + i + "]");
            }
        }
    }

    private static void document(Subject subject, JsonNode document, String path) {
        JsonNode written = document.path("Statement");
        List<JsonNode> statements = written.isObject() ? List.of(written) : elements(written);
        for (int i = 0; i < statements.size(); i++) {
            JsonNode statement = statements.get(i);
            boolean allows = statement.path("Effect").asText().equals("Allow");
            boolean covers = statement.has("NotAction")
                    ? !matches(statement.path("NotAction"))
                    : matches(statement.path("Action"));
            if (allows && covers) {
                recreates(subject, path + (written.isObject() ? ".Statement" : ".Statement[" + i + "]"));
            }
        }
    }

    private static boolean matches(JsonNode actions) {
        List<JsonNode> patterns = actions.isTextual() ? List.of(actions) : elements(actions);
        return patterns.stream()
                .anyMatch(pattern ->
                        glob(pattern.asText()).matcher(CREATE_LOG_GROUP).matches());
    }

    private static Pattern glob(String action) {
        String regex = Pattern.quote(action).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    private static List<JsonNode> elements(JsonNode array) {
        return array.isArray() ? array.valueStream().toList() : List.of();
    }

    private static void recreates(Subject subject, String where) {
        subject.remains(
                "the right to make log groups (" + CREATE_LOG_GROUP + ")",
                where,
                "make the log group in the stack and allow only CreateLogStream and PutLogEvents on it");
    }
}

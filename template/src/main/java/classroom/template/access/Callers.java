package classroom.template.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may call a function, from the resources that say it without a policy document: permissions, as the
 * statements that AWS makes of them, and function URLs.
 *
 * <p>Source: Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda" and "Control access to Lambda
 * function URLs"; AWS CloudFormation Template Reference, "AWS::Lambda::Permission",
 * "AWS::Lambda::LayerVersionPermission", "AWS::Events::EventBusPolicy".
 */
public final class Callers {
    /** How a grant to everybody begins. */
    public static final String ANYBODY = "anybody";

    private static final Map<String, String> CONDITIONS = Map.of(
            "SourceArn", "ArnLike aws:SourceArn",
            "SourceAccount", "StringEquals aws:SourceAccount",
            "PrincipalOrgID", "StringEquals aws:PrincipalOrgID",
            "OrganizationId", "StringEquals aws:PrincipalOrgID",
            "EventSourceToken", "StringEquals lambda:EventSourceToken",
            "FunctionUrlAuthType", "StringEquals lambda:FunctionUrlAuthType",
            "InvokedViaFunctionUrl", "Bool lambda:InvokedViaFunctionUrl");

    /** Members that are read; what else there is may widen or narrow, and stands for itself as a condition. */
    private static final Set<String> READ = Set.of(
            "Action", "Principal", "FunctionName", "LayerVersionArn", "EventBusName", "Condition", "StatementId");

    private Callers() {}

    /** The statement that a permission comes to. */
    static ObjectNode statement(ObjectNode permission) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode().put("Effect", "Allow");
        statement.set("Action", permission.path("Action"));
        statement.set("Principal", principal(permission.path("Principal")));
        String subject = permission
                .path("FunctionName")
                .asText(permission.path("LayerVersionArn").asText("*"));
        statement.put("Resource", subject.replaceFirst("^([^:]+:)?function:|^.*:function:", ""));
        ObjectNode conditions = statement.putObject("Condition");
        permission.properties().forEach(member -> {
            if (!READ.contains(member.getKey())) {
                String[] condition = CONDITIONS
                        .getOrDefault(member.getKey(), "StringEquals " + member.getKey())
                        .split(" ");
                conditions.withObjectProperty(condition[0]).set(condition[1], member.getValue());
            }
        });
        JsonNode condition = permission.path("Condition");
        if (condition.isObject()) {
            conditions
                    .withObjectProperty(condition.path("Type").asText())
                    .set(condition.path("Key").asText(), condition.path("Value"));
        }
        return statement;
    }

    private static JsonNode principal(JsonNode principal) {
        String text = principal.asText();
        if (!principal.isTextual() || text.equals("*")) {
            return principal;
        }
        boolean isService = text.endsWith(".amazonaws.com") || text.endsWith(".amazonaws.com.cn");
        return JsonNodeFactory.instance.objectNode().put(isService ? "Service" : "AWS", text);
    }

    /** In words. A URL that asks for IAM's permission gives none. */
    static Set<String> ofUrl(ObjectNode url) {
        Set<String> callers = new TreeSet<>();
        String which = url.has("Qualifier") ? " of " + url.path("Qualifier").asText() : "";
        if (!url.path("AuthType").asText().equals("AWS_IAM")) {
            callers.add(ANYBODY + " through its URL" + which);
        }
        url.path("Cors")
                .path("AllowOrigins")
                .forEach(origin -> callers.add("pages of " + origin.asText() + " through its URL" + which));
        return callers;
    }
}

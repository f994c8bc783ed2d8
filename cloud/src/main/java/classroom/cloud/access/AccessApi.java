package classroom.cloud.access;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.iam.Uses.Use;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.Functions;
import classroom.template.policy.Decision;
import classroom.template.policy.Grant;
import classroom.template.policy.Question;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the class can tell of its roles and AWS has no one operation for, behind {@code ./classroom access} and
 * {@code ./classroom env --as}. For the teacher alone.
 *
 * <ul>
 *   <li>{@code DescribeAccess {FunctionName?}}: what each function's role grants and what was used of it;
 *   <li>{@code ExplainAccess {FunctionName, Action, Resource}}: which statement decides and why;
 *   <li>{@code AssumeFunction {FunctionName}}: an access key of the function's role.
 * </ul>
 */
public final class AccessApi implements Service {
    /** The name that requests are signed with, and the prefix of their targets. */
    public static final String SIGNING_NAME = "classroom";

    private static final Members MEMBERS = Members.of("String FunctionName Action Resource");

    private final RoleAuthorizer authorizer;
    private final Roles roles;
    private final Identities identities;
    private final Functions functions;

    public AccessApi(RoleAuthorizer authorizer, Roles roles, Identities identities, Functions functions) {
        this.authorizer = authorizer;
        this.roles = roles;
        this.identities = identities;
        this.functions = functions;
    }

    @Override
    public String signingName() {
        return SIGNING_NAME;
    }

    @Override
    public Reply answer(Call call) {
        if (!call.caller().isAdministrator()) {
            throw new AwsError(403, "AccessDeniedException", "Only the teacher may ask for access");
        }
        JsonNode request = MEMBERS.read(call.body());
        String target = call.header("x-amz-target").orElse("");
        JsonNode answer = switch (target) {
            case SIGNING_NAME + ".DescribeAccess" -> describe(request);
            case SIGNING_NAME + ".ExplainAccess" -> explain(request);
            case SIGNING_NAME + ".AssumeFunction" -> assume(request);
            default -> throw new AwsError(400, "UnknownOperationException", "No operation " + target);
        };
        return Protocol.jsonReply("1.0", answer);
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.jsonError("1.0", error, error.code());
    }

    private ObjectNode describe(JsonNode request) {
        List<Function> described = request.has("FunctionName") ? List.of(function(request)) : functions.list();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Functions");
        for (Function function : described) {
            Role role = role(function);
            ObjectNode entry =
                    list.addObject().put("FunctionName", function.name()).put("Role", role.name());
            ArrayNode grants = entry.putArray("Grants");
            List<Use> uses = authorizer.uses().of(role.arn());
            List<Grant> granted = Grant.of(role.documents());
            for (Grant grant : granted) {
                ObjectNode line =
                        grants.addObject().put("Action", grant.action()).put("Resource", grant.resource());
                ArrayNode conditions = line.putArray("Conditions");
                grant.conditions().forEach(condition -> conditions.add(condition.toString()));
                line.put(
                        "Calls",
                        uses.stream()
                                .filter(use -> grant.covers(use.action(), use.resource()))
                                .mapToLong(Use::allowed)
                                .sum());
            }
            ArrayNode refused = entry.putArray("Refused");
            uses.stream()
                    .filter(use -> use.refused() > 0)
                    .forEach(use -> refused.addObject()
                            .put("Action", use.action())
                            .put("Resource", use.resource())
                            .put("Calls", use.refused()));
            entry.put("OthersAllowed", authorizer.uses().othersAllowed(role.arn()));
            entry.put("OthersRefused", authorizer.uses().othersRefused(role.arn()));
        }
        return answer;
    }

    private ObjectNode explain(JsonNode request) {
        Function function = function(request);
        Question question = Authorizer.question(required(request, "Action"), required(request, "Resource"));
        Decision decision = authorizer.decide(Identities.session(role(function).arn(), function.name()), question);
        return JsonNodeFactory.instance
                .objectNode()
                .put("Allowed", decision.isAllowed())
                .put("Explanation", decision.explain());
    }

    private ObjectNode assume(JsonNode request) {
        Function function = function(request);
        Identity identity = identities.issue(role(function).arn(), function.name());
        return JsonNodeFactory.instance
                .objectNode()
                .put("AccessKeyId", identity.accessKeyId())
                .put("SecretAccessKey", SIGNING_NAME)
                .put("SessionToken", SIGNING_NAME)
                .put("Arn", identity.arn());
    }

    private Function function(JsonNode request) {
        String name = required(request, "FunctionName");
        return functions
                .find(name)
                .orElseThrow(() ->
                        new AwsError(404, "ResourceNotFoundException", "Function not found: " + functions.arn(name)));
    }

    private Role role(Function function) {
        return roles.find(function.role())
                .orElseThrow(() -> new AwsError(
                        404, "NoSuchEntity", "The role with name " + function.role() + " cannot be found."));
    }

    private static String required(JsonNode request, String member) {
        JsonNode value = request.path(member);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new AwsError(400, "ValidationException", member + " must be a text");
        }
        return value.asText();
    }
}

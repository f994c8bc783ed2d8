package classroom.cloud.access;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.gateway.JsonService;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Reply;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.iam.Uses.Use;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.Functions;
import classroom.template.api.Api;
import classroom.template.policy.Decision;
import classroom.template.policy.Grant;
import classroom.template.policy.Question;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the class can tell of its roles and AWS has no one operation for, behind {@code ./classroom access} and
 * {@code ./classroom env --as}. For the teacher alone.
 *
 * <ul>
 *   <li>{@code DescribeAccess {FunctionName?}}: what each function's role grants and what was used of it;
 *   <li>{@code ExplainAccess {FunctionName, Action, Resource}}: which statement decides and why;
 *   <li>{@code AssumeFunction {FunctionName, Token?}}: an access key of the function's role; with the token of the
 *       console, one for its page.
 * </ul>
 */
public final class AccessApi extends JsonService {
    /** The name that requests are signed with, and the prefix of their targets. */
    public static final String SIGNING_NAME = "classroom";

    private static final Api API = Api.parse("""
            {"operations": {"DescribeAccess": {"input": "Asked"}, "ExplainAccess": {"input": "Asked"},
               "AssumeFunction": {"input": "Asked"}},
             "shapes": {"Text": {"type": "string"},
               "Asked": {"type": "structure",
                 "members": {"FunctionName": "Text", "Action": "Text", "Resource": "Text", "Token": "Text"}}}}
            """);

    private static final Members MEMBERS =
            Members.of(() -> API, member -> new AwsError(400, "ValidationException", member + " must be a text"));

    private final RoleAuthorizer authorizer;
    private final Roles roles;
    private final Identities identities;
    private final Functions functions;
    private final String token;

    /** @param token the console's */
    public AccessApi(RoleAuthorizer authorizer, Roles roles, Identities identities, Functions functions, String token) {
        super(SIGNING_NAME + ".", MEMBERS, "1.0");
        this.authorizer = authorizer;
        this.roles = roles;
        this.identities = identities;
        this.functions = functions;
        this.token = token;
        on("DescribeAccess", this::describe);
        on("ExplainAccess", this::explain);
        on("AssumeFunction", this::assume);
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
        return super.answer(call);
    }

    /** All of its operations are carried out. */
    @Override
    protected void checkLeftOut(JsonRequest request) {}

    private void describe(JsonRequest request, ObjectNode answer) {
        List<Function> described = request.has("FunctionName") ? List.of(function(request)) : functions.list();
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
            uses.stream().filter(use -> use.refused() > 0).forEach(use -> {
                ObjectNode line = refused.addObject()
                        .put("Action", use.action())
                        .put("Resource", use.resource())
                        .put("Calls", use.refused());
                authorizer.uses().refusingCondition(role.arn(), use).ifPresent(why -> line.put("Because", why));
            });
            entry.put("OthersAllowed", authorizer.uses().othersAllowed(role.arn()));
            entry.put("OthersRefused", authorizer.uses().othersRefused(role.arn()));
        }
    }

    private void explain(JsonRequest request, ObjectNode answer) {
        Function function = function(request);
        Question question = Authorizer.question(request.required("Action"), request.required("Resource"));
        Decision decision = authorizer.decide(Identities.session(role(function).arn(), function.name()), question);
        answer.put("Allowed", decision.isAllowed()).put("Explanation", decision.explain());
    }

    private void assume(JsonRequest request, ObjectNode answer) {
        Function function = function(request);
        String role = role(function).arn();
        Identity identity = isOfConsole(request)
                ? identities.issueToConsole(role, function.name())
                : identities.issue(role, function.name());
        answer.put("AccessKeyId", identity.accessKeyId())
                .put("SecretAccessKey", SIGNING_NAME)
                .put("SessionToken", SIGNING_NAME)
                .put("Arn", identity.arn());
    }

    private boolean isOfConsole(JsonRequest request) {
        if (request.has("Token") && !request.text("Token").equals(token)) {
            throw new AwsError(403, "AccessDeniedException", "Token must be the console's, or not be there");
        }
        return request.has("Token");
    }

    private Function function(JsonRequest request) {
        String name = request.required("FunctionName");
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
}

package classroom.cli.review;

import classroom.cli.review.Deployments.Deployment;
import classroom.cli.review.Permissions.Wider;
import classroom.template.AwsEnvironment;
import classroom.template.Resource;
import classroom.template.access.Side;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A function that the base does not have, and that gets its log group and its role as the class's own construct for
 * functions makes them, to the letter. Its role may write that log, and Lambda alone may become the role; so may every
 * function's. A function in which anything of that differs is none: its permissions are told one by one.
 *
 * @param own what else it may do
 * @param told the permissions of the review that this one tells
 */
record NewFunction(Wider own, List<Wider> told) {
    /** AWS Lambda API reference, "CreateFunction", FunctionName: no pattern that would be a wildcard of a policy. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final ObjectNode TRUST = json("{'Statement': [{'Action': 'sts:AssumeRole', 'Effect': 'Allow',"
            + "'Principal': {'Service': 'lambda.amazonaws.com'}}], 'Version': '2012-10-17'}");

    /** Its resource is the log group that the function writes. */
    private static final ObjectNode LOG =
            json("{'Sid': 'Log', 'Effect': 'Allow', 'Action': ['logs:CreateLogStream', 'logs:PutLogEvents']}");

    private static final Widening.Line BY_LAMBDA =
            new Widening.Line("sts:AssumeRole", "", List.of(), Set.of("lambda.amazonaws.com"), List.of());

    /** Finds those among the permissions that are wider. */
    static List<NewFunction> of(Deployment deployment, List<Wider> wider) {
        Side head = deployment.after();
        if (head == null) {
            return List.of();
        }
        return functions(head)
                .filter(function -> isOfThePart(head, function))
                .map(function -> head.name(function.id()))
                .filter(name -> deployment.base().stream()
                        .flatMap(NewFunction::functions)
                        .noneMatch(function ->
                                deployment.before().name(function.id()).equals(name)))
                .flatMap(name -> find(name, wider).stream())
                .toList();
    }

    private static Stream<Resource> functions(Side side) {
        return side.included().values().stream()
                .filter(resource -> resource.type().equals("AWS::Lambda::Function"));
    }

    /** Whether its role's trust and the permission to log are written as that construct writes them. */
    private static boolean isOfThePart(Side side, Resource function) {
        JsonNode properties = function.properties();
        String log =
                properties.path("LoggingConfig").path("LogGroup").path("Ref").asText();
        Resource role = side.included()
                .get(properties.path("Role").path("Fn::GetAtt").path(0).asText());
        return NAME.matcher(properties.path("FunctionName").asText()).matches()
                && role != null
                && role.properties().path("AssumeRolePolicyDocument").equals(TRUST)
                && mayLog(role.properties(), log);
    }

    private static boolean mayLog(ObjectNode role, String log) {
        ObjectNode statement = LOG.deepCopy();
        statement.putObject("Resource").putArray("Fn::GetAtt").add(log).add("Arn");
        for (JsonNode policy : role.path("Policies")) {
            for (JsonNode one : policy.path("PolicyDocument").path("Statement")) {
                if (one.equals(statement)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Empty if its log or its trust comes to something else, whatever is written. */
    private static Optional<NewFunction> find(String name, List<Wider> wider) {
        Optional<Wider> may = of("function", name, wider);
        Optional<Wider> trust = of("trust in the role of function", name, wider);
        String log = AwsEnvironment.UNKNOWN.arn("logs", "log-group:/aws/lambda/" + name + ":*");
        List<Widening.Line> itsLog = Stream.of("logs:CreateLogStream", "logs:PutLogEvents")
                .map(action -> new Widening.Line(action, log, List.of(), Set.of(), List.of()))
                .toList();
        if (may.isEmpty()
                || trust.isEmpty()
                || !may.get().lines().containsAll(itsLog)
                || !trust.get().lines().equals(List.of(BY_LAMBDA))) {
            return Optional.empty();
        }
        List<Widening.Line> own = new ArrayList<>(may.get().lines());
        own.removeAll(itsLog);
        return Optional.of(new NewFunction(
                new Wider(may.get().access(), own, may.get().others(), ""), List.of(may.get(), trust.get())));
    }

    /** What is said of deployments with the parameters at their defaults. */
    private static Optional<Wider> of(String relation, String title, List<Wider> wider) {
        return wider.stream()
                .filter(one -> one.when().isEmpty()
                        && one.access().relation().equals(relation)
                        && one.access().title().equals(title))
                .findFirst();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}

package classroom.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Permission;
import classroom.Waiting;
import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.access.AccessApi;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Behaviours.Deviation;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.streams.EventSourceMapping;
import classroom.infra.RealAssembly;
import classroom.template.assembly.CloudAssembly;
import classroom.template.policy.Grant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A function's role grants exactly what the function uses: no less, because its whole behaviour works, and no more,
 * because it breaks when any permission is removed or changed. In one running class.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeastPrivilegeIT {
    private static final String CHANGES = "books-changes";
    private static final String ARN = "arn:aws:%s:" + Cloud.REGION + ":" + Identities.ACCOUNT + ":";
    private static final Pattern REQUEST = Pattern.compile("REPORT RequestId: (\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Cloud local;
    private static Services services;
    private static Client teacher;
    private static Behaviours behaviours;
    private static EventSourceMapping mapping;

    @BeforeAll
    static void start() {
        local = Cloud.start(0, line -> {});
        local.deploy(CloudAssembly.read(RealAssembly.folder(), Cloud.ENVIRONMENT));
        services = Inside.services(local);
        teacher = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
        behaviours = new Behaviours(teacher);
        mapping = services.mappings().list().get(0);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    /** This runs first, while the recorded uses are those since the start. */
    @Test
    @Order(1)
    void whatIsUsed_isWhatIsGranted() throws InterruptedException {
        assertThat(services.functions().list().stream()
                        .map(classroom.cloud.lambda.environment.Function::name)
                        .filter(function -> !Behaviours.all().containsKey(function)))
                .as("Behaviours.java: add every answer that these functions can give")
                .isEmpty();

        Behaviours.all().forEach(behaviours::run);
        poisonTheStream();

        for (String function : Behaviours.all().keySet()) {
            assertThat(used(function))
                    .as("%s: what its behaviours use must be its lines of permissions.txt", function)
                    .isEqualTo(granted(function));
            assertThat(Inside.authorizer(local).uses().of(role(function).arn()))
                    .as("asked by %s", function)
                    .allMatch(use -> use.refused() == 0);
        }
    }

    @Test
    @Order(2)
    @Tag("long")
    void whatIsTakenAwayOrChanged_isMissed() {
        List<Mutant> mutants = new ArrayList<>();
        for (String function : Behaviours.all().keySet()) {
            mutants.addAll(Mutant.of(function, role(function)));
        }
        services.mappings().delete(mapping.uuid());
        List<String> survivors = new ArrayList<>();
        for (Mutant mutant : mutants) {
            survival(mutant).ifPresent(why -> survivors.add(mutant.function() + " " + mutant.change() + ": " + why));
        }
        System.out.printf("mutants killed %d of %d%n", mutants.size() - survivors.size(), mutants.size());
        survivors.forEach(survivor -> System.out.println("survivor: " + survivor));

        // An action is taken away everywhere at once; where it is allowed is what replaced resources are about.
        assertThat(mutants.stream().filter(Mutant::isOneAction).map(mutant -> mutant.function() + mutant.actions()))
                .containsExactlyInAnyOrderElementsOf(Permission.reviewed().stream()
                        .map(permission -> permission.function() + List.of(permission.action()))
                        .distinct()
                        .toList());
        assertThat(survivors).isEmpty();
        // With the roles as they were, all is as it was.
        services.mappings().create(mapping);
        Behaviours.all().forEach(behaviours::run);
    }

    /** Makes a mutant, has its function run and puts its role back; empty if the mutant was killed. */
    private static Optional<String> survival(Mutant mutant) {
        Role whole = role(mutant.function());
        boolean allowedBefore = mutant.condition() != null && isProbeAllowed(mutant);
        services.roles().put(mutant.role());
        try {
            if (mutant.condition() != null) {
                return !allowedBefore && isProbeAllowed(mutant)
                        ? Optional.empty()
                        : Optional.of("what it is to refuse is " + (allowedBefore ? "allowed" : "refused") + " anyway");
            }
            if (mutant.actions().get(0).startsWith("logs:")) {
                return survivalOfLog(mutant);
            }
            return mutant.function().equals(CHANGES) ? survivalOfMapping(mutant) : survivalOfFunction(mutant);
        } finally {
            services.roles().put(whole);
        }
    }

    private static Optional<String> survivalOfFunction(Mutant mutant) {
        try {
            behaviours.run(mutant.function(), Behaviours.all().get(mutant.function()));
            return Optional.of("the function does without");
        } catch (Deviation e) {
            boolean named = mutant.actions().stream()
                    .anyMatch(action -> e.getMessage().contains("is not authorized to perform: " + action + " on "));
            return named ? Optional.empty() : Optional.of("the function fails otherwise: " + e.getMessage());
        }
    }

    /** The answers are the same, but the log of every invocation is missing. */
    private static Optional<String> survivalOfLog(Mutant mutant) {
        if (mutant.isOneAction() && mutant.actions().contains("logs:CreateLogStream")) {
            // Only a new environment makes a log stream.
            services.functions()
                    .put(services.functions().find(mutant.function()).orElseThrow());
        }
        for (String tail : behaviours.run(mutant.function(), Behaviours.all().get(mutant.function()))) {
            Matcher request = REQUEST.matcher(tail);
            if (!request.find()) {
                return Optional.of("an invocation without a report: " + tail);
            }
            if (isLogged(mutant.function(), request.group(1))) {
                return Optional.of("the log is there");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> survivalOfMapping(Mutant mutant) {
        String words = mutant.actions().contains("sqs:SendMessage")
                ? "The provided execution role does not have permissions to call SendMessage on SQS"
                : "Cannot access stream " + mapping.eventSourceArn() + ". Please ensure the role can perform the "
                        + "GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.";
        try {
            services.mappings().create(mapping);
        } catch (AwsError e) {
            return e.code().equals("InvalidParameterValueException")
                            && e.getMessage().equals(words)
                    ? Optional.empty()
                    : Optional.of("the mapping is refused otherwise: " + e.getMessage());
        }
        services.mappings().delete(mapping.uuid());
        return Optional.of("the mapping is made");
    }

    /** With the function's key: what only the condition is in the way of. */
    private static boolean isProbeAllowed(Mutant mutant) {
        String update = """
                {'TableName': 'account', 'Key': {'id': {'N': '1'}, 'email': {'S': 'probe@example.com'}},
                 'ExpressionAttributeValues': {':new': {'S': 'x'}}, %s}""";
        String key = mutant.function().startsWith("books-")
                ? "{'TableName': 'books', '%s': {'Author': {'S': 'Probe'}, 'Title': {'S': 'Probe'}}}"
                : "{'TableName': 'proprietarios', '%s': {'cpf': {'S': 'probe'}, 'placa': {'S': 'PROBE'}}}";
        return switch (mutant.condition()) {
            case "dynamodb:Attributes" ->
                isAllowed(mutant, "UpdateItem", update.formatted("'UpdateExpression': 'SET saldo = :new'"));
            case "dynamodb:ReturnValues" ->
                isAllowed(
                        mutant,
                        "UpdateItem",
                        update.formatted("'UpdateExpression': 'SET nome = :new', 'ReturnValues': 'ALL_NEW'"));
            case "dynamodb:EnclosingOperation" ->
                isAllowed(mutant, "PutItem", key.formatted("Item"))
                        || isAllowed(mutant, "DeleteItem", key.formatted("Key"));
            default -> throw new AssertionError("no probe for the condition key " + mutant.condition());
        };
    }

    private static boolean isAllowed(Mutant mutant, String operation, String request) {
        JsonNode key = teacher.call(
                AccessApi.SIGNING_NAME,
                AccessApi.SIGNING_NAME + ".AssumeFunction",
                JsonNodeFactory.instance.objectNode().put("FunctionName", mutant.function()));
        Client function =
                new Client(local.port(), Cloud.REGION, key.path("AccessKeyId").asText());
        try {
            function.call("dynamodb", "DynamoDB_20120810." + operation, Behaviours.json(request));
            return true;
        } catch (ServiceException e) {
            assertThat(e.code()).isEqualTo("AccessDeniedException");
            return false;
        }
    }

    private static boolean isLogged(String function, String requestId) {
        JsonNode found = teacher.call(
                "logs",
                "Logs_20140328.FilterLogEvents",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("logGroupName", "/aws/lambda/" + function)
                        .put("filterPattern", '"' + requestId + '"'));
        return !found.path("events").isEmpty();
    }

    /** Someone writes past the functions; the stream's function gives the record up, and the queue gets it. */
    private static void poisonTheStream() throws InterruptedException {
        behaviours.putItem("books", "{'Author': {'S': 'Poison'}, 'Title': {'S': 'Rating'}, 'Rating': {'N': '9'}}");
        String name = mapping.onFailureDestination()
                .substring(mapping.onFailureDestination().lastIndexOf(':') + 1);
        JsonNode queue = teacher.call("sqs", "AmazonSQS.GetQueueUrl", Behaviours.json("{'QueueName': '" + name + "'}"));
        Waiting.patiently()
                .alias("the record is given up")
                .until(() -> !teacher.call("sqs", "AmazonSQS.ReceiveMessage", queue)
                        .path("Messages")
                        .isEmpty());
    }

    private static Set<String> granted(String function) {
        Set<String> granted = new TreeSet<>();
        for (Permission permission : Permission.reviewed()) {
            if (permission.function().equals(function)) {
                granted.add(permission.action() + " on " + arn(permission));
            }
        }
        return granted;
    }

    /** What of its grants the function used. */
    private static Set<String> used(String function) {
        Role role = role(function);
        Set<String> used = new TreeSet<>();
        Inside.authorizer(local).uses().of(role.arn()).stream()
                .filter(use -> use.allowed() > 0)
                .forEach(use -> Grant.of(role.documents()).stream()
                        .filter(grant -> grant.covers(use.action(), use.resource()))
                        .forEach(grant -> used.add(grant.action() + " on " + grant.resource())));
        return used;
    }

    private static String arn(Permission permission) {
        String service = permission.action().substring(0, permission.action().indexOf(':'));
        if (service.equals("sqs")) {
            return mapping.onFailureDestination(); // CloudFormation has named it.
        }
        String label =
                mapping.eventSourceArn().substring(mapping.eventSourceArn().lastIndexOf('/') + 1);
        return ARN.formatted(service) + permission.resource().replace("LABEL", label);
    }

    private static Role role(String function) {
        return services.roles()
                .find(services.functions().find(function).orElseThrow().role())
                .orElseThrow();
    }
}

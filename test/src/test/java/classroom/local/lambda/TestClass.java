package classroom.local.lambda;

import classroom.local.client.Client;
import classroom.local.dynamodb.DynamoDb;
import classroom.local.dynamodb.EmbeddedDynamoDb;
import classroom.local.gateway.AwsError;
import classroom.local.gateway.Gateway;
import classroom.local.iam.Authorizer;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import classroom.local.logs.Logs;
import classroom.local.logs.LogsApi;
import classroom.local.sqs.Queues;
import classroom.local.sqs.SqsApi;
import classroom.template.policy.Question;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** A class of functions, streams, logs and queues behind a gateway of its own, and AWS's own client of its functions. */
final class TestClass implements AutoCloseable {
    static final String REGION = "us-east-2";

    private static final ObjectMapper JSON = new ObjectMapper();

    final Identities identities = new Identities();
    final Gateway gateway = new Gateway(identities);
    final Queue<String> console = new ConcurrentLinkedQueue<>();
    final Logs logs;
    final Queues queues;
    final DynamoDb dynamoDb;
    final Functions functions;
    final EventSourceMappings mappings;
    final LambdaClient lambda;
    final Client client;

    /** What no role may do; empty for a class in which everything is allowed. */
    final Set<String> denied = ConcurrentHashMap.newKeySet();

    private final EmbeddedDynamoDb database = EmbeddedDynamoDb.start();

    TestClass(Path folder, List<Duration> retryPauses) throws IOException {
        this(folder, retryPauses, Archives.none());
    }

    TestClass(Path folder, List<Duration> retryPauses, Archives archives) throws IOException {
        Authorizer authorizer = this::authorize;
        logs = new Logs(authorizer, REGION, Clock.systemUTC());
        queues = new Queues(authorizer, REGION, gateway::uri, Clock.systemUTC());
        dynamoDb = new DynamoDb(database, authorizer, REGION);
        functions = new Functions(new Place(REGION, gateway::uri, folder, archives), identities, logs, retryPauses);
        mappings =
                new EventSourceMappings(functions, new Sources(dynamoDb, queues, identities, authorizer), console::add);
        dynamoDb.onWrite(mappings::wake);
        gateway.addUnsigned(Functions.RUNTIME_PREFIX, functions.runtime());
        gateway.add(new LambdaApi(functions, mappings, authorizer));
        gateway.add(new LogsApi(logs));
        gateway.add(new SqsApi(queues));
        URI uri = gateway.start(0);
        client = new Client(uri.getPort(), REGION, Identities.TEACHER);
        lambda = LambdaClient.builder()
                .endpointOverride(uri)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Identities.TEACHER, "none")))
                .httpClient(UrlConnectionHttpClient.builder()
                        .socketTimeout(Duration.ofMinutes(2))
                        .build())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    private void authorize(Identity identity, Question request) {
        if (!identity.isAdministrator() && denied.contains(request.action())) {
            throw new AwsError(400, "AccessDeniedException", identity.arn() + " may not " + request.action());
        }
    }

    /** Creates a function with its log group. */
    void put(Function function) {
        logs.createGroup(function.logGroup(), 7, Map.of());
        functions.put(function);
    }

    /** What the function has logged, in order, from all its environments. */
    List<String> logged(String function) {
        List<String> messages = new ArrayList<>();
        ObjectNode request = JSON.createObjectNode().put("logGroupName", "/aws/lambda/" + function);
        JsonNode page;
        do {
            page = client.call("logs", "Logs_20140328.FilterLogEvents", request);
            page.path("events")
                    .forEach(e -> messages.add(e.path("message").asText().strip()));
            request.set("nextToken", page.path("nextToken"));
        } while (page.hasNonNull("nextToken"));
        return messages;
    }

    /** Invokes with a JSON event. */
    InvokeResponse invoke(String function, String event) {
        return lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(event)));
    }

    /** The answer to an event, which must not fail. */
    String answer(String function, String event) {
        InvokeResponse response = invoke(function, event);
        String text = response.payload().asString(StandardCharsets.UTF_8);
        if (response.functionError() != null) {
            throw new AssertionError(text);
        }
        return text;
    }

    @Override
    public void close() {
        lambda.close();
        mappings.close();
        functions.close();
        gateway.close();
        database.close();
    }
}

package classroom.cloud.lambda.environment;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import classroom.cloud.Cloud;
import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.api.FunctionSources;
import classroom.cloud.lambda.api.LambdaApi;
import classroom.cloud.lambda.asynchronous.Access;
import classroom.cloud.lambda.asynchronous.AsynchronousInvocations;
import classroom.cloud.lambda.streams.EventSourceMappings;
import classroom.cloud.lambda.streams.Sources;
import classroom.cloud.logs.Logs;
import classroom.cloud.logs.LogsApi;
import classroom.cloud.s3.Buckets;
import classroom.cloud.s3.S3Api;
import classroom.cloud.sqs.Queues;
import classroom.cloud.sqs.SqsApi;
import classroom.template.policy.Question;
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

/**
 * A local class with functions, streams, logs and queues behind its own gateway, and AWS's client for its functions.
 */
public final class TestClass implements AutoCloseable {
    static final String REGION = "us-east-2";

    private static final ObjectMapper JSON = new ObjectMapper();

    public final Identities identities = new Identities();
    public final Gateway gateway = new Gateway(identities);
    public final Queue<String> console = new ConcurrentLinkedQueue<>();
    final Logs logs;
    public final Queues queues;
    public final Buckets buckets;
    public final Roles roles = new Roles();
    public final DynamoDb dynamoDb;
    public final Functions functions;
    public final Access access;
    public final AsynchronousInvocations asynchronous;
    public final EventSourceMappings mappings;
    public final LambdaClient lambda;
    public final Client client;

    /** Actions that no role may do; empty if everything is allowed. */
    public final Set<String> denied = ConcurrentHashMap.newKeySet();

    private final EmbeddedDynamoDb database = EmbeddedDynamoDb.start();

    public TestClass(Path folder, List<Duration> retryPauses) throws IOException {
        this(folder, retryPauses, Archives.none());
    }

    public TestClass(Path folder, List<Duration> retryPauses, Archives archives) throws IOException {
        Authorizer authorizer = this::authorize;
        buckets = new Buckets(folder.resolve("s3"), Clock.systemUTC());
        logs = new Logs(authorizer, Cloud.ENVIRONMENT, Clock.systemUTC());
        queues = new Queues(authorizer, Cloud.ENVIRONMENT, gateway::uri, Clock.systemUTC());
        dynamoDb = new DynamoDb(database, authorizer, REGION);
        functions = new Functions(
                new Place(REGION, gateway::uri, folder, archives, ProcessRecord.in(folder), gateway.live()),
                identities,
                logs);
        access = new Access(functions, queues, identities, authorizer);
        asynchronous = new AsynchronousInvocations(
                access, console::add, new AsynchronousInvocations.Timing(retryPauses, Clock.systemUTC()));
        mappings =
                new EventSourceMappings(functions, new Sources(dynamoDb, queues, identities, authorizer), console::add);
        dynamoDb.onWrite(mappings::wake);
        gateway.addUnsigned(Functions.RUNTIME_PREFIX, functions.runtime());
        gateway.add(
                new LambdaApi(access, asynchronous, mappings, new FunctionSources(buckets, roles, authorizer), false));
        gateway.add(new LogsApi(logs));
        gateway.add(new SqsApi(queues));
        gateway.add(new S3Api(buckets, authorizer, REGION));
        URI uri = gateway.start(0);
        client = new Client(uri.getPort(), REGION, Identities.TEACHER);
        lambda = lambdaOf(Identities.TEACHER);
    }

    /** A client of whoever has that access key. */
    public LambdaClient lambdaOf(String key) {
        return LambdaClient.builder()
                .endpointOverride(gateway.uri())
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "none")))
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
    public void put(Function function) {
        logs.createGroup(function.logGroup(), 7, Map.of());
        functions.put(function);
    }

    /** The function's log, in order, from all its environments. */
    public List<String> logged(String function) {
        List<String> messages = new ArrayList<>();
        ObjectNode request = JSON.createObjectNode().put("logGroupName", "/aws/lambda/" + function);
        client.each(
                Listing.LOG_EVENTS,
                request,
                e -> messages.add(e.path("message").asText().strip()));
        return messages;
    }

    /** Invokes with a JSON event. */
    public InvokeResponse invoke(String function, String event) {
        return lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(event)));
    }

    /** The answer to an event, which must not fail. */
    public String answer(String function, String event) {
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
        asynchronous.close();
        functions.close();
        gateway.close();
        database.close();
    }
}

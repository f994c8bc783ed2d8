package classroom;

import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.lambda.dynamodb.LostAnswers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** AWS's DynamoDB Local: one server for the whole run, and fresh tables for each test. */
public final class DynamoDbLocal implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(DynamoDbLocal.class);

    private Server server;
    private final List<String> tables = new ArrayList<>();

    private record Server(EmbeddedDynamoDb database, URI endpoint, DynamoDbClient client) implements AutoCloseable {
        static Server start() {
            EmbeddedDynamoDb database = EmbeddedDynamoDb.start();
            URI endpoint = database.listen();
            return new Server(database, endpoint, clientOf(endpoint));
        }

        @Override
        public void close() {
            client.close();
            database.close();
        }
    }

    /** A client like the functions' own, for another endpoint. */
    public static DynamoDbClient clientOf(URI endpoint) {
        return clientOf(endpoint, "functions");
    }

    /** With another access key. */
    public static DynamoDbClient clientOf(URI endpoint, String accessKey) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "none")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(configuration ->
                        configuration.retryStrategy(RetryMode.STANDARD).addExecutionInterceptor(new LostAnswers()))
                .build();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Server.class, type -> Server.start(), Server.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (String table : tables) {
            server.client().deleteTable(request -> request.tableName(table));
        }
        tables.clear();
    }

    public DynamoDbClient client() {
        return server.client();
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** The name of a new table shaped like {@code account}. */
    public String accountTable() {
        return table("id", ScalarAttributeType.N, "email");
    }

    /** The name of a new table shaped like {@code books}. */
    public String booksTable() {
        return table("Author", ScalarAttributeType.S, "Title");
    }

    /** The name of a new table shaped like {@code carros}. */
    public String carrosTable() {
        return table(CreateTableRequest.builder()
                .attributeDefinitions(
                        definition("placa", ScalarAttributeType.S), definition("cpf", ScalarAttributeType.S))
                .keySchema(key("placa", KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("por-cpf")
                        .keySchema(key("cpf", KeyType.HASH))
                        .projection(projection -> projection
                                .projectionType(ProjectionType.INCLUDE)
                                .nonKeyAttributes("minutos"))
                        .provisionedThroughput(throughput())
                        .build()));
    }

    /** The name of a new table shaped like {@code proprietarios}. */
    public String proprietariosTable() {
        return table(CreateTableRequest.builder()
                .attributeDefinitions(
                        definition("cpf", ScalarAttributeType.S),
                        definition("placa", ScalarAttributeType.S),
                        definition("aquisicao", ScalarAttributeType.S))
                .keySchema(key("cpf", KeyType.HASH), key("placa", KeyType.RANGE))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("por-placa")
                        .keySchema(key("placa", KeyType.HASH), key("aquisicao", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .provisionedThroughput(throughput())
                        .build())
                .localSecondaryIndexes(LocalSecondaryIndex.builder()
                        .indexName("por-aquisicao")
                        .keySchema(key("cpf", KeyType.HASH), key("aquisicao", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build()));
    }

    private String table(String partitionKey, ScalarAttributeType type, String sortKey) {
        return table(CreateTableRequest.builder()
                .attributeDefinitions(definition(partitionKey, type), definition(sortKey, ScalarAttributeType.S))
                .keySchema(key(partitionKey, KeyType.HASH), key(sortKey, KeyType.RANGE)));
    }

    private String table(CreateTableRequest.Builder shape) {
        String name = "test-" + UUID.randomUUID();
        client().createTable(shape.tableName(name)
                .provisionedThroughput(throughput())
                .build());
        tables.add(name);
        return name;
    }

    private static ProvisionedThroughput throughput() {
        return ProvisionedThroughput.builder()
                .readCapacityUnits(5L)
                .writeCapacityUnits(5L)
                .build();
    }

    private static AttributeDefinition definition(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    /** Every item of {@code table}, read past the functions. */
    public List<Map<String, AttributeValue>> scan(String table) {
        return client()
                .scanPaginator(ScanRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .build())
                .items()
                .stream()
                .toList();
    }
}

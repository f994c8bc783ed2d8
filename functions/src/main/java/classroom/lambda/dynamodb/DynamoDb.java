package classroom.lambda.dynamodb;

import classroom.lambda.Environment;
import classroom.lambda.snapstart.Rehearsal;
import classroom.lambda.snapstart.SnapStart;
import classroom.lambda.snapstart.SnapshotCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The one DynamoDB client of an execution environment. It sets everything that the SDK would otherwise look up in
 * profile files, the instance's metadata or the class path. Each look-up makes a cold start some milliseconds longer,
 * and a file on a machine must not change a function's behaviour. The SDK itself chooses the endpoint, so its variables
 * {@code AWS_ENDPOINT_URL_DYNAMODB} and {@code AWS_ENDPOINT_URL} work as usual.
 */
public final class DynamoDb {
    /** The SDK's own defaults for HTTP clients (AWS SDK for Java 2.x, "HTTP configuration"). */
    private static final int CONNECT_TIMEOUT = (int) Duration.ofSeconds(2).toMillis();

    private static final int READ_TIMEOUT = (int) Duration.ofSeconds(30).toMillis();

    private static DynamoDbClient client;

    private DynamoDb() {}

    /** Returns the client. The first call makes it, while the function starts. */
    public static synchronized DynamoDbClient client() {
        if (client == null) {
            ProfileFile none = ProfileFile.aggregator().build();
            client = DynamoDbClient.builder()
                    .region(Region.of(Environment.require("AWS_REGION")))
                    .credentialsProvider(credentials())
                    .httpClient(http())
                    .defaultsMode(DefaultsMode.STANDARD)
                    .endpointDiscoveryEnabled(false)
                    .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                    .dualstackEnabled(false)
                    .fipsEnabled(false)
                    .overrideConfiguration(ClientOverrideConfiguration.builder()
                            .retryStrategy(RetryMode.STANDARD)
                            .addExecutionInterceptor(new LostAnswers())
                            .defaultProfileFileSupplier(() -> none)
                            .defaultProfileName("default")
                            .build())
                    .build();
        }
        return client;
    }

    /**
     * Makes an HTTP client of the JDK's own connections. The SDK would set up TLS for each client. The JDK does that
     * once, and not at all for an endpoint without TLS.
     */
    private static SdkHttpClient http() {
        if (System.getenv("AWS_ENDPOINT_URL_DYNAMODB") == null && System.getenv("AWS_ENDPOINT_URL") == null) {
            // AWS's own endpoint: reads the certificates while the function starts, not in its first call.
            HttpsURLConnection.getDefaultSSLSocketFactory();
        }
        return UrlConnectionHttpClient.create(DynamoDb::connect);
    }

    private static HttpURLConnection connect(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_TIMEOUT);
            connection.setReadTimeout(READ_TIMEOUT);
            return SnapStart.isOn() ? Rehearsal.orReal(connection) : connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AwsCredentialsProvider credentials() {
        if (System.getenv(SnapshotCredentials.VARIABLE) == null) {
            return EnvironmentVariableCredentialsProvider.create();
        }
        return SnapStart.isOn() ? SnapshotCredentials.INSTANCE : ContainerCredentialsProvider.create();
    }
}

package classroom.lambda;

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
 * The one DynamoDB client of an execution environment. Everything that the SDK would otherwise take from profile
 * files, the instance's metadata or the class path is stated: each search costs a cold start milliseconds, and nothing
 * that lies about on a machine may change what a function does. The endpoint is the SDK's own choice, so its variables
 * {@code AWS_ENDPOINT_URL_DYNAMODB} and {@code AWS_ENDPOINT_URL} work as anywhere.
 */
public final class DynamoDb {
    /** The SDK's own defaults for HTTP clients (AWS SDK for Java 2.x, "HTTP configuration"). */
    private static final int CONNECT_TIMEOUT = (int) Duration.ofSeconds(2).toMillis();

    private static final int READ_TIMEOUT = (int) Duration.ofSeconds(30).toMillis();

    private static DynamoDbClient client;

    /** Only of a function with SnapStart. */
    private static SnapshotCredentials snapshotCredentials;

    private DynamoDb() {}

    /** Made at the first call, in the function's start-up, and the same ever after. */
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
     * HTTP through the JDK's own connections. The SDK would set up TLS of its own for each client; the JDK does it once,
     * and not at all for an endpoint without TLS.
     */
    private static SdkHttpClient http() {
        if (System.getenv("AWS_ENDPOINT_URL_DYNAMODB") == null && System.getenv("AWS_ENDPOINT_URL") == null) {
            // AWS's own endpoint: the certificates are read while the function starts, not in its first call.
            HttpsURLConnection.getDefaultSSLSocketFactory();
        }
        return UrlConnectionHttpClient.create(DynamoDb::connect);
    }

    private static HttpURLConnection connect(URI uri) {
        try {
            return SnapStart.isOn() && Rehearsal.isOn() ? Rehearsal.connection(uri) : open(uri);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpURLConnection open(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_TIMEOUT);
        connection.setReadTimeout(READ_TIMEOUT);
        return connection;
    }

    private static AwsCredentialsProvider credentials() {
        if (System.getenv(SnapshotCredentials.VARIABLE) == null) {
            return EnvironmentVariableCredentialsProvider.create();
        }
        if (!SnapStart.isOn()) {
            return ContainerCredentialsProvider.create();
        }
        snapshotCredentials = new SnapshotCredentials();
        return snapshotCredentials;
    }

    /** Opens a connection to wherever the first call will, TLS included, and sends nothing over it. None is kept. */
    static void rehearseConnections() throws IOException {
        if (Rehearsal.endpoint() != null) {
            openAndClose(Rehearsal.endpoint());
        }
        if (snapshotCredentials != null) {
            snapshotCredentials.rehearse();
            // It may be the one that the JDK has kept of the fetch: that is closed then.
            openAndClose(SnapshotCredentials.endpoint());
        }
    }

    private static void openAndClose(URI uri) throws IOException {
        HttpURLConnection connection = open(uri);
        connection.connect();
        connection.disconnect();
    }
}

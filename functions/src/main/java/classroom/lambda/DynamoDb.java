package classroom.lambda;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
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
    /** Set by Lambda when it restores a snapshot: the environment's keys would be those of the snapshot. */
    private static final String CONTAINER_CREDENTIALS_VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private static DynamoDbClient client;

    private DynamoDb() {}

    /** Made at the first call, in the function's start-up, and the same ever after. */
    public static synchronized DynamoDbClient client() {
        if (client == null) {
            client = DynamoDbClient.builder()
                    .region(Region.of(Environment.require("AWS_REGION")))
                    .credentialsProvider(credentials())
                    .httpClient(UrlConnectionHttpClient.create())
                    .defaultsMode(DefaultsMode.STANDARD)
                    .endpointDiscoveryEnabled(false)
                    .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                    .overrideConfiguration(ClientOverrideConfiguration.builder()
                            .retryStrategy(RetryMode.STANDARD)
                            .defaultProfileFile(ProfileFile.aggregator().build())
                            .build())
                    .build();
        }
        return client;
    }

    private static AwsCredentialsProvider credentials() {
        return System.getenv(CONTAINER_CREDENTIALS_VARIABLE) == null
                ? EnvironmentVariableCredentialsProvider.create()
                : ContainerCredentialsProvider.create();
    }
}

package classroom.lambda.snapstart;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/**
 * The credentials of a function with SnapStart. Lambda's endpoint for containers gives them, for the variables of the
 * environment are as old as the snapshot. Credentials that were fetched before the snapshot are forgotten.
 *
 * <p>Source: AWS Lambda Developer Guide, "Activating and managing Lambda SnapStart", "Using execution role
 * credentials".
 */
public final class SnapshotCredentials implements AwsCredentialsProvider {
    /** Lambda's variable with the endpoint's address. */
    public static final String VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    /** The only ones of an environment. */
    public static final SnapshotCredentials INSTANCE = new SnapshotCredentials();

    private static final AwsCredentials REHEARSAL = AwsSessionCredentials.create("REHEARSAL", "none", "none");

    private ContainerCredentialsProvider container;

    private SnapshotCredentials() {}

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        if (Rehearsal.isOn()) {
            return REHEARSAL;
        }
        if (container == null) {
            container = ContainerCredentialsProvider.create();
        }
        return container.resolveCredentials();
    }

    /** Fetches the credentials once, forgets them and closes the connection, which the JDK would keep. */
    synchronized void rehearse() throws IOException {
        try {
            resolveCredentials();
        } finally {
            container.close();
            container = null;
        }
        HttpURLConnection kept =
                (HttpURLConnection) URI.create(System.getenv(VARIABLE)).toURL().openConnection();
        Rehearsal.openAndClose(kept);
    }
}

package classroom.lambda;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/**
 * The credentials of a function with SnapStart: Lambda's endpoint for containers gives them, for variables of the
 * environment would be those of the snapshot. What was fetched before the snapshot is forgotten.
 *
 * <p>Source: AWS Lambda Developer Guide, "Activating and managing Lambda SnapStart", "Using execution role credentials".
 */
final class SnapshotCredentials implements AwsCredentialsProvider {
    /** Lambda's variable with the endpoint's address. */
    static final String VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private static final AwsCredentials REHEARSAL = AwsSessionCredentials.create("REHEARSAL", "none", "none");

    private ContainerCredentialsProvider container;

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

    /** Fetches them once and keeps nothing of it. */
    synchronized void rehearse() {
        try {
            resolveCredentials();
        } finally {
            container.close();
            container = null;
        }
    }

    /** Where they are fetched. */
    static URI endpoint() {
        return URI.create(System.getenv(VARIABLE));
    }
}

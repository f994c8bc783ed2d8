package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.Reply;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.identity.Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The credentials of one environment: those of the function's role. The process gets them in its variables, or, with
 * SnapStart, fetches them as from a container.
 */
final class Credentials {
    /** The stated lifetime of a container's credentials; a second request returns the same ones. */
    private static final Duration LIFETIME = Duration.ofHours(6);

    private final Deployment deployment;
    private final Identities identities;
    private final String token = Keys.unguessable();

    /** Another one after a restore than before. */
    private volatile Identity identity;

    /** @throws classroom.cloud.gateway.AwsError if Lambda may not assume the function's role */
    Credentials(Deployment deployment, Identities identities) {
        this.deployment = deployment;
        this.identities = identities;
        this.identity = issue();
    }

    private Identity issue() {
        return identities.issue(
                deployment.function().role(), deployment.function().name());
    }

    Identity identity() {
        return identity;
    }

    /** Ends them. */
    void revoke() {
        identities.revoke(identity);
    }

    /**
     * The variables by which the AWS SDK finds them.
     *
     * @param environment the URL of the environment
     */
    Map<String, String> variables(String environment) {
        return deployment.isSnapStarted()
                ? Map.of(
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        environment + RuntimeApi.CREDENTIALS,
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                        token)
                : Map.of(
                        "AWS_ACCESS_KEY_ID",
                        identity.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY",
                        Keys.unguessable(),
                        "AWS_SESSION_TOKEN",
                        Keys.unguessable());
    }

    /**
     * The Runtime API's "restore": here it follows at once, in the process that has initialised. The credentials that
     * the process had before become invalid, so a function that kept them fails, as it might on Lambda.
     */
    Reply restore() {
        Identity before = identity;
        identity = issue();
        identities.revoke(before);
        return RuntimeApi.reply(200, "{}");
    }

    /** The credentials of a container (AWS SDKs and Tools Reference Guide, "Container credential provider"). */
    Reply answer(String authorization) {
        if (!deployment.isSnapStarted() || !token.equals(authorization)) {
            return RuntimeApi.refusal(403, "Forbidden", "bad authorization token");
        }
        return RuntimeApi.reply(
                200,
                "{\"AccessKeyId\":\"" + identity.accessKeyId() + "\",\"SecretAccessKey\":\"" + Keys.unguessable()
                        + "\",\"Token\":\"" + Keys.unguessable() + "\",\"Expiration\":\""
                        + Instant.now().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS) + "\"}");
    }
}

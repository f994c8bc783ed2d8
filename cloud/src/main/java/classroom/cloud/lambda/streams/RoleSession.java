package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.Functions;

/** The identity with which a mapping reads and sends: a session of its function's role, which may change meanwhile. */
final class RoleSession {
    private final Mapping mapping;
    private final Functions functions;
    private final Identities identities;
    private Identity identity;

    RoleSession(Mapping mapping, Functions functions, Identities identities) {
        this.mapping = mapping;
        this.functions = functions;
        this.identities = identities;
    }

    synchronized Identity identity() {
        Function function = functions
                .find(mapping.settings().functionName())
                .orElseThrow(() -> new AwsError(400, "InvalidParameterValueException", "Function does not exist"));
        if (identity == null || !identity.role().equals(function.role())) {
            end();
            identity = identities.issue(function.role(), function.name());
        }
        return identity;
    }

    synchronized void end() {
        if (identity != null) {
            identities.revoke(identity);
            identity = null;
        }
    }
}

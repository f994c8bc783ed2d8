package classroom.local.sts;

import classroom.local.gateway.AwsError;
import classroom.local.gateway.Call;
import classroom.local.gateway.Protocol;
import classroom.local.gateway.Reply;
import classroom.local.gateway.Service;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;

/** GetCallerIdentity of the Security Token Service (query protocol), everyone's first check; it takes no permission. */
public final class StsApi implements Service {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    @Override
    public String signingName() {
        return "sts";
    }

    @Override
    public Reply answer(Call call) {
        String action = Protocol.form(call).getOrDefault("Action", "");
        if (!action.equals("GetCallerIdentity")) {
            throw new AwsError(400, "InvalidAction", "Could not find operation " + action + " for version 2011-06-15");
        }
        Identity caller = call.caller();
        return Protocol.queryReply(
                call,
                NAMESPACE,
                action,
                result -> result.element("Arn", caller.arn())
                        .element("UserId", caller.userId())
                        .element("Account", Identities.ACCOUNT));
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.queryError(call, error, NAMESPACE);
    }
}

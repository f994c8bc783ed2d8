package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells each call of a service that {@linkplain Identity#isCounted counts} to those who follow the class. */
final class LiveCalls {
    /** The parameter of the query protocol that names the operation. */
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");

    private final Live live;

    LiveCalls(Live live) {
        this.live = live;
    }

    /** Answers as the service does, and tells it. */
    Reply answer(Call call, Service service) {
        long began = System.nanoTime();
        int status = 500;
        try {
            Reply reply = service.answer(call);
            status = reply.status();
            return reply;
        } catch (AwsError refused) {
            status = refused.status();
            throw refused;
        } finally {
            tell(call, service, status, System.nanoTime() - began);
        }
    }

    private void tell(Call call, Service service, int status, long nanoseconds) {
        if (!call.caller().isCounted()) {
            return;
        }
        live.tell(
                "call",
                () -> JsonNodeFactory.instance
                        .objectNode()
                        .put("id", call.requestId())
                        .put("service", service.signingName())
                        .put("operation", operation(call))
                        .put("caller", call.caller().arn())
                        .put("status", status)
                        .put("milliseconds", TimeUnit.NANOSECONDS.toMillis(nanoseconds)));
    }

    /** The operation as far as the envelope of a request says it: its target, the action of a form, or the path. */
    private static String operation(Call call) {
        Optional<String> target = call.header("x-amz-target");
        if (target.isPresent()) {
            return target.get().substring(target.get().lastIndexOf('.') + 1);
        }
        boolean form = call.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded");
        Matcher action = ACTION.matcher(form ? new String(call.body(), StandardCharsets.ISO_8859_1) : "");
        return action.find() ? action.group(1) : call.method() + " " + call.path();
    }
}

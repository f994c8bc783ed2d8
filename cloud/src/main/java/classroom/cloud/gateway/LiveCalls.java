package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells each call of a service that {@linkplain Identity#isCounted counts} to those who follow the class. */
final class LiveCalls {
    /** The parameter of the query protocol that names the operation. */
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");

    /** Where the JSON protocols say which error it is. */
    private static final Pattern TYPE = Pattern.compile("\"__type\":\"(?:[^\"#]*#)?([A-Za-z]+)\"");

    private final Live live;

    LiveCalls(Live live) {
        this.live = live;
    }

    /** Answers as the service does, and tells it. */
    Reply answer(Call call, Service service) {
        long began = System.nanoTime();
        Ending ending = new Ending(500, () -> "InternalFailure");
        try {
            Reply reply = service.answer(call);
            ending = new Ending(reply.status(), () -> code(reply));
            return reply;
        } catch (AwsError refused) {
            ending = new Ending(refused.status(), refused::code);
            throw refused;
        } finally {
            tell(call, service, ending, System.nanoTime() - began);
        }
    }

    /** @param code of the error, if the status is one's */
    private record Ending(int status, Supplier<String> code) {}

    private void tell(Call call, Service service, Ending ending, long nanoseconds) {
        if (!call.caller().isCounted()) {
            return;
        }
        live.tell("call", () -> {
            ObjectNode members = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", call.requestId())
                    .put("service", service.signingName())
                    .put("operation", operation(call))
                    .put("caller", call.caller().arn())
                    .put("status", ending.status())
                    .put("milliseconds", TimeUnit.NANOSECONDS.toMillis(nanoseconds));
            Named.in(call, service.signingName()).forEach(members.putArray("resources")::add);
            return ending.status() < 400
                    ? members
                    : members.put("error", ending.code().get());
        });
    }

    /** The code of an error that a service has passed on, as DynamoDB's face does. */
    private static String code(Reply refusal) {
        Matcher type = TYPE.matcher(new String(refusal.body(), StandardCharsets.UTF_8));
        return type.find() ? type.group(1) : Integer.toString(refusal.status());
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

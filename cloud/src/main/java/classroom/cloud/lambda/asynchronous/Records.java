package classroom.cloud.lambda.asynchronous;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Invocation;
import classroom.cloud.sqs.MessageAttribute;
import classroom.template.language.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sends records of asynchronous invocations to destinations, and events that are given up to dead-letter queues
 * ("Capturing records of Lambda asynchronous invocations"). What a destination refuses is lost, as on Lambda; the
 * console says so.
 */
final class Records {
    /** How long a chain of invocations may become by way of destinations ("Use Lambda recursive loop detection"). */
    static final int LONGEST_CHAIN = 16;

    /** The largest error message of a dead letter, in bytes. */
    private static final int LONGEST_MESSAGE = 1024;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Access access;
    private final Consumer<String> console;
    private final Clock clock;

    Records(Access access, Consumer<String> console, Clock clock) {
        this.access = access;
        this.console = console;
        this.clock = clock;
    }

    /**
     * Sends the record of an invocation.
     *
     * @param condition as Lambda names it
     * @param target the ARN of the destination, {@code null} for none
     * @param queue takes the record as an event of the function that is the destination
     */
    void send(Event event, String condition, String target, Consumer<Event> queue) {
        if (target == null) {
            return;
        }
        Destination destination = Destination.of(target).orElseThrow();
        deliver(event, target, (function, role) -> {
            String message = message(event, condition).toString();
            if (destination.isQueue()) {
                access.queues().send(role, target, message, Map.of());
            } else {
                access.check(role, destination);
                queue.accept(next(event, target, message.getBytes(StandardCharsets.UTF_8)));
            }
        });
    }

    /** Sends an event that is given up to the function's dead-letter queue, if it has one. */
    void sendToDeadLetters(Event event) {
        String target = access.functions()
                .find(event.function())
                .map(Function::deadLetters)
                .orElse(null);
        if (target != null) {
            deliver(
                    event,
                    target,
                    (function, role) -> access.queues()
                            .send(role, target, text(event.invocation().payload()), attributes(event)));
        }
    }

    private void deliver(Event event, String target, BiConsumer<Function, Identity> delivery) {
        Optional<Function> function = access.functions().find(event.function());
        if (function.isEmpty()) {
            return; // It was deleted during its last call; there is no role to send as any more.
        }
        try {
            access.as(function.get(), role -> delivery.accept(function.get(), role));
        } catch (AwsError e) {
            console.accept(Texts.of(
                    "The destination %s of %s refused the record of %s: %s",
                    target, function.get().name(), event.invocation().requestId(), e.getMessage()));
        }
    }

    private Event next(Event event, String target, byte[] record) {
        if (record.length > AsynchronousInvocations.EVENT_LIMIT) {
            throw AsynchronousInvocations.tooLarge(record.length);
        }
        if (event.chain() + 1 >= LONGEST_CHAIN) {
            throw new AwsError(
                    400,
                    "RecursiveInvocationException",
                    "a chain of " + LONGEST_CHAIN + " invocations is a loop, which Lambda stops");
        }
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), record, "");
        String reference = FunctionName.parse(target, null).reference();
        return Event.of(EventInvokeConfigs.qualified(reference), invocation, clock.instant(), event.chain() + 1);
    }

    /** The record of an invocation, its members in the order of Lambda's. */
    ObjectNode message(Event event, String condition) {
        ObjectNode message = JSON.createObjectNode();
        message.put("version", "1.0");
        message.put("timestamp", Invocation.TIME.format(clock.instant()));
        ObjectNode request = message.putObject("requestContext");
        request.put("requestId", event.invocation().requestId());
        request.put("functionArn", access.functions().arn(event.function()));
        request.put("condition", condition);
        request.put("approximateInvokeCount", event.calls());
        message.putRawValue(
                "requestPayload", new RawValue(text(event.invocation().payload())));
        Invocation.Result result = event.last();
        if (result != null) {
            ObjectNode response = message.putObject("responseContext");
            response.put("statusCode", 200);
            response.put("executedVersion", result.version());
            if (result.failed()) {
                response.put("functionError", "Unhandled");
            }
            payload(message, text(result.payload()));
        }
        return message;
    }

    /** A stream handler may answer with something that is no JSON: the record has it as a text. */
    private static void payload(ObjectNode message, String payload) {
        try {
            if (JSON.readTree(payload).isMissingNode()) {
                message.put("responsePayload", payload);
                return;
            }
            message.putRawValue("responsePayload", new RawValue(payload));
        } catch (JsonProcessingException e) {
            message.put("responsePayload", payload);
        }
    }

    private static Map<String, MessageAttribute> attributes(Event event) {
        Map<String, MessageAttribute> attributes = new TreeMap<>();
        attributes.put("RequestID", MessageAttribute.text(event.invocation().requestId()));
        int status = event.refusal() instanceof AwsError error ? error.status() : event.last() == null ? 500 : 200;
        attributes.put("ErrorCode", MessageAttribute.number(status));
        String message = cut(reason(event));
        if (!message.isEmpty()) {
            attributes.put("ErrorMessage", MessageAttribute.text(message));
        }
        return attributes;
    }

    private static String reason(Event event) {
        if (event.refusal() != null) {
            return String.valueOf(event.refusal().getMessage());
        }
        if (event.last() == null) {
            return "";
        }
        try {
            JsonNode answer = JSON.readTree(event.last().payload());
            return answer.path("errorMessage").asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String cut(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_MESSAGE) {
            return message;
        }
        int end = LONGEST_MESSAGE;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--; // Not within a character.
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

package classroom;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a handler as Lambda does: bytes in, bytes out. */
public final class Invocation {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Invocation() {}

    /** A function's answer with its body parsed. */
    public record Reply(int statusCode, JsonNode headers, JsonNode body) {}

    public static Reply of(RequestStreamHandler handler, String event) {
        return of(handler, event, Duration.ofSeconds(10));
    }

    public static Reply of(RequestStreamHandler handler, String event, Duration time) {
        JsonNode answer = json(raw(handler, event.getBytes(StandardCharsets.UTF_8), time));
        return new Reply(
                answer.get("statusCode").intValue(),
                answer.get("headers"),
                json(answer.get("body").textValue()));
    }

    /** The function's output, unchanged. */
    public static String raw(RequestStreamHandler handler, byte[] event, Duration time) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event), output, new TimedContext(time));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** The text of a test resource, such as {@code events/stream-modify.json}. */
    public static String resource(String name) {
        try (InputStream resource = Invocation.class.getResourceAsStream("/" + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A context; handlers use only its remaining time. */
    private static final class TimedContext implements Context {
        private final long end;

        TimedContext(Duration time) {
            this.end = System.nanoTime() + time.toNanos();
        }

        @Override
        public int getRemainingTimeInMillis() {
            return (int) Duration.ofNanos(end - System.nanoTime()).toMillis();
        }

        @Override
        public String getAwsRequestId() {
            return "00000000-0000-0000-0000-000000000000";
        }

        @Override
        public String getLogGroupName() {
            return "/aws/lambda/test";
        }

        @Override
        public String getLogStreamName() {
            return "test";
        }

        @Override
        public String getFunctionName() {
            return "test";
        }

        @Override
        public String getFunctionVersion() {
            return "$LATEST";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:us-east-2:000000000000:function:test";
        }

        @Override
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            return null;
        }
    }
}

package classroom.cloud.lambda.environment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A function of the tests, with defaults for everything else. */
public record TestFunction(
        String name,
        Class<?> handler,
        Path code,
        Map<String, String> environment,
        int memoryMb,
        Duration timeout,
        String deadLetters) {

    public static TestFunction of(Class<?> handler, Path code) {
        return new TestFunction(handler.getSimpleName(), handler, code, Map.of(), 256, Duration.ofSeconds(60), null);
    }

    public TestFunction named(String other) {
        return new TestFunction(other, handler, code, environment, memoryMb, timeout, deadLetters);
    }

    public TestFunction with(Map<String, String> variables) {
        return new TestFunction(name, handler, code, variables, memoryMb, timeout, deadLetters);
    }

    public TestFunction with(Duration limit) {
        return new TestFunction(name, handler, code, environment, memoryMb, limit, deadLetters);
    }

    public TestFunction withMemory(int megabytes) {
        return new TestFunction(name, handler, code, environment, megabytes, timeout, deadLetters);
    }

    public TestFunction withDeadLetters(String queue) {
        return new TestFunction(name, handler, code, environment, memoryMb, timeout, queue);
    }

    public Function build() {
        return build(handler.getName());
    }

    /** With another handler string than the class. */
    public Function build(String handlerText) {
        return new Function(
                name,
                "a test",
                handlerText,
                "java25",
                code,
                environment,
                memoryMb,
                timeout,
                "arn:aws:iam::000000000000:role/" + name + "-role",
                "/aws/lambda/" + name,
                Map.of("class", "classroom"),
                deadLetters,
                Function.Shown.DEFAULT,
                false);
    }
}

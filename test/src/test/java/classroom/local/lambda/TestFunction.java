package classroom.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A function of the tests, with what a test does not care about filled in. */
record TestFunction(
        String name, Class<?> handler, Path code, Map<String, String> environment, int memoryMb, Duration timeout) {

    static TestFunction of(Class<?> handler, Path code) {
        return new TestFunction(handler.getSimpleName(), handler, code, Map.of(), 256, Duration.ofSeconds(60));
    }

    TestFunction named(String other) {
        return new TestFunction(other, handler, code, environment, memoryMb, timeout);
    }

    TestFunction with(Map<String, String> variables) {
        return new TestFunction(name, handler, code, variables, memoryMb, timeout);
    }

    TestFunction with(Duration limit) {
        return new TestFunction(name, handler, code, environment, memoryMb, limit);
    }

    Function build() {
        return build(handler.getName());
    }

    /** With another handler string than the class. */
    Function build(String handlerText) {
        return new Function(
                name,
                "a test",
                handlerText,
                "java25",
                code,
                "c2hh",
                environment,
                memoryMb,
                timeout,
                name + "-role",
                "/aws/lambda/" + name,
                Map.of("class", "classroom"),
                false);
    }
}

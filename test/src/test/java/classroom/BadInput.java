package classroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every event that a contract does not allow, made from one that it does: not an object, each required field missing,
 * each field of each wrong type, empty, oversized.
 */
public final class BadInput {
    private static final String TEXT = "\"x\"";
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "7",
            "-1",
            "1001",
            "1.5",
            "1.0",
            "1e400",
            "123456789012345678901234567890123456789",
            "\"\"",
            TEXT,
            "\"1\"",
            "\"\\ud800\"",
            "[]",
            "[1]",
            "[\"x\"]",
            "[\"x\",\"x\"]",
            "{}",
            "{\"S\":\"x\"}");

    private final JsonNode valid;
    private final List<Case> cases = new ArrayList<>();

    /** An event and the field that its 400 must name. */
    public record Case(String event, String field) {
        public void assertRefusedBy(RequestStreamHandler handler) {
            Invocation.Reply reply = Invocation.of(handler, event);
            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.body().get("error").textValue()).isEqualTo("BadRequest");
            assertThat(reply.body().get("field").textValue()).isEqualTo(field);
            assertThat(reply.body().get("message").textValue()).startsWith(field + " ");
        }

        @Override
        public String toString() {
            return field + " in " + (event.length() <= 100 ? event : event.substring(0, 100) + "…");
        }
    }

    /** The valid values of a field: those of the values above that must not count as invalid. */
    public enum Kind {
        TEXT("\"x\"", "\"1\""),
        KEY("\"x\"", "\"1\""),
        INTEGER("0", "7", "-1", "1001"),
        NATURAL("0", "7", "1001"),
        LIMIT("7"),
        RATING(),
        FLAG("true", "false"),
        EDITIONS("[\"x\"]"),
        OBJECT("{}", "{\"S\":\"x\"}"),
        RECORDS("[1]", "[\"x\"]", "[\"x\",\"x\"]"),
        RATE("0", "7", "1001", "1.5", "1.0"),
        YEAR("7", "1001"),
        TOKEN();

        private final Set<String> right;

        Kind(String... right) {
            this.right = Set.of(right);
        }
    }

    private BadInput(String valid) {
        this.valid = Invocation.json(valid);
        for (String event : List.of(
                "null",
                "[]",
                "[{}]",
                "\"x\"",
                "\"\"",
                "5",
                "true",
                "",
                " ",
                "{",
                "{}}",
                "{} {}",
                "{\"id\":01}",
                "{'id':1}",
                "\u00ff",
                "\ufeff{}")) {
            cases.add(new Case(event, "event"));
        }
    }

    public static BadInput of(String valid) {
        return new BadInput(valid);
    }

    /** @param pointer such as {@code /put/0/Title} */
    public BadInput required(String pointer, Kind kind) {
        ObjectNode event = valid.deepCopy();
        JsonPointer at = JsonPointer.compile(pointer);
        if (event.at(at.head()) instanceof ObjectNode parent) {
            parent.remove(at.last().getMatchingProperty());
            cases.add(new Case(event.toString(), name(pointer)));
        }
        return optional(pointer, kind);
    }

    /** @param pointer such as {@code /put/0/Rating} */
    public BadInput optional(String pointer, Kind kind) {
        for (String value : VALUES) {
            if (!kind.right.contains(value)) {
                with(pointer, value);
            }
        }
        return kind == Kind.KEY ? with(pointer, text(3 * 1024)) : this;
    }

    /** This very value is wrong for the field. */
    public BadInput with(String pointer, String value) {
        String mark = "\"the value goes here\"";
        ObjectNode event = valid.deepCopy();
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode marked = Invocation.json(mark);
        if (event.at(at.head()) instanceof ArrayNode parent) {
            parent.set(at.last().getMatchingIndex(), marked);
        } else {
            ((ObjectNode) event.at(at.head())).set(at.last().getMatchingProperty(), marked);
        }
        cases.add(new Case(event.toString().replace(mark, value), name(pointer)));
        return this;
    }

    /** A JSON string of so many characters. */
    public static String text(int length) {
        return "\"" + "x".repeat(length) + "\"";
    }

    public List<Case> cases() {
        return cases;
    }

    /** One test for each bad event: {@code handler} answers 400 and names the field. */
    public Stream<DynamicTest> testsOf(RequestStreamHandler handler) {
        String name = handler.getClass().getSimpleName();
        return cases.stream()
                .map(bad -> DynamicTest.dynamicTest(name + ": " + bad, () -> bad.assertRefusedBy(handler)));
    }

    private static String name(String pointer) {
        return pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
    }
}

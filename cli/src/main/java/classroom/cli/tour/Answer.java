package classroom.cli.tour;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * The answer to a step, and the expectations of its lesson.
 *
 * <p>Each expectation returns this answer, or throws {@link StepFailed} with the expected and the actual value.
 *
 * @param status the function's status code, 0 for a service's own answer
 * @param json the function's body or the service's answer
 */
record Answer(int status, JsonNode json) {

    /** Returns the value at a JSON pointer, or a missing node. */
    JsonNode at(String pointer) {
        return pointer.isEmpty() ? json : json.at(pointer);
    }

    /** The text at a JSON pointer. */
    String text(String pointer) {
        return at(pointer).asText();
    }

    /** The function must have answered with this status code. */
    Answer expect(int expected) {
        if (status != expected) {
            throw new StepFailed(Texts.of("the status must be %d, not %d", expected, status));
        }
        return this;
    }

    /** There must be this value, written as JSON, at a JSON pointer; {@code ""} points at the whole. */
    Answer expect(String pointer, String value) {
        JsonNode expected = Json.of(value);
        if (!same(expected, at(pointer))) {
            throw mismatch(pointer, expected.toString());
        }
        return this;
    }

    /** There must be this number at a JSON pointer. */
    Answer expect(String pointer, long value) {
        return expect(pointer, String.valueOf(value));
    }

    /** There must be nothing at a JSON pointer. */
    Answer expectNo(String pointer) {
        if (!at(pointer).isMissingNode()) {
            throw new StepFailed(Texts.of("there must be no %s, but there is %s", name(pointer), shown(at(pointer))));
        }
        return this;
    }

    /** The value at a JSON pointer must satisfy the rule, which is stated in words. */
    Answer expect(String pointer, String rule, Predicate<JsonNode> holds) {
        if (!holds.test(at(pointer))) {
            throw mismatch(pointer, rule);
        }
        return this;
    }

    private StepFailed mismatch(String pointer, String expected) {
        return new StepFailed(Texts.of("%s must be %s, not %s", name(pointer), expected, shown(at(pointer))));
    }

    /** Numbers are equal if their values are: 1.0 is 1. */
    private static boolean same(JsonNode expected, JsonNode actual) {
        return expected.equals(actual)
                || expected.isNumber()
                        && actual.isNumber()
                        && expected.decimalValue().compareTo(actual.decimalValue()) == 0;
    }

    private static String name(String pointer) {
        return pointer.isEmpty() ? Texts.of("the answer") : pointer.substring(1).replace('/', '.');
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? Texts.of("missing") : Json.compact(value);
    }
}

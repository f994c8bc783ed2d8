package classroom.cli.tour;

import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cli.client.Loopback;
import classroom.cli.client.ServiceException;
import classroom.cli.tour.Operation.Service;
import classroom.cloud.Cloud;
import classroom.cloud.access.AccessApi;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The engine of the tour: it calls the class's AWS APIs, prints requests and answers, and counts.
 *
 * <p>A lesson announces a {@link #step}, calls, and states its expectations on the {@link Answer}.
 */
final class Walk {
    private final Loopback wire;
    private final Client client;
    private final Page page;
    private final Cost cost = new Cost();
    private final Changes changes = new Changes();

    private final Consumer<String> pause;

    private int steps;
    private int lesson;
    private int ofLesson;
    private String title = "";

    /** @param pause is called before each lesson and each step, with a line that says what comes */
    Walk(Loopback wire, Page page, Consumer<String> pause) {
        this.wire = wire;
        this.client = new Client(wire);
        this.page = page;
        this.pause = pause;
    }

    /** Goes through the lessons in order. */
    void through(List<Lesson> all) {
        for (Lesson each : all) {
            pause.accept(Texts.of("Press Enter for lesson %d.", each.number()));
            lesson = each.number();
            ofLesson = 0;
            page.lesson(each);
            each.teach(this);
        }
        pause.accept(Texts.of("Press Enter for the end."));
    }

    /** Begins the next step. */
    void step(String what) {
        if (ofLesson > 0) {
            pause.accept(Texts.of("Press Enter to go on."));
        }
        steps++;
        ofLesson++;
        title = what;
        page.step(number(), what);
    }

    private String number() {
        return lesson + "." + ofLesson;
    }

    /** Says what there is to notice. */
    void note(String text) {
        page.note(text);
    }

    /** The step that is under way, with its number. */
    String current() {
        return Texts.of("step %s, %s", number(), title);
    }

    /** How many steps there were. */
    int steps() {
        return steps;
    }

    /** The consumption so far. */
    Cost cost() {
        return cost;
    }

    /** The tour's changes of the books so far. */
    Changes changes() {
        return changes;
    }

    /**
     * Invokes a function with an event; a failure of the function fails the step. {@code shown} are the JSON pointers
     * to print of a long answer, none for all.
     */
    Answer invoke(String function, String event, String... shown) {
        JsonNode json = Json.of(event);
        page.asked(function, json);
        Invocation invocation =
                page.during(() -> client.invoke(function, json.toString().getBytes(StandardCharsets.UTF_8)));
        if (invocation.functionError().isPresent()) {
            page.answered(Texts.of("failed"), invocation.json());
            throw new StepFailed(Texts.of("the function failed: %s", invocation.text()));
        }
        Answer answer = new Answer(invocation.statusCode(), invocation.body());
        page.answered(String.valueOf(answer.status()), selected(answer.json(), shown));
        cost(cost.ofFunction(function, json, answer));
        return answer;
    }

    /** Calls an operation of DynamoDB; {@code shown} are the JSON pointers to print of a long answer, none for all. */
    Answer dynamodb(String operation, String input, String... shown) {
        return show(new Operation(Service.DYNAMODB, operation, input), shown);
    }

    /** Calls an operation that must be refused with this error code. */
    void refuses(String code, Operation operation) {
        try {
            JsonNode answer = ask(operation);
            page.answered("", answer);
        } catch (ServiceException e) {
            page.answered(e.toString());
            if (!code.equals(e.code())) {
                throw new StepFailed(Texts.of("%s must be refused with %s, not %s", operation.name(), code, e.code()));
            }
            return;
        }
        throw new StepFailed(Texts.of("%s must be refused with %s, but it was done", operation.name(), code));
    }

    /** Calls an operation with a function's own identity: its role must not allow it. */
    void denies(String function, Operation operation) {
        page.asked(Texts.of("as %s: %s", function, operation.title()), operation.json());
        String key = access("AssumeFunction", "{FunctionName: '%s'}".formatted(function))
                .path("AccessKeyId")
                .asText();
        try {
            operation.call(new Client(wire.as(key)));
        } catch (ServiceException e) {
            page.answered(e.toString());
            check(
                    "AccessDeniedException".equals(e.code()),
                    Texts.of("%s must be denied, not %s", operation.name(), e.code()));
            return;
        }
        throw new StepFailed(Texts.of("%s must be denied to %s, but it was done", operation.name(), function));
    }

    /** Says as {@code ./classroom access --explain} does why a function's role denies an operation on a table. */
    void explainDenial(String function, Operation operation) {
        String action = operation.signingName() + ":" + operation.name();
        String table = operation.json().path("TableName").asText();
        String resource = Cloud.ENVIRONMENT.arn("dynamodb", "table/" + table);
        page.asked(
                "./classroom access --explain %s %s %s".formatted(function, action, resource),
                JsonNodeFactory.instance.objectNode());
        JsonNode decision = access(
                "ExplainAccess",
                "{FunctionName: '%s', Action: '%s', Resource: '%s'}".formatted(function, action, resource));
        page.answered(decision.path("Explanation").asText());
        check(!decision.path("Allowed").asBoolean(true), Texts.of("%s must be denied", action));
    }

    private JsonNode access(String operation, String input) {
        return client.call(AccessApi.SIGNING_NAME, AccessApi.SIGNING_NAME + "." + operation, Json.of(input));
    }

    /** Calls an operation of DynamoDB Streams; {@code shown} as for {@link #dynamodb}. */
    Answer streams(String operation, String input, String... shown) {
        return show(new Operation(Service.STREAMS, operation, input), shown);
    }

    /** Calls any operation without printing it, for repeated calls. */
    JsonNode quietly(Operation operation) {
        return operation.call(client);
    }

    /** Does something that is like what was shown before, without printing it. */
    void unseen(Runnable work) {
        page.mute(true);
        try {
            work.run();
        } finally {
            page.mute(false);
        }
    }

    /** Reads one of Lambda's REST paths, without printing it. */
    JsonNode lambda(String path) {
        return client.get("lambda", path);
    }

    /** Prints a request that needs more than one call. */
    void asking(String what) {
        page.asked(what, JsonNodeFactory.instance.objectNode());
    }

    /** Prints something that came back, with a word before it. */
    void show(String word, JsonNode json) {
        page.answered(word, json);
    }

    /** Prints in words what came back. */
    void tell(String words) {
        page.answered(words);
    }

    /** Asks again until there is an answer; too late fails the step. */
    <T> T until(String what, Duration patience, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + patience.toNanos();
        return page.during(() -> {
            Optional<T> found = question.get();
            while (found.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new StepFailed(Texts.of("%s within %d s", what, patience.toSeconds()));
                }
                pause();
                found = question.get();
            }
            return found.get();
        });
    }

    /** Fails the step unless this is true; {@code expected} says what must be true. */
    void check(boolean holds, String expected) {
        if (!holds) {
            throw new StepFailed(expected);
        }
    }

    private JsonNode ask(Operation operation) {
        JsonNode input = operation.json();
        page.asked(operation.title(), input.deepCopy());
        if (Cost.isTold(operation.name())) {
            ((ObjectNode) input).put("ReturnConsumedCapacity", "TOTAL");
        }
        return page.during(() -> client.call(operation.signingName(), operation.target(), input));
    }

    private Answer show(Operation operation, String... shown) {
        JsonNode answer = ask(operation);
        JsonNode all = ((ObjectNode) answer.deepCopy()).without("ConsumedCapacity");
        page.answered("", selected(all, shown));
        cost(cost.ofOperation(operation.name(), answer));
        return new Answer(0, answer);
    }

    /** The values at these JSON pointers that are there; the whole answer if there are no pointers. */
    private static JsonNode selected(JsonNode answer, String... shown) {
        if (shown.length == 0) {
            return answer;
        }
        ObjectNode selected = JsonNodeFactory.instance.objectNode();
        for (String pointer : shown) {
            if (!answer.at(pointer).isMissingNode()) {
                selected.set(pointer.substring(pointer.lastIndexOf('/') + 1), answer.at(pointer));
            }
        }
        return selected;
    }

    private void cost(String words) {
        if (!words.isEmpty()) {
            page.cost(words);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed(Texts.of("interrupted"));
        }
    }
}

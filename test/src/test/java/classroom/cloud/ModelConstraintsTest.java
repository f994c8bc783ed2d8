package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.gateway.Xml;
import classroom.cloud.identity.Identities;
import classroom.template.api.Api;
import classroom.template.api.Operation;
import classroom.template.api.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every constraint of the members of every request that is carried out, of the services that tell them in AWS's common
 * form: the bound itself is accepted, one more or less is refused with the service's code.
 */
class ModelConstraintsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static Cloud local;

    @BeforeAll
    static void start() {
        local = Cloud.start(0, line -> {});
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    /** @param constraint what a value breaks; {@code ""} for one that is right */
    private record Given(String kind, JsonNode value, String constraint) {}

    @ParameterizedTest
    @CsvSource({
        "lambda, '', ValidationException, 100",
        "logs, Logs_20140328., InvalidParameterException, 100",
        "ssm, AmazonSSM., ValidationException, 40",
        "sts, '', <Code>ValidationError</Code>, 10",
        "iam, '', <Code>ValidationError</Code>, 50",
        "cloudformation, '', <Code>ValidationError</Code>, 150"
    })
    void constraint_isToldInAwssForm_andItsBoundIsAccepted(String service, String prefix, String code, int least)
            throws Exception {
        Map<String, Integer> tried = new TreeMap<>();
        for (Operation operation : Api.of(service).operations().values()) {
            if (text(send(service, prefix, operation, null, null)).contains("does not carry out")) {
                continue;
            }
            for (Map.Entry<String, Shape> member : operation.input().members().entrySet()) {
                String place = operation.input().place(member.getKey());
                for (Given given : given(operation.input(), member.getKey(), member.getValue(), place)) {
                    Answer answer = send(service, prefix, operation, member.getKey(), given.value());
                    String told = "at '" + Character.toLowerCase(member.getKey().charAt(0))
                            + member.getKey().substring(1) + "' failed to satisfy constraint: ";
                    String where = operation.name() + " " + member.getKey() + " " + given.kind();
                    assertThat(answer.status()).as(where).isLessThan(500);
                    if (given.constraint().isEmpty()) {
                        assertThat(text(answer)).as(where).doesNotContain(told);
                    } else {
                        String sentence = told + given.constraint();
                        assertThat(answer.status()).as(where).isEqualTo(400);
                        assertThat(text(answer))
                                .as(where)
                                .containsPattern("[0-9]+ validation errors? detected: Value ")
                                .contains(
                                        prefix.isEmpty() && !service.equals("lambda")
                                                ? Xml.escaped(sentence)
                                                : sentence);
                        assertThat(answer.text() + answer.headers().firstValue("x-amzn-errortype"))
                                .as(where)
                                .contains(code);
                    }
                    tried.merge(given.kind(), 1, Integer::sum);
                }
            }
        }
        System.out.println(service + ": " + tried);
        assertThat(tried.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(least);
    }

    private static List<Given> given(Shape input, String name, Shape shape, String place) {
        List<Given> given = new ArrayList<>();
        if (input.required().contains(name) && !place.startsWith("uri")) {
            given.add(new Given("required", null, "Member must not be null"));
        }
        boolean number = shape.type().equals("integer") || shape.type().equals("long");
        boolean text = shape.type().equals("string");
        for (String value : shape.values()) {
            given.add(new Given("enum: right", JSON.textNode(value), ""));
        }
        if (!shape.values().isEmpty()) {
            given.add(
                    new Given("enum", JSON.textNode("OTHER"), "Member must satisfy enum value set: " + shape.values()));
        }
        if (number && shape.min() != Long.MIN_VALUE) {
            given.add(new Given("min: right", JSON.numberNode(shape.min()), ""));
            given.add(new Given(
                    "min",
                    JSON.numberNode(shape.min() - 1),
                    "Member must have value greater than or equal to " + shape.min()));
        }
        if (number && shape.max() < Integer.MAX_VALUE) {
            given.add(new Given("max: right", JSON.numberNode(shape.max()), ""));
            given.add(new Given(
                    "max",
                    JSON.numberNode(shape.max() + 1),
                    "Member must have value less than or equal to " + shape.max()));
        }
        // An empty label or parameter is none.
        long shortest = place.isEmpty() ? 1 : 2;
        if (text && shape.min() >= shortest) {
            right("min: right", shape, shape.min(), given);
            given.add(new Given(
                    "min", sized(shape.min() - 1), "Member must have length greater than or equal to " + shape.min()));
        }
        if (text && shape.max() <= 4096) {
            right("max: right", shape, shape.max(), given);
            given.add(new Given(
                    "max", sized(shape.max() + 1), "Member must have length less than or equal to " + shape.max()));
        }
        if (text && !shape.pattern().isEmpty() && !"#!".matches(shape.pattern())) {
            given.add(new Given(
                    "pattern",
                    JSON.textNode("#!"),
                    "Member must satisfy regular expression pattern: " + shape.pattern()));
        }
        return given;
    }

    private static void right(String kind, Shape shape, long size, List<Given> given) {
        if (shape.accepts("a".repeat((int) size))) {
            given.add(new Given(kind, sized(size), ""));
        }
    }

    private static JsonNode sized(long size) {
        return JSON.textNode("a".repeat((int) size));
    }

    /** Sends a request with one member, or with none; what a path needs beside has some value. */
    private static Answer send(String service, String prefix, Operation operation, String member, JsonNode value)
            throws Exception {
        ObjectNode body = JSON.objectNode();
        String place = member == null ? "" : operation.input().place(member);
        if (value != null && place.isEmpty()) {
            body.set(member, value);
        }
        Request request;
        if (!prefix.isEmpty()) {
            request = Request.json(
                    service, prefix + operation.name(), body.toString().getBytes(StandardCharsets.UTF_8));
        } else if (operation.route() == null) {
            String parameter = value == null ? "" : "&" + member + "=" + Request.encode(value.asText());
            request = Request.form(service, "Version=x&Action=" + operation.name() + parameter);
        } else {
            StringBuilder path = new StringBuilder();
            for (String part : operation.route().path()) {
                boolean given = place.startsWith("uri") && part.equals("{" + place.substring(4) + "}");
                path.append('/')
                        .append(given && value != null ? Request.encode(value.asText()) : part.replaceAll("[{}]", ""));
            }
            String query = operation.route().query();
            if (value != null && place.startsWith("querystring")) {
                query += (query.isEmpty() ? "" : "&") + place.substring(12) + "=" + Request.encode(value.asText());
            }
            Map<String, String> headers =
                    value != null && place.startsWith("header") ? Map.of(place.substring(7), value.asText()) : Map.of();
            request = new Request(
                    service,
                    operation.route().method(),
                    query.isEmpty() ? path.toString() : path + "?" + query,
                    headers,
                    body.toString().getBytes(StandardCharsets.UTF_8));
        }
        return new Loopback(local.port(), Cloud.REGION, Identities.TEACHER).send(request);
    }

    /** The message of an answer, or all of it if it is XML. */
    private static String text(Answer answer) throws Exception {
        if (!answer.text().startsWith("{")) {
            return answer.text();
        }
        JsonNode json = new ObjectMapper().readTree(answer.text());
        return json.path("message").asText() + json.path("Message").asText();
    }

    @Test
    void severalMembers_areToldAtOnce() throws Exception {
        Answer json = new Loopback(local.port(), Cloud.REGION, Identities.TEACHER)
                .send(Request.json(
                        "logs",
                        "Logs_20140328.GetLogEvents",
                        "{\"logGroupName\": \"a b\", \"limit\": 0}".getBytes(StandardCharsets.UTF_8)));
        assertThat(text(json))
                .isEqualTo("3 validation errors detected: Value 'a b' at 'logGroupName' failed to satisfy constraint:"
                        + " Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+; Value null at"
                        + " 'logStreamName' failed to satisfy constraint: Member must not be null; Value '0' at 'limit'"
                        + " failed to satisfy constraint: Member must have value greater than or equal to 1");
    }
}

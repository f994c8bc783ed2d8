package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.option.Help;
import classroom.cli.option.JsonOutput;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.Terminal;
import classroom.cloud.Cloud;
import classroom.cloud.access.AccessApi;
import classroom.template.AwsEnvironment;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code access}: shows the grants of each function's role, and which of them the function has used. */
@Command(
        name = "access",
        description = "Shows the grants of each function's role, and which of them the function has used so far.",
        footer = {
            "",
            "A grant with 0 calls is one that the function has not needed yet; a refusal is a call that no "
                    + "grant covers, or one that a condition refuses: the last one is told.",
            "./classroom env --as FUNCTION lets you try by hand what the role of a function may do."
        })
public final class AccessCommand implements Callable<Integer> {
    private static final int WIDTH = 44;

    private static final AwsEnvironment OWN = Cloud.ENVIRONMENT;

    private final Terminal terminal = Terminal.standard();

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Mixin
    private JsonOutput json;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FUNCTION", description = "One function (default: all).")
    private String function;

    @Option(
            names = "--explain",
            arity = "3",
            paramLabel = "FUNCTION ACTION RESOURCE",
            hideParamSyntax = true,
            description = "Says which statement decides whether the function may do this, and why.")
    private List<String> question;

    @Override
    public Integer call() {
        if (question != null) {
            explain();
        } else if (json.isAsked()) {
            JsonOutput.print(answer(describe()));
        } else {
            show(describe());
        }
        return 0;
    }

    private void explain() {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("Action", question.get(1))
                .put("Resource", question.get(2));
        JsonNode decision = ask("ExplainAccess", question.get(0), request);
        boolean allowed = decision.path("Allowed").asBoolean();
        String why = decision.path("Explanation").asText();
        if (json.isAsked()) {
            JsonOutput.print(JsonOutput.answer().put("allowed", allowed).put("why", why));
        } else {
            terminal.print((allowed ? Texts.of("allowed: ") : Texts.of("refused: ")) + why);
        }
    }

    private JsonNode describe() {
        return ask("DescribeAccess", function, JsonNodeFactory.instance.objectNode())
                .path("Functions");
    }

    private static ObjectNode answer(JsonNode functions) {
        ObjectNode answer = JsonOutput.answer();
        ArrayNode all = answer.putArray("functions");
        for (JsonNode described : functions) {
            ObjectNode one = all.addObject()
                    .put("function", described.path("FunctionName").asText())
                    .put("role", described.path("Role").asText());
            ArrayNode grants = one.putArray("grants");
            for (JsonNode grant : described.path("Grants")) {
                entry(grants, grant).set("conditions", grant.path("Conditions"));
            }
            ArrayNode refused = one.putArray("refused");
            for (JsonNode refusal : described.path("Refused")) {
                entry(refused, refusal).set("because", refusal.get("Because"));
            }
            one.put("othersAllowed", described.path("OthersAllowed").asLong());
            one.put("othersRefused", described.path("OthersRefused").asLong());
        }
        return answer;
    }

    private static ObjectNode entry(ArrayNode entries, JsonNode access) {
        return entries.addObject()
                .put("action", access.path("Action").asText())
                .put("resource", access.path("Resource").asText())
                .put("calls", access.path("Calls").asLong());
    }

    private void show(JsonNode functions) {
        row(Texts.of("calls"), Texts.of("granted action"), Texts.of("resource"));
        for (JsonNode described : functions) {
            terminal.print("\n" + described.path("FunctionName").asText());
            for (JsonNode grant : described.path("Grants")) {
                line(grant.path("Calls").asText(), grant);
                for (JsonNode condition : grant.path("Conditions")) {
                    row("", "", Texts.of("if %s", condition.asText()));
                }
            }
            for (JsonNode refused : described.path("Refused")) {
                line(Texts.of("%s refused", refused.path("Calls").asText()), refused);
                if (refused.has("Because")) {
                    row("", "", Texts.of("because %s", refused.path("Because").asText()));
                }
            }
            long allowed = described.path("OthersAllowed").asLong();
            if (allowed > 0) {
                terminal.print(Texts.of("%d allowed besides, on more resources than are kept", allowed));
            }
            long refused = described.path("OthersRefused").asLong();
            if (refused > 0) {
                terminal.print(Texts.of("%d refused besides, on more resources than are kept", refused));
            }
        }
    }

    /** Where the line is too short for an ARN, the part is left out that all of the class have. */
    private void line(String calls, JsonNode access) {
        String action = access.path("Action").asText();
        String resource = access.path("Resource").asText();
        String own = OWN.arn(action.replaceFirst(":.*", ""), "");
        boolean fits = !terminal.watched() || WIDTH + resource.length() <= terminal.columns();
        row(calls, action, fits || !resource.startsWith(own) ? resource : resource.substring(own.length()));
    }

    private void row(String calls, String action, String resource) {
        terminal.print(String.format("%-10s %-32s %s", calls, action, resource));
    }

    private JsonNode ask(String operation, String name, ObjectNode request) {
        Client client = running.client();
        if (name == null) {
            return client.call(AccessApi.SIGNING_NAME, AccessApi.SIGNING_NAME + "." + operation, request);
        }
        ObjectNode named = request.put("FunctionName", name);
        return running.asking(
                name, () -> client.call(AccessApi.SIGNING_NAME, AccessApi.SIGNING_NAME + "." + operation, named));
    }
}

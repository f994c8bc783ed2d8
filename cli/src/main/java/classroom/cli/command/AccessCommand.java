package classroom.cli.command;

import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.cloud.access.AccessApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
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
    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

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
        return question == null ? show() : explain();
    }

    private int explain() {
        JsonNode decision = ask(
                "ExplainAccess",
                request()
                        .put("FunctionName", question.get(0))
                        .put("Action", question.get(1))
                        .put("Resource", question.get(2)));
        System.out.println((decision.path("Allowed").asBoolean() ? "allowed: " : "refused: ")
                + decision.path("Explanation").asText());
        return 0;
    }

    private int show() {
        ObjectNode request = request();
        if (function != null) {
            request.put("FunctionName", function);
        }
        JsonNode functions = ask("DescribeAccess", request).path("Functions");
        PrintStream out = System.out;
        out.printf("%-10s %-32s %s%n", "calls", "granted action", "resource");
        for (JsonNode described : functions) {
            out.printf("%n%s%n", described.path("FunctionName").asText());
            for (JsonNode grant : described.path("Grants")) {
                line(out, grant.path("Calls").asText(), grant);
                for (JsonNode condition : grant.path("Conditions")) {
                    out.printf("%-10s %-32s if %s%n", "", "", condition.asText());
                }
            }
            for (JsonNode refused : described.path("Refused")) {
                line(out, refused.path("Calls").asText() + " refused", refused);
                if (refused.has("Because")) {
                    out.printf(
                            "%-10s %-32s because %s%n",
                            "", "", refused.path("Because").asText());
                }
            }
            others(out, described.path("OthersAllowed").asLong(), "allowed");
            others(out, described.path("OthersRefused").asLong(), "refused");
        }
        return 0;
    }

    private static void line(PrintStream out, String calls, JsonNode access) {
        out.printf(
                "%-10s %-32s %s%n",
                calls, access.path("Action").asText(), access.path("Resource").asText());
    }

    private static void others(PrintStream out, long calls, String outcome) {
        if (calls > 0) {
            out.println(calls + " " + outcome + " besides, on more resources than are kept");
        }
    }

    private JsonNode ask(String operation, JsonNode request) {
        return running.client().call(AccessApi.SIGNING_NAME, AccessApi.SIGNING_NAME + "." + operation, request);
    }

    private static ObjectNode request() {
        return JsonNodeFactory.instance.objectNode();
    }
}

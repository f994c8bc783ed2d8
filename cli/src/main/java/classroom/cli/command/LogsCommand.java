package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import classroom.cli.client.Request;
import classroom.cli.client.ServiceException;
import classroom.cli.option.Help;
import classroom.cli.option.Names;
import classroom.cli.option.RunningClass;
import classroom.cloud.access.AccessApi;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}: shows the log of a function in the running class. */
@Command(name = "logs", description = "Shows the log of a function in the running class.")
public final class LogsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final long POLL_MILLIS = 500;

    /** How far behind the newest event another stream's event may still come. */
    private static final long OVERLAP_MILLIS = 10_000;

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            completionCandidates = Names.Functions.class,
            description = "The function's name.")
    private String function;

    @Option(
            names = {"-f", "--follow"},
            description = "Shows new lines, until Ctrl-C or the end of the class.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        Client client = running.client();
        String group = group(client);
        Map<String, Long> shown = new HashMap<>();
        long newest = show(client, group, 0, shown);
        if (shown.isEmpty()) {
            // Not on standard output: that has lines of the log alone, also in a pipe.
            System.err.println(whyNothing(client));
        }
        while (follow) {
            Thread.sleep(POLL_MILLIS);
            long from = Math.max(0, newest - OVERLAP_MILLIS);
            shown.values().removeIf(time -> time < from);
            newest = Math.max(newest, show(client, group, from, shown));
        }
        return 0;
    }

    private String group(Client client) {
        JsonNode answer = running.asking(
                function, () -> client.get("lambda", Listing.FUNCTIONS.operation() + Request.encode(function)));
        return answer.path("Configuration")
                .path("LoggingConfig")
                .path("LogGroup")
                .asText("/aws/lambda/" + function);
    }

    /** Lambda itself logs each call, so nothing is logged either before the first one or against the role's will. */
    private String whyNothing(Client client) {
        String name = function.replaceFirst(".*:function:", "").replaceFirst(":.*", "");
        JsonNode access = client.call(
                AccessApi.SIGNING_NAME,
                AccessApi.SIGNING_NAME + ".DescribeAccess",
                JsonNodeFactory.instance.objectNode().put("FunctionName", name));
        for (JsonNode refused : access.path("Functions").path(0).path("Refused")) {
            String action = refused.path("Action").asText();
            if (action.startsWith("logs:")) {
                return Texts.of(
                        "%1$s has logged nothing: its role may not %2$s, so its lines are lost, as on AWS. "
                                + "See ./classroom access %1$s%3$s",
                        name, action, running.option());
            }
        }
        return Texts.of(
                "%1$s has logged nothing: nobody has called it since the class began, or its log was deleted. "
                        + "Try ./classroom invoke %1$s '{}'%2$s",
                name, running.option());
    }

    /** Shows the events from a time on that have not been shown, and returns the newest one's time. */
    private static long show(Client client, String group, long from, Map<String, Long> shown) {
        PrintStream out = System.out;
        ObjectNode request =
                JsonNodeFactory.instance.objectNode().put("logGroupName", group).put("startTime", from);
        try {
            client.each(Listing.LOG_EVENTS, request, event -> {
                long time = event.path("timestamp").asLong();
                if (shown.put(event.path("eventId").asText(), time) == null) {
                    out.println(TIME.format(Instant.ofEpochMilli(time).atZone(ZoneId.systemDefault())) + "  "
                            + event.path("message").asText().stripTrailing());
                }
            });
        } catch (ServiceException e) {
            // There is no group before the first line is logged.
            if (!e.code().equals("ResourceNotFoundException")) {
                throw e;
            }
        }
        out.flush();
        return shown.values().stream().mapToLong(Long::longValue).max().orElse(from);
    }
}

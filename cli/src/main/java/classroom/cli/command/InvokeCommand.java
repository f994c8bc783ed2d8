package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.cli.synth.Home;
import classroom.cli.terminal.CommandException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code invoke}: invokes a function of the running class and shows its answer. */
@Command(
        name = "invoke",
        description = "Invokes a function of the running class and shows its answer.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:the function answered, with any status",
            "1:the function failed, or no class is running",
            "2:wrong usage"
        },
        footer = {"", "Example:  ./classroom invoke hello '{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}'"})
public final class InvokeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = "The function's name, with :live for its alias with SnapStart.")
    private String function;

    @Parameters(
            index = "1",
            paramLabel = "JSON",
            arity = "0..1",
            defaultValue = "{}",
            description = "The event as JSON text, @FILE, or - for standard input (default: {}).")
    private String event;

    @Override
    public Integer call() throws IOException {
        byte[] json = event();
        Client client = running.client();
        Invocation invocation = client.invoke(function, json);
        new CodeAge(Home.find())
                .warning(client, function)
                .ifPresent(warning -> System.err.println("classroom: " + warning));
        if (invocation.functionError().isPresent()) {
            JsonNode failure = invocation.json();
            throw new CommandException(function + " failed: "
                    + failure.path("errorType").asText("error") + ": "
                    + failure.path("errorMessage").asText(invocation.text())
                    + ". See ./classroom logs " + name() + running.option());
        }
        show(invocation);
        return 0;
    }

    /** What its logs are found by: without version or alias. */
    private String name() {
        int colon = function.indexOf(':');
        return colon < 0 || function.startsWith("arn:") ? function : function.substring(0, colon);
    }

    private byte[] event() throws IOException {
        byte[] json;
        if (event.equals("-")) {
            json = System.in.readAllBytes();
        } else if (event.startsWith("@")) {
            Path file = Path.of(event.substring(1));
            if (!Files.isReadable(file)) {
                throw new CommandException("the event cannot be read: there is no file " + file);
            }
            json = Files.readAllBytes(file);
        } else {
            json = event.getBytes(StandardCharsets.UTF_8);
        }
        try {
            JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new CommandException("the event is not JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("")
                    + ". Put it in single quotes, or in a file and say @FILE");
        }
        return json;
    }

    private static void show(Invocation invocation) throws IOException {
        PrintStream out = System.out;
        JsonNode answer = invocation.json();
        JsonNode body = invocation.body();
        if (body.isMissingNode()) {
            out.println(pretty(answer));
        } else {
            out.println(invocation.statusCode());
            out.println(pretty(body));
        }
    }

    private static String pretty(JsonNode json) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }
}

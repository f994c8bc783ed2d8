package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cli.option.Help;
import classroom.cli.option.Names;
import classroom.cli.option.RunningClass;
import classroom.cli.synth.Home;
import classroom.cli.terminal.Terminal;
import classroom.template.language.Texts;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code invoke}: invokes a function of the running class and shows its answer. */
@Command(
        name = "invoke",
        description = "Invokes a function of the running class and shows its answer.",
        exitCodeList = {"0:the function answered, with any status", "1:the function failed"},
        footer = {"", "Example:  ./classroom invoke hello '{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}'"})
public final class InvokeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of an event, where it is wrong. */
    private static final int MOST_SHOWN = 20;

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            completionCandidates = Names.Functions.class,
            description = "The function's name, with :live for its alias with SnapStart.")
    private String function;

    @Parameters(
            index = "1",
            paramLabel = "JSON",
            arity = "0..1",
            defaultValue = "{}",
            description = "The event as JSON text, @FILE, or - for standard input (default: {}).")
    private String event;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        byte[] json = event();
        Client client = running.client();
        Invocation invocation = running.asking(function, () -> client.invoke(function, json));
        new CodeAge(Home.find())
                .warning(client, function)
                .ifPresent(warning -> System.err.println("classroom: " + warning));
        if (invocation.functionError().isPresent()) {
            JsonNode failure = invocation.json();
            System.err.println("classroom: "
                    + Texts.of(
                            "%s failed: %s: %s. See %s",
                            function,
                            failure.path("errorType").asText("error"),
                            failure.path("errorMessage").asText(invocation.text()),
                            "./classroom logs " + RunningClass.nameOf(function) + running.option()));
            return 1;
        }
        show(invocation);
        return 0;
    }

    private byte[] event() throws IOException {
        if (event.startsWith("file://") || event.startsWith("fileb://")) {
            throw wrong(Texts.of("the event is taken from a file with @%s", event.replaceFirst("fileb?://", "")));
        }
        byte[] json;
        if (event.equals("-")) {
            json = System.in.readAllBytes();
        } else if (event.startsWith("@")) {
            Path file = Path.of(event.substring(1));
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw wrong(Texts.of("the event cannot be read: there is no file %s", file));
            }
            json = Files.readAllBytes(file);
        } else {
            json = event.getBytes(StandardCharsets.UTF_8);
        }
        try {
            JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw wrong(notJson(json, e));
        }
        return json;
    }

    /** Where it is not JSON, and what stands there: the parser's own words are for programmers. */
    private String notJson(byte[] json, JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        String[] lines = new String(json, StandardCharsets.UTF_8).split("\\R", -1);
        String line = lines[Math.min(where.getLineNr(), lines.length) - 1];
        String from = line.substring(Math.min(Math.max(where.getColumnNr() - 2, 0), line.length()));
        String there = e instanceof JsonEOFException || from.isBlank()
                ? Texts.of("it ends too early")
                : Terminal.clip(from, MOST_SHOWN);
        return Texts.of(
                "the event is not JSON: line %d, column %d: %s%s",
                where.getLineNr(),
                where.getColumnNr(),
                there,
                event.startsWith("@") || event.equals("-")
                        ? ""
                        : Texts.of(". Put it in single quotes, or in a file and say @FILE"));
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
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

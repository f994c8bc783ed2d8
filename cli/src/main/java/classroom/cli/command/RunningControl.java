package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.terminal.Terminal;
import classroom.cloud.control.ControlApi;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.Console;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The operations on a whole class, and the consent to those that a class with {@code --data} asks for. */
final class RunningControl {
    private RunningControl() {}

    /** How the class was started. */
    static JsonNode describe(Client client) {
        return call(client, "DescribeClass");
    }

    static JsonNode call(Client client, String operation) {
        return client.call(
                ControlApi.SIGNING_NAME,
                ControlApi.SIGNING_NAME + "." + operation,
                JsonNodeFactory.instance.objectNode());
    }

    /**
     * Whether a person agrees, whom only a class that keeps its tables asks.
     *
     * @param yes whether {@code --yes} was given
     * @param what what would happen to the folder
     * @throws ParameterException if nobody can be asked
     */
    static boolean isAgreed(boolean yes, CommandSpec command, String what) {
        if (yes) {
            return true;
        }
        Console console = System.console();
        if (console == null || !Terminal.standard().moving()) {
            throw new ParameterException(command.commandLine(), what + Texts.of(": say --yes if you want that"));
        }
        String answer = console.readLine("%s", what + Texts.of(". Do it? [y/N] "));
        return answer != null
                && List.of(Texts.of("y,yes").split(",")).contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}

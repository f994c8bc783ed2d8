package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import classroom.cli.client.ServiceException;
import classroom.cli.option.Nearest;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The names of the functions in a running class. */
final class FunctionNames {
    private FunctionNames() {}

    /**
     * Asks about a function.
     *
     * @throws CommandException if there is none of this name: the line has the nearest name and the list
     */
    static <T> T asking(Client client, String name, Supplier<T> question) {
        try {
            return question.get();
        } catch (ServiceException e) {
            if (!e.code().equals("ResourceNotFoundException")) {
                throw e;
            }
            throw unknown(client, name);
        }
    }

    private static CommandException unknown(Client client, String name) {
        Set<String> names = new TreeSet<>();
        client.each(
                Listing.FUNCTIONS,
                JsonNodeFactory.instance.objectNode(),
                function -> names.add(function.path("FunctionName").asText()));
        if (names.isEmpty()) {
            return new CommandException(
                    Texts.of("there is no function %s: the class has none yet (./classroom cdk deploy)", name));
        }
        String nearest = Nearest.among(name, names);
        String all = String.join(", ", names);
        return new CommandException(
                nearest.isEmpty()
                        ? Texts.of("there is no function %s. The class has %s", name, all)
                        : Texts.of("there is no function %s: did you mean %s? The class has %s", name, nearest, all));
    }
}

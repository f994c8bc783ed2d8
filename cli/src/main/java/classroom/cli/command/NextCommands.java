package classroom.cli.command;

import classroom.cli.option.Port;
import classroom.cli.terminal.Terminal;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.StackResource;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;

/** What {@code up} ends with: the commands to type next. */
final class NextCommands {
    /** Where the CDK app puts the events that come with a function. */
    private static final String EXAMPLES = "classroom:examples";

    private NextCommands() {}

    /**
     * Prints them.
     *
     * @param deployments empty for an account without a stack
     */
    static void print(Terminal terminal, Collection<Deployment> deployments, int port) {
        String option = Port.option(port);
        terminal.out().println();
        terminal.print(Texts.of("Next, in another terminal in this folder:"));
        if (deployments.isEmpty()) {
            terminal.print("  ./classroom cdk" + option + " bootstrap");
            terminal.print("  ./classroom cdk" + option + " deploy");
        }
        deployments.stream()
                .flatMap(deployment -> deployment.steps().stream())
                .map(Deployment.Step::resource)
                .filter(resource -> resource.type().equals("AWS::Lambda::Function"))
                .min(Comparator.comparing(function -> example(function).isMissingNode()))
                .ifPresent(function -> {
                    String event = example(function).asText().replace("'", "'\\''");
                    String name = option + " " + function.physicalId();
                    terminal.print("  ./classroom invoke" + name + (event.isEmpty() ? "" : " '" + event + "'"));
                    terminal.print("  ./classroom logs" + name);
                });
        String environment = "  eval \"$(./classroom env" + option + ")\"   # ";
        terminal.print(environment + Texts.of("for the AWS CLI and the SDKs"));
        String help = "  ./classroom help";
        terminal.print(help + " ".repeat(environment.length() - 2 - help.length()) + "# " + Texts.of("all commands"));
        terminal.print(Texts.of("The lessons: %s. Ctrl-C here ends the class.", Texts.of("docs/lessons/en/README.md")));
    }

    /** The first of its examples; missing if none comes with it. */
    private static JsonNode example(StackResource function) {
        return function.definition().metadata().path(EXAMPLES).path(0).path("event");
    }
}

package classroom.cli;

import classroom.cli.terminal.Terminal;
import classroom.template.language.Texts;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Completes the help that picocli makes: the commands by what one wants to do, the exit codes that all of them have,
 * and the language. The annotations are in English, which is the key of each translation, as with {@link Texts}.
 */
final class Manual {
    /** Programs with an exit status, and a help, of their own. */
    private static final Set<String> OTHERS = Set.of("cdk", "bench", "compare-models");

    private static final int NAMES = 20;

    /** picocli takes no less. */
    private static final int LEAST = 55;

    private static final int USUAL = 80;
    private static final int MOST = 100;

    private Manual() {}

    /** Completes the help of a command line and its commands. */
    static void complete(CommandLine line) {
        complete(line.getCommandSpec());
        line.getSubcommands().values().forEach(command -> complete(command.getCommandSpec()));
    }

    /** Shows the commands of the command line by what one wants to do. */
    static void group(CommandLine line) {
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Manual::groups);
    }

    private static void complete(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        Map<String, String> codes =
                new TreeMap<>(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
        if (!OTHERS.contains(command.name())) {
            codes.put("0", Texts.of("done"));
            if (command.name().equals("classroom")) {
                codes.put(
                        "1",
                        Texts.of("the answer is no, such as a function that failed or a permission that is"
                                + " not there"));
            }
            codes.put("2", Texts.of("wrong usage"));
            codes.put("3", Texts.of("it failed: a line says why, and what to do"));
        }
        usage.exitCodeList().forEach((code, meaning) -> codes.put(code, Texts.of(meaning)));
        usage.width(width());
        usage.exitCodeListHeading(Texts.of("%nExit status:%n"));
        usage.exitCodeList(codes);
        usage.descriptionHeading("%n");
        boolean parameters = command.positionalParameters().stream().anyMatch(parameter -> !parameter.hidden());
        usage.parameterListHeading(parameters ? "%n" : "");
        usage.optionListHeading("%n");
        usage.synopsisHeading(Texts.of("Usage: "));
        usage.description(translated(usage.description()));
        usage.footer(translated(usage.footer()));
        command.resourceBundle(new Descriptions(command));
    }

    /** That of the terminal, within what can be read; elsewhere the usual one. */
    private static int width() {
        Terminal terminal = Terminal.standard();
        return terminal.watched() ? Math.max(LEAST, Math.min(MOST, terminal.columns())) : USUAL;
    }

    private static String[] translated(String... lines) {
        return Stream.of(lines).map(Texts::of).toArray(String[]::new);
    }

    private static String groups(Help help) {
        int width = help.commandSpec().usageMessage().width();
        StringBuilder all = new StringBuilder();
        Commands.GROUPS.forEach((group, commands) -> {
            Help.TextTable table = Help.TextTable.forColumns(
                    help.colorScheme(),
                    new Column(NAMES, 2, Column.Overflow.SPAN),
                    new Column(width - NAMES, 1, Column.Overflow.WRAP));
            commands.keySet().forEach(name -> {
                CommandLine command = help.commandSpec().subcommands().get(name);
                String description = command.getCommandSpec().usageMessage().description()[0];
                table.addRowValues(name, description);
            });
            all.append(System.lineSeparator())
                    .append(Texts.of(group))
                    .append(':')
                    .append(System.lineSeparator());
            all.append(table);
        });
        return all.toString();
    }

    /** The translated descriptions of a command's options and parameters, by picocli's keys for them. */
    private static final class Descriptions extends ResourceBundle {
        private final Map<String, String> byKey = new HashMap<>();

        Descriptions(CommandSpec command) {
            // Of a builder: elsewhere the variables in it have their values already.
            command.options()
                    .forEach(option -> put(
                            option.longestName().replaceFirst("^-+", ""),
                            option.toBuilder().description()));
            command.positionalParameters()
                    .forEach(parameter -> put(
                            parameter.paramLabel() + "[" + parameter.index() + "]",
                            parameter.toBuilder().description()));
        }

        private void put(String key, String... description) {
            if (description.length == 1) {
                byKey.put(key, Texts.of(description[0]));
            }
        }

        @Override
        protected Object handleGetObject(String key) {
            return byKey.get(key);
        }

        @Override
        public Enumeration<String> getKeys() {
            return Collections.enumeration(byKey.keySet());
        }
    }
}

package classroom.cli;

import classroom.cli.option.Nearest;
import classroom.template.language.Texts;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was wrong with a command line, in one line: picocli finds it, and speaks English and Java. */
final class Misuse {
    private Misuse() {}

    static String words(ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        String help = command.equals("classroom") ? "./classroom" : "./" + command + " --help";
        String what = what(failure);
        return what + (what.endsWith("?") ? " " : ". ") + Texts.of("See %s", help);
    }

    private static String what(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (failure instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            ArgSpec first = missing.getMissing().get(0);
            return first.isOption()
                    ? lacking(first)
                    : Texts.of(
                            "%s is missing",
                            missing.getMissing().stream().map(Misuse::name).collect(Collectors.joining(" ")));
        }
        if (failure instanceof OverwrittenOptionException twice) {
            return Texts.of("%s is given twice", name(twice.getOverwritten()));
        }
        ArgSpec argument = failure.getArgSpec();
        if (argument != null && argument.type().isEnum()) {
            return Texts.of(
                    "%s takes %s, not '%s'",
                    name(argument),
                    Arrays.stream(argument.type().getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", ")),
                    failure.getValue());
        }
        if (argument != null && failure.getCause() instanceof TypeConversionException wrong) {
            return name(argument) + ": " + wrong.getMessage();
        }
        if (argument != null
                && failure.getValue() == null
                && failure.getMessage().startsWith("Expected parameter")) {
            return lacking(argument);
        }
        return failure.getMessage();
    }

    private static String lacking(ArgSpec option) {
        return option.arity().min() > 1
                ? Texts.of("%s needs %s", name(option), option.paramLabel())
                : Texts.of("%s needs a value, %s", name(option), option.paramLabel());
    }

    private static String unmatched(UnmatchedArgumentException unmatched) {
        String argument = unmatched.getUnmatched().get(0);
        CommandSpec command = unmatched.getCommandLine().getCommandSpec();
        if (unmatched.isUnknownOption()) {
            String option = argument.replaceFirst("=.*", "");
            return Texts.of("there is no option %s", option)
                    + Nearest.question(option, command.optionsMap().keySet());
        }
        return command.subcommands().isEmpty()
                ? Texts.of("'%s' is one word too many", argument)
                : Texts.of("there is no command %s", argument)
                        + Nearest.question(argument, command.subcommands().keySet());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}

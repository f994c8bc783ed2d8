package classroom.cli.command;

import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.template.language.Texts;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code completion}: a script with which a shell completes commands, options, and the names of the running class.
 *
 * <p>picocli writes the script for both shells. It knows only values that are there when it writes: the script asks
 * this command for the names while somebody types.
 */
@Command(
        name = "completion",
        description = "Prints a script that completes commands, options and names in your shell.",
        footer = {
            "",
            "In bash:   source <(./classroom completion bash)",
            "In zsh:    source <(./classroom completion zsh)",
            "Then Tab after ./classroom invoke shows the functions of the running class."
        })
public final class CompletionCommand implements Callable<Integer> {
    /** The shells for which there is a script. */
    enum Shell {
        bash,
        zsh
    }

    /** Whose names are asked for. */
    enum Kind {
        functions,
        tables
    }

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Parameters(arity = "0..1", paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Option(names = "--names", hidden = true)
    private Kind names;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (names != null) {
            (names == Kind.tables ? running.tables() : running.functions()).forEach(System.out::println);
            return 0;
        }
        if (shell == null) {
            throw new ParameterException(spec.commandLine(), Texts.of("a shell is missing: bash or zsh"));
        }
        System.out.print(script());
        return 0;
    }

    private String script() {
        CommandLine root = spec.root().commandLine();
        String script = AutoComplete.bash("classroom", root);
        for (Kind kind : Kind.values()) {
            script = script.replace(
                    "\"@" + kind + "\"", "$(\"${COMP_WORDS[0]}\" completion --names " + kind + " 2>/dev/null)");
        }
        return script;
    }
}

package classroom.cli.option;

import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.template.language.Texts;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that reads the CDK app: which assembly, or with what settings to synthesize it. */
public final class AppOptions {
    @Option(
            names = "--app",
            paramLabel = "DIR",
            description = "A cloud assembly that is already there, instead of synthesizing cdk.out.")
    private Path app;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "KEY=VALUE",
            description = "A context option for the synth, such as student=ana; may be repeated.")
    private List<String> context = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Whether any of them was given. */
    public boolean isGiven() {
        return app != null || !context.isEmpty();
    }

    /** Whether an assembly was given. */
    public boolean isAssembly() {
        return app != null;
    }

    /** The context options, each {@code key=value}. */
    public List<String> context() {
        return context;
    }

    /** @throws ParameterException if the options do not go together, before anything is started */
    public void check() {
        if (app != null && !context.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), Texts.of("--context has no effect on an assembly that is there"));
        }
        context.stream().filter(option -> option.indexOf('=') < 1).forEach(option -> {
            throw new ParameterException(command.commandLine(), Texts.of("--context takes KEY=VALUE, not %s", option));
        });
    }

    /**
     * Returns the folder of the assembly.
     *
     * @param out gets a message when a synth is needed, because it takes seconds
     */
    public Path assembly(PrintStream out) {
        return app != null ? app : synthesis(out).assembly(context);
    }

    /**
     * Returns the folder with the templates and the settings for which they were judged, also if the synth refuses the
     * class.
     */
    public Path judged(PrintStream out) {
        return app != null ? app : synthesis(out).judged(context);
    }

    private static Synthesis synthesis(PrintStream out) {
        return new Synthesis(Home.find(), () -> out.println(Texts.of("synthesizing the class")));
    }
}

package classroom.cli;

import classroom.cli.command.AccessCommand;
import classroom.cli.command.BenchCommand;
import classroom.cli.command.CdkCommand;
import classroom.cli.command.CompareModelsCommand;
import classroom.cli.command.CompletionCommand;
import classroom.cli.command.CostCommand;
import classroom.cli.command.EnvCommand;
import classroom.cli.command.InvokeCommand;
import classroom.cli.command.LogsCommand;
import classroom.cli.command.OpenCommand;
import classroom.cli.command.PrepareCommand;
import classroom.cli.command.ResetCommand;
import classroom.cli.command.StatusCommand;
import classroom.cli.command.StopCommand;
import classroom.cli.command.TableCommand;
import classroom.cli.command.UpCommand;
import classroom.cli.diagram.DiagramCommand;
import classroom.cli.leftovers.LeftoversCommand;
import classroom.cli.load.Load;
import classroom.cli.review.ReviewCommand;
import classroom.cli.tour.Tour;
import classroom.template.language.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The commands, by what one wants to do.
 *
 * <p>A command's classes are loaded only when the user calls it, to keep the start-up time of {@code up} short.
 */
final class Commands {
    /** The groups in the order in which they are shown; in each, the commands by name. */
    static final Map<String, Map<String, Supplier<Object>>> GROUPS = new LinkedHashMap<>();

    static {
        Map<String, Supplier<Object>> run = group(Texts.later("Run a class"));
        run.put("up", UpCommand::new);
        run.put("status", StatusCommand::new);
        run.put("open", OpenCommand::new);
        run.put("reset", ResetCommand::new);
        run.put("stop", StopCommand::new);
        Map<String, Supplier<Object>> use = group(Texts.later("Use it and look at it"));
        use.put("tour", Tour::new);
        use.put("invoke", InvokeCommand::new);
        use.put("logs", LogsCommand::new);
        use.put("table", TableCommand::new);
        use.put("load", Load::new);
        use.put("env", EnvCommand::new);
        Map<String, Supplier<Object>> change = group(Texts.later("Change it"));
        change.put("cdk", CdkCommand::new);
        change.put("review", ReviewCommand::new);
        change.put("diagram", DiagramCommand::new);
        Map<String, Supplier<Object>> check = group(Texts.later("See what it may do and what it costs"));
        check.put("access", AccessCommand::new);
        check.put("cost", CostCommand::new);
        check.put("leftovers", LeftoversCommand::new);
        check.put("compare-models", CompareModelsCommand::new);
        Map<String, Supplier<Object>> tool = group(Texts.later("The tool itself"));
        tool.put("prepare", PrepareCommand::new);
        tool.put("completion", CompletionCommand::new);
        tool.put("bench", BenchCommand::new);
    }

    private Commands() {}

    private static Map<String, Supplier<Object>> group(String name) {
        return GROUPS.computeIfAbsent(name, first -> new LinkedHashMap<>());
    }

    /** All of them by name. */
    static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        GROUPS.values().forEach(all::putAll);
        return all;
    }
}

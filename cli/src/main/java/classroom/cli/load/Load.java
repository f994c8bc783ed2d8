package classroom.cli.load;

import classroom.cli.client.Client;
import classroom.cli.option.Help;
import classroom.cli.option.Names;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.Progress;
import classroom.cli.terminal.Terminal;
import classroom.template.language.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./classroom load FILE}: writes a file of any size into the table of a loading function of a running class.
 *
 * <p>The file is a JSON array or JSON lines. It is read twice: first to find errors and estimate the time, then to send
 * it. A put replaces the item with the same key, so the load can be interrupted and run again.
 *
 * <p>Exit status 0: every record is written; 1: some were refused, and are named; 2: nothing was tried, because the
 * file is not well-formed; 3: no class answers, or the load was stopped.
 */
@Command(
        name = "load",
        description = "Loads a file of books, JSON array or JSON lines of any size, into a running class.",
        exitCodeList = {
            "0:every record is written",
            "1:some records were refused, and are named",
            "2:nothing was tried: the file or the command is wrong",
            "3:no class runs, or the load was stopped: what is written stays"
        })
public final class Load implements Callable<Integer> {
    /** Reading a longer file takes seconds. */
    private static final long LONG_FILE = 16L * 1024 * 1024;

    private static final int STOPPED = 3;

    @Parameters(paramLabel = "FILE", description = "The file: a JSON array of objects, or one object a line.")
    private Path file;

    @Mixin
    private RunningClass running;

    @Mixin
    private Help help;

    @Option(
            names = "--function",
            paramLabel = "FUNCTION",
            completionCandidates = Names.Functions.class,
            defaultValue = "books-load",
            description = "The loading function (default: ${DEFAULT-VALUE}).")
    private String function;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal;

    /** The command as {@code Main} registers it. */
    public Load() {
        this(Terminal.standard());
    }

    Load(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (file.toString().startsWith("file:")) {
            throw wrong(Texts.of("a file is named by its path alone, without file://"));
        }
        if (!Files.exists(file)) {
            throw wrong(Texts.of("there is no file %s", file));
        }
        if (!Files.isRegularFile(file)) {
            throw wrong(Texts.of("%s is not a file. It is read twice, so it cannot be a pipe", file));
        }
        if (!Files.isReadable(file)) {
            throw wrong(Texts.of("%s may not be read by you: see whose it is", file));
        }
        Client client = running.client();
        Target target;
        Survey survey;
        try {
            target = running.asking(function, () -> Target.find(client, function));
            survey = survey(target);
        } catch (IllegalArgumentException | FileException e) {
            throw wrong(e.getMessage());
        }
        announce(target, survey);
        return load(client, target, survey);
    }

    private Survey survey(Target target) throws IOException, FileException {
        long size = Files.size(file);
        if (size < LONG_FILE) {
            return Survey.of(file, target.keys(), bytes -> {});
        }
        try (Progress progress = new Progress(terminal, "read", size)) {
            return Survey.of(file, target.keys(), progress::at);
        }
    }

    private void announce(Target target, Survey survey) {
        say(
                Texts.later("%s: %,d records, about %,d write units, into table %s by %s"),
                file,
                survey.records(),
                survey.units(),
                target.table(),
                function);
        if (!survey.allKeysCompared()) {
            say(
                    Texts.later("Of its keys the first %,d were compared; of later records with one key, any may be"
                            + " the one that stays."),
                    Keys.BOUND);
        }
        Duration expected = target.expected(survey.units());
        say(
                Texts.later(
                        "At the table's %,d write units a second%s: about %s. A class on one machine is faster, unless"
                                + " it was started with --throttle."),
                target.unitsPerSecond(),
                target.onDemand() ? Texts.of(" (on-demand)") : "",
                Progress.words(expected));
    }

    private int load(Client client, Target target, Survey survey) throws IOException, InterruptedException {
        long started = System.nanoTime();
        String stopped = null;
        Progress progress = new Progress(terminal, "load", survey.records());
        Loader loader = new Loader(
                event -> client.invoke(function, event),
                target.pace(),
                progress,
                duration -> Thread.sleep(duration.toMillis()));
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(ended.get(), loader, survey)));
        try (progress) {
            progress.at(0);
            loader.load(file);
        } catch (LoadException | FileException e) {
            stopped = e.getMessage();
        } finally {
            ended.set(true);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        return summary(loader, survey, time, stopped);
    }

    private void interrupted(boolean ended, Loader loader, Survey survey) {
        if (!ended) {
            say(
                    Texts.later("%nInterrupted: %s records are written. Run it again when you like: no book is there"
                            + " twice."),
                    loader.written(survey.records()));
        }
    }

    private int summary(Loader loader, Survey survey, Duration time, String stopped) {
        say(
                Texts.later("%s records written in %s: %s, %,d records sent again, about %,d write units"),
                loader.written(survey.records()),
                Progress.words(time),
                loader.calls() == 1 ? Texts.of("1 call") : Texts.of("%,d calls", loader.calls()),
                loader.sentAgain(),
                loader.units());
        loader.refused().forEach(refusal -> say(Texts.later("Not written: %s"), refusal));
        if (stopped != null) {
            say(Texts.later("Stopped: %s"), stopped);
            say(Texts.later("Written books stay. Run it again when that is solved: no book is there twice."));
        }
        return stopped != null ? STOPPED : loader.written() == survey.records() ? 0 : 1;
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private void say(String format, Object... arguments) {
        terminal.out().println(Texts.of(format, arguments));
    }
}

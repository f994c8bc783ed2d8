package classroom.cli.load;

import classroom.cli.client.Client;
import classroom.cli.client.NotRunningException;
import classroom.cli.client.ServiceException;
import classroom.cli.option.Help;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./classroom load FILE}: writes a file of any size into the table of a loading function of a running class.
 *
 * <p>The file is a JSON array or JSON lines. It is read twice: first to find errors and estimate the time, then to send
 * it. A put replaces the item with the same key, so the load can be interrupted and run again.
 *
 * <p>Exit status 0: every record is written; 1: some are not, and are named; 2: nothing was tried, because the file is
 * not well-formed or no class answers.
 */
@Command(
        name = "load",
        description = "Loads a file of books, JSON array or JSON lines of any size, into a running class.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every record is written",
            "1:some records are not, and are named",
            "2:nothing was tried: the file or the command is wrong, or no class runs"
        })
public final class Load implements Callable<Integer> {
    /** Reading a longer file takes seconds. */
    private static final long LONG_FILE = 16L * 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "The file: a JSON array of objects, or one object a line.")
    private Path file;

    @Mixin
    private RunningClass running;

    @Mixin
    private Help help;

    @Option(
            names = "--function",
            defaultValue = "books-load",
            description = "The loading function (default: ${DEFAULT-VALUE}).")
    private String function;

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
        if (!Files.isRegularFile(file)) {
            return refuse(Texts.of("%s is not a file. It is read twice, so it cannot be a pipe.", file));
        }
        Client client = running.client();
        Target target;
        Survey survey;
        try {
            target = Target.find(client, function);
            survey = survey(target);
        } catch (NotRunningException | ServiceException | IllegalArgumentException | FileException e) {
            return refuse(e.getMessage());
        }
        announce(target, survey);
        return load(client, target, survey);
    }

    private Survey survey(Target target) throws IOException, FileException {
        long size = Files.size(file);
        if (size < LONG_FILE) {
            return Survey.of(file, target.keys(), bytes -> {});
        }
        try (Progress progress = new Progress(terminal, Texts.of("read"), size)) {
            return Survey.of(file, target.keys(), progress::at);
        }
    }

    private void announce(Target target, Survey survey) {
        say(Texts.of(
                "%s: %,d records, about %,d write units, into table %s by %s",
                file, survey.records(), survey.units(), target.table(), function));
        if (!survey.allKeysCompared()) {
            say(Texts.of(
                    "Of its keys the first %,d were compared; of later records with one key, any may be the one that"
                            + " stays.",
                    Keys.BOUND));
        }
        Duration expected = target.expected(survey.units());
        say(Texts.of(
                "At the table's %,d write units a second%s: about %s. A class on one machine is faster, unless it was"
                        + " started with --throttle.",
                target.unitsPerSecond(), target.onDemand() ? Texts.of(" (on-demand)") : "", Progress.words(expected)));
    }

    private int load(Client client, Target target, Survey survey) throws IOException, InterruptedException {
        long started = System.nanoTime();
        String stopped = null;
        Progress progress = new Progress(terminal, Texts.of("load"), survey.records());
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
            say(System.lineSeparator()
                    + Texts.of(
                            "Interrupted: %s records are written. Run it again when you like: no book is there twice.",
                            loader.written(survey.records())));
        }
    }

    private int summary(Loader loader, Survey survey, Duration time, String stopped) {
        String calls = loader.calls() == 1 ? Texts.of("1 call") : Texts.of("%,d calls", loader.calls());
        say(Texts.of(
                "%s records written in %s: %s, %,d records sent again, about %,d write units",
                loader.written(survey.records()), Progress.words(time), calls, loader.sentAgain(), loader.units()));
        loader.refused().forEach(refusal -> say(Texts.of("Not written: %s", refusal)));
        if (stopped != null) {
            say(Texts.of("Stopped: %s", stopped));
            say(Texts.of("Written books stay. Run it again when that is solved: no book is there twice."));
        }
        return loader.written() == survey.records() ? 0 : 1;
    }

    private int refuse(String why) {
        System.err.println("classroom: " + why);
        return 2;
    }

    private void say(String line) {
        terminal.out().println(line);
    }
}

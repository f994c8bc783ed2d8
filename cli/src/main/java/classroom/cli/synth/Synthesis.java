package classroom.cli.synth;

import classroom.cli.terminal.CommandException;
import classroom.cloud.host.Child;
import classroom.cloud.host.Fingerprint;
import classroom.cloud.identity.Identities;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cloud assembly of the class: {@code cdk.out}, synthesized by the {@link CdkApp} when it is stale.
 *
 * <p>It is fresh while the CDK app, its packaged code, cdk.json, the CLI and the context options are those of the last
 * synth, and nobody has changed the folder since.
 */
public final class Synthesis {
    private static final List<String> INPUTS = List.of(
            "cdk.json",
            "cdk.context.json",
            "infra/app.mjs",
            "package.json",
            "infra/target/infra.jar",
            "asset/target/functions-lambda.jar");

    /** Except for our own, these libraries never change under one name. */
    private static final String LIBRARIES = "infra/target/lib";

    /** What the app's cost guard judged, and with which settings: written after the templates, with any verdict. */
    public static final String JUDGED = "cost.json";

    /** Where the CLI keeps, in the assembly, the template that it hotswapped last, for each stack and account. */
    private static final String HOTSWAPS = ".hotswap-cache";

    /** The beginning of the CDK app's own messages. */
    private static final String OWN_WORDS = "classroom: ";

    /** The status with which the CDK app says that a setting is not allowed. */
    private static final int WRONG_SETTING = 2;

    private final Home home;
    private final Runnable onStart;

    /** @param onStart is run when a synth is needed, before it starts: it takes seconds */
    public Synthesis(Home home, Runnable onStart) {
        this.home = home;
        this.onStart = onStart;
    }

    /**
     * The folder of a fresh assembly.
     *
     * @param context the CDK context options, each {@code key=value}
     * @throws CommandException if the synth fails; the message contains the app's message
     */
    public Path assembly(List<String> context) {
        return fresh(context, false);
    }

    private Path fresh(List<String> context, boolean refusedToo) {
        Path output = home.root().resolve("cdk.out");
        Path stamp = home.target().resolve("synth.stamp");
        try {
            Files.createDirectories(home.target());
            try (FileChannel lock = FileChannel.open(
                    home.target().resolve("synth.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // One synth at a time in a checkout.
                lock.lock();
                forgetHotswaps(output);
                String inputs = inputs(context);
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(inputs + " " + outputs(output))) {
                    Files.deleteIfExists(stamp);
                    Files.deleteIfExists(output.resolve(JUDGED));
                    onStart.run();
                    Child.Outcome outcome = new CdkApp(home).synthesize(output, context);
                    // Looked at while no other synth can have written it.
                    if (refusedToo && outcome.status() != 0 && Files.exists(output.resolve(JUDGED))) {
                        return output;
                    }
                    check(outcome);
                    Files.writeString(stamp, inputs + " " + outputs(output));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(Texts.of("cannot synthesize into %s: %s", output, e.getMessage()), e);
        }
        return output;
    }

    /**
     * The folder with the templates of a fresh synth and {@value #JUDGED}, also if only the app's cost guard refused
     * them: then it is not an assembly.
     *
     * @throws CommandException if the synth fails for any other reason
     */
    public Path judged(List<String> context) {
        return fresh(context, true);
    }

    /** @throws CommandException with the app's words if it has failed */
    public static void check(Child.Outcome outcome) {
        if (outcome.status() != 0) {
            String own = ownWords(outcome.output());
            if (!own.isEmpty() && outcome.status() == WRONG_SETTING) {
                throw CommandException.ofValue(own);
            }
            throw new CommandException(own.isEmpty() ? failure(outcome.output(), outcome.status()) : own);
        }
    }

    /** The app's own lines, such as of a setting that is not allowed or of a cost; empty if it has none. */
    private static String ownWords(String said) {
        return said.lines()
                .filter(line -> line.startsWith(OWN_WORDS) && !line.startsWith(OWN_WORDS + "warning: "))
                .map(line -> line.substring(OWN_WORDS.length()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String failure(String said, int status) {
        return said.isEmpty()
                ? Texts.of("the synth failed: the app of cdk.json ended with exit status %d", status)
                : Texts.of("the synth failed: the app of cdk.json ended with exit status %d and said:", status)
                        + System.lineSeparator()
                        + said;
    }

    private String inputs(Collection<String> context) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        for (String input : INPUTS) {
            fingerprint.add(home.root(), home.root().resolve(input));
        }
        Path libraries = home.root().resolve(LIBRARIES);
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.list(libraries)) {
                for (Path file : files.sorted().toList()) {
                    if (file.toString().endsWith("-SNAPSHOT.jar")) {
                        fingerprint.add(home.root(), file);
                    } else {
                        fingerprint.add(file.getFileName().toString());
                    }
                }
            }
        }
        context.forEach(fingerprint::add);
        return fingerprint.toString();
    }

    /**
     * What the CLI has hotswapped in a local class may be of one that has ended: it would take that for what is there.
     */
    private static void forgetHotswaps(Path output) throws IOException {
        Path folder = output.resolve(HOTSWAPS);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> own = Files.newDirectoryStream(folder, "*." + Identities.ACCOUNT + "_*")) {
                for (Path file : own) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The content of the folder without the CLI's lock files and what it remembers of hotswaps. */
    private static String outputs(Path output) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        if (Files.isDirectory(output)) {
            try (Stream<Path> files = Files.walk(output)) {
                List<Path> sorted = files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(".lock"))
                        .filter(file -> !file.getParent().endsWith(HOTSWAPS))
                        .sorted()
                        .toList();
                for (Path file : sorted) {
                    fingerprint.add(output, file);
                }
            }
        }
        return fingerprint.toString();
    }
}

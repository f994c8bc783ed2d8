package classroom.cli.review;

import classroom.cli.option.Help;
import classroom.cli.option.JsonOutput;
import classroom.cli.synth.Home;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code review}: says what the working tree would change in a class that was deployed from another commit. */
@Command(
        name = "review",
        description = "Compares the class with that of another commit, without an account: data lost, permissions"
                + " widened, cost, and the CDK's own diff, as Markdown.",
        exitCodeList = {
            "0:nothing is lost or widened, or it is allowed",
            "1:data would be lost, or a permission is wider or not judged; or one of the two could not be synthesized"
        })
public final class ReviewCommand implements Callable<Integer> {
    @Mixin
    private Help help;

    @Parameters(index = "0", paramLabel = "BASE", description = "The commit to compare with, such as origin/main.")
    private String base;

    @Option(
            names = "--head",
            paramLabel = "DIR",
            description = "A checkout to review instead of this one: then its own code does not review it.")
    private Path head;

    @Option(
            names = "--app",
            paramLabel = "DIR",
            description =
                    "A cloud assembly to review, instead of synthesizing a checkout; only its templates are read.")
    private Path app;

    @Option(
            names = "--allow",
            paramLabel = "WHAT",
            description = "Do not fail because of data-loss or wider-permissions; may be repeated.")
    private List<String> allow = List.of();

    @Option(
            names = {"-c", "--context"},
            paramLabel = "KEY=VALUE",
            description = "A context option for both synths, such as student=ana; may be repeated.")
    private List<String> context = List.of();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The file for the report (default: standard output).")
    private Path output;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Set<Consent> allowed = allowed();
        context.stream().filter(option -> option.indexOf('=') < 1).forEach(option -> {
            throw misuse(Texts.of("--context takes KEY=VALUE, not %s", option));
        });
        if (head != null && app != null) {
            throw misuse(Texts.of("--head and --app both say what to review"));
        }
        Home home = Home.find();
        Syntheses syntheses = new Syntheses(home, context, ReviewCommand::say);
        Repository repository = new Repository(home.root());
        String commit = repository.commit(base);
        Map<String, JsonNode> before = syntheses.ofCommit(repository, commit);
        Map<String, JsonNode> after = app != null ? Templates.read(app) : syntheses.ofCheckout(subject(home));

        Path work = Files.createTempDirectory(syntheses.folder(), "diff");
        String diff;
        try {
            diff = before.equals(after) ? "" : new CdkDiff(home, work).of(before, after);
        } finally {
            delete(work);
        }
        Review review = Review.of(before, after, students());
        String report = Report.of(review, allowed, compared(commit, home), diff);
        if (output != null) {
            Files.writeString(output, report);
        }
        if (json.isAsked()) {
            JsonOutput.print(ReviewJson.of(review, allowed, commit));
        } else if (output == null) {
            System.out.print(report);
        } else {
            System.out.println(Report.verdict(review, allowed));
        }
        return Report.isRefused(review, allowed) ? 1 : 0;
    }

    private Home subject(Home home) {
        if (head == null) {
            return home;
        }
        Path root = head.toAbsolutePath().normalize();
        if (!Files.isRegularFile(root.resolve("cdk.json"))) {
            throw new CommandException(Texts.of("--head %s has no cdk.json: it takes a checkout of the class", head));
        }
        return new Home(root);
    }

    private String compared(String commit, Home home) {
        String to = app != null
                ? Texts.of("the assembly that was given")
                : new Repository(subject(home).root())
                        .head()
                        .map(Markdown::code)
                        .orElse(Texts.of("the folder that was given"));
        return Texts.of("From %s to %s.", Markdown.code(commit.substring(0, 8)), to);
    }

    private Set<Consent> allowed() {
        Set<Consent> allowed = EnumSet.noneOf(Consent.class);
        for (String word : allow) {
            allowed.add(Consent.of(word)
                    .orElseThrow(() -> misuse(Texts.of("--allow takes data-loss or wider-permissions, not %s", word))));
        }
        return allowed;
    }

    /** The setting of the app; one that is not a number has failed the synth. */
    private int students() {
        return context.stream()
                .filter(option -> option.matches("students=[1-9]\\d{0,5}"))
                .mapToInt(option -> Integer.parseInt(option.substring("students=".length())))
                .reduce(1, (first, last) -> last);
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void say(String message) {
        System.err.println("classroom: " + message);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

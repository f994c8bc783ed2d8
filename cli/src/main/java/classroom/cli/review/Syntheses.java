package classroom.cli.review;

import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.CommandException;
import classroom.cloud.host.Child;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Templates of the class as it is in a folder or a commit, each built by its own code. */
final class Syntheses {
    private final Home home;
    private final List<String> context;
    private final Consumer<String> progress;

    Syntheses(Home home, List<String> context, Consumer<String> progress) {
        this.home = home;
        this.context = context;
        this.progress = progress;
    }

    /** The folder for the review's assemblies. */
    Path folder() throws IOException {
        return Files.createDirectories(home.target().resolve("review"));
    }

    /**
     * Returns the templates of a commit. They are stored by its tree: the same sources give the same bytes.
     *
     * @throws CommandException if it does not build or synthesize
     */
    Map<String, JsonNode> ofCommit(Repository repository, String commit) throws IOException {
        UUID settings = UUID.nameUUIDFromBytes(String.join("\0", context).getBytes(StandardCharsets.UTF_8));
        Path kept = folder().resolve("synthesized").resolve(repository.tree(commit) + "-" + settings);
        if (Files.isDirectory(kept)) {
            return Templates.read(kept);
        }
        Path where = folder().resolve("base-" + ProcessHandle.current().pid());
        Map<String, JsonNode> templates;
        try (Repository.Worktree worktree = repository.checkOut(commit, where)) {
            shareModules(worktree.folder());
            templates = synthesize(new Home(worktree.folder()), "BASE " + commit.substring(0, 8));
        }
        Path fresh = Files.createTempDirectory(folder(), "fresh");
        Templates.write(templates, fresh);
        Files.createDirectories(kept.getParent());
        Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
        return templates;
    }

    /**
     * Those of a checkout as it is.
     *
     * @throws CommandException if it does not build or synthesize
     */
    Map<String, JsonNode> ofCheckout(Home checkout) throws IOException {
        return synthesize(
                checkout,
                checkout.equals(home)
                        ? Texts.of("the working tree")
                        : checkout.root().toString());
    }

    private Map<String, JsonNode> synthesize(Home checkout, String name) throws IOException {
        if (!Files.exists(checkout.root().resolve("build.mjs"))) {
            throw new CommandException(
                    Texts.of("%s has no build.mjs: it is from before the class could be built so", name));
        }
        progress.accept(Texts.of("building and synthesizing %s", name));
        ProcessBuilder build = new ProcessBuilder("node", "build.mjs", "--app-only")
                .directory(checkout.root().toFile());
        build.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        build.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Child.Outcome built = Child.run(build);
        if (built.status() != 0) {
            Path log = Files.writeString(folder().resolve("build.log"), built.output() + "\n");
            String why = why(built);
            throw new CommandException(Texts.of("%s does not build: %s (the whole log: %s)", name, why, log));
        }
        try {
            return Templates.ofSynth(new Synthesis(checkout, () -> {}).judged(context));
        } catch (CommandException e) {
            throw new CommandException(Texts.of("%s does not synthesize: %s", name, e.getMessage()));
        }
    }

    /** The first source line that the compiler complains of, else the first error, else the last words. */
    private static String why(Child.Outcome built) {
        List<String> errors = built.output()
                .lines()
                .filter(line -> line.startsWith("[ERROR]"))
                .toList();
        return Stream.concat(errors.stream().filter(line -> line.contains(".java")), errors.stream())
                .findFirst()
                .or(() -> built.output().lines().reduce((first, last) -> last))
                .orElse(Texts.of("exit status %d", built.status()));
    }

    /**
     * Lends a checkout the CLI of this one, which need not be fetched twice. Where links are not allowed (Windows), the
     * build fetches it.
     */
    private void shareModules(Path checkout) throws IOException {
        Path modules = home.root().resolve("node_modules");
        Path lock = Path.of("package-lock.json");
        Path theirs = checkout.resolve(lock);
        Path ours = home.root().resolve(lock);
        if (Files.isDirectory(modules)
                && Files.exists(theirs)
                && Files.exists(ours)
                && Files.mismatch(theirs, ours) < 0) {
            try {
                Files.createSymbolicLink(checkout.resolve("node_modules"), modules);
            } catch (IOException | UnsupportedOperationException e) {
                progress.accept(Texts.of("fetching the CDK CLI a second time, for node_modules cannot be linked"));
            }
        }
    }
}

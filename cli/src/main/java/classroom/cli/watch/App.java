package classroom.cli.watch;

import classroom.cli.synth.CdkApp;
import classroom.cli.synth.Sources;
import classroom.cli.synth.Sources.Part;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.cloud.cloudformation.engine.StackEvent;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.template.assembly.CloudAssembly;
import classroom.template.language.Texts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The edited CDK app: compiled and synthesized in a folder that looks as the project does to the app, with the asset
 * that is there. Nothing is written to {@code cdk.out}.
 */
final class App {
    private static final String MODULE = "infra";

    private final Setup setup;
    private final Path root;
    private final Sources sources;
    private final Compiler compiler;
    private final Handlers handlers;
    private final Consumer<String> console;

    /** The digest of the sources that the app was built from. */
    private final String built;

    private int count;
    /** The digest of the sources, and the functions' classes, that were looked at last. */
    private String seen = "";

    private Path with;
    /** What is deployed: the bytes of the app, and its assembly. */
    private String deployed = "";

    private CloudAssembly assembly;
    private volatile boolean deploying;

    App(Setup setup, Compiler compiler, Handlers handlers) {
        this.setup = setup;
        this.root = setup.home().root();
        this.sources = new Sources(root);
        this.built = sources.built(Part.INFRA);
        this.compiler = compiler;
        this.handlers = handlers;
        this.console = setup.console();
        this.assembly = setup.assembly();
        setup.cloud().stacks().onEvent(this::show);
    }

    /**
     * Compiles the app if it or the functions have changed, and synthesizes it if its bytes are others then: they are
     * also when a constant of the functions has changed.
     *
     * @return what deploys the assembly
     */
    Runnable refresh() throws IOException {
        Path functions = handlers.classes();
        String now = digest();
        if (functions == null || now.equals(seen) && functions.equals(with)) {
            return () -> {};
        }
        boolean first = seen.isEmpty();
        boolean edited = !now.equals(seen);
        long begin = System.nanoTime();
        boolean isBuilt = first && sources.digest(Part.INFRA).equals(built);
        Path project = setup.folder().resolve(MODULE + "-" + ++count);
        Path classes = project.resolve(Path.of(MODULE, "target", "classes"));
        List<Path> classPath = new ArrayList<>(List.of(functions));
        classPath.addAll(libraries());
        String problem = compiler.compile(MODULE, classPath, classes);
        if (!digest().equals(now)) {
            return refresh(); // Saved again meanwhile.
        }
        seen = now;
        with = functions;
        if (!problem.isEmpty()) {
            String which = handlers.areBehind()
                    ? Texts.of("%s/ does not compile with the functions that run: the class stays as it is", MODULE)
                    : edited
                            ? Texts.of("%s/ does not compile: the class stays as it is", MODULE)
                            : Texts.of("%s/ does not compile with these functions: the class stays as it is", MODULE);
            console.accept(problem + System.lineSeparator() + which);
            return () -> {};
        }
        String compiled = Handlers.fingerprint(classes) + sources.digest(List.of(MODULE + "/app.mjs"));
        if (isBuilt) {
            deployed = compiled;
            return () -> {};
        }
        if (compiled.equals(deployed)) {
            if (edited) {
                console.accept(Texts.of("%s/: this is deployed already", MODULE));
            }
            return () -> {};
        }
        console.accept(Texts.of("%s/: synthesizing", MODULE));
        handlers.placeAsset(project);
        classPath.add(0, classes);
        CloudAssembly next;
        try {
            next = synthesize(project.resolve("cdk.out"), classPath);
        } catch (CommandException | CloudAssembly.Unusable e) {
            console.accept(e.getMessage()
                    + System.lineSeparator()
                    + Texts.of("%s/ was refused: the class stays as it is", MODULE));
            return () -> {};
        }
        return () -> deploy(next, compiled, begin);
    }

    private String digest() {
        return sources.digest(List.of(MODULE + "/src/main", MODULE + "/app.mjs"));
    }

    /** The app's libraries but the functions that it was built with. */
    private List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(Path.of(MODULE, "target", "lib")))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("functions-"))
                    .sorted()
                    .toList();
        }
    }

    private CloudAssembly synthesize(Path output, List<Path> classPath) throws IOException {
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Synthesis.check(new CdkApp(setup.home()).synthesize(output, setup.context(), joined));
        CloudAssembly read = setup.given().apply(CloudAssembly.read(output, Cloud.ENVIRONMENT));
        // An asset that is deployed is the file that it was: edited code stands in for that.
        Map<String, Path> assets = new HashMap<>(read.assets());
        assets.replaceAll((key, file) -> assembly.assets().getOrDefault(key, file));
        return new CloudAssembly(read.stacks(), assets);
    }

    private void deploy(CloudAssembly next, String compiled, long begin) {
        deploying = true;
        try {
            setup.cloud().deploy(next).values().forEach(setup.leftOut());
            deployed = compiled;
            assembly = next;
            console.accept(Texts.of("%s/: deployed (%.1f s)", MODULE, (System.nanoTime() - begin) / 1e9));
        } catch (StackException e) {
            console.accept(e.getMessage()
                    + System.lineSeparator()
                    + Texts.of("%s/ failed, and is rolled back: the class stays as it is", MODULE));
        } finally {
            deploying = false;
        }
    }

    private void show(StackEvent event) {
        if (deploying) {
            console.accept("  " + event.status() + " " + event.type() + " " + event.logicalId()
                    + (event.reason() == null ? "" : ": " + event.reason()));
        }
    }
}

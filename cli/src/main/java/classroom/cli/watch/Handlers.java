package classroom.cli.watch;

import classroom.cli.synth.Sources;
import classroom.cli.synth.Sources.Part;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.Functions;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The edited code of the functions: each time a new folder as Lambda unpacks a package, with the compiled classes and
 * the resources of {@code functions/} and, in {@code lib}, the asset's libraries. So a class that was removed is gone.
 */
final class Handlers {
    private static final String MODULE = "functions";
    private static final Path ASSET = Path.of("asset", "target", "functions-lambda.jar");

    private final Setup setup;
    private final Path root;
    private final Sources sources;
    private final Compiler compiler;
    private final Functions functions;
    private final Consumer<String> console;
    /** The digest of the sources that the asset was built from. */
    private final String built;

    private final Path asset;
    private final Path libraries;
    /** The files that are the asset: the functions with this code run edited code. */
    private final Set<Path> assets = new HashSet<>();

    private int count;
    /** The digest of the sources that were looked at last. */
    private String seen = "";
    /** What runs, by its bytes and in words. */
    private String running = "";

    private String inWords = Texts.of("the asset");
    private volatile Path classes;
    private volatile boolean behind;

    Handlers(Setup setup, Compiler compiler) throws IOException {
        this.setup = setup;
        this.root = setup.home().root();
        this.sources = new Sources(root);
        this.compiler = compiler;
        this.functions = setup.cloud().services().functions();
        this.console = setup.console();
        this.built = sources.built(Part.ASSET);
        this.asset = Files.copy(root.resolve(ASSET), setup.folder().resolve("asset.jar"));
        this.libraries = libraries();
        assets.addAll(copies(asset));
    }

    /** The classes that run; {@code null} before any were compiled. */
    Path classes() {
        return classes;
    }

    /** Whether the sources do not compile, so that older classes run. */
    boolean areBehind() {
        return behind;
    }

    /** Places the asset where the CDK app looks for it in a project of this root. */
    void placeAsset(Path project) throws IOException {
        Path place = project.resolve(ASSET);
        Files.createDirectories(place.getParent());
        link(place, asset);
    }

    /**
     * Compiles the sources if they have changed.
     *
     * @return what has the functions run them
     */
    Runnable refresh() throws IOException {
        String now = sources.digest(List.of(MODULE + "/src/main"));
        if (now.equals(seen)) {
            return () -> {};
        }
        String digest = sources.digest(Part.ASSET);
        boolean first = seen.isEmpty();
        boolean isBuilt = first && digest.equals(built);
        long begin = System.nanoTime();
        Path code = setup.folder().resolve(MODULE + "-" + ++count);
        String problem = compiler.compile(MODULE, List.of(libraries), code);
        if (!sources.digest(Part.ASSET).equals(digest)) {
            return refresh(); // Saved again meanwhile: which of the two was compiled, nobody knows.
        }
        seen = now;
        behind = !problem.isEmpty();
        if (behind) {
            console.accept(problem
                    + System.lineSeparator()
                    + Texts.of("%s/ does not compile: its functions go on with %s", MODULE, inWords));
            return () -> {};
        }
        String compiled = fingerprint(code);
        Path lib = Files.createDirectory(code.resolve("lib"));
        link(lib.resolve(libraries.getFileName()), libraries);
        if (isBuilt || compiled.equals(running)) {
            return () -> {
                runs(code, compiled, digest);
                if (!first) {
                    console.accept(Texts.of("%s/: its functions run this already, as %s", MODULE, inWords));
                }
            };
        }
        return () -> {
            int edited = edit(code);
            inWords = Texts.of("the edited code of %s", LocalTime.now().truncatedTo(ChronoUnit.SECONDS));
            runs(code, compiled, digest);
            console.accept(Texts.of(
                    "%s/: %d functions run edited code, not the asset (%.1f s)",
                    MODULE, edited, (System.nanoTime() - begin) / 1e9));
        };
    }

    private void runs(Path code, String compiled, String digest) {
        classes = code;
        running = compiled;
        setup.cloud().note("sources", digest);
    }

    private int edit(Path code) {
        try {
            // What ./classroom cdk deploy has built and uploaded meanwhile.
            assets.addAll(copies(root.resolve(ASSET)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return assets.stream().mapToInt(one -> functions.edit(one, code).size()).sum();
    }

    /** The functions' code that is a copy of a file. */
    private Set<Path> copies(Path file) throws IOException {
        Set<Path> copies = new HashSet<>();
        for (Function function : functions.list()) {
            Path code = function.code();
            if (!copies.contains(code) && Files.isRegularFile(code) && Files.mismatch(code, file) < 0) {
                copies.add(code);
            }
        }
        return copies;
    }

    /** Changes only if something that runs has changed. */
    static String fingerprint(Path classes) throws IOException {
        return new Sources(classes).digest(List.of("."));
    }

    private static void link(Path place, Path file) throws IOException {
        try {
            Files.createLink(place, file);
        } catch (UnsupportedOperationException | IOException e) {
            // Not every file system has links.
            Files.copy(file, place);
        }
    }

    /** The asset without what was built from the module. */
    private Path libraries() throws IOException {
        Path jar = Files.copy(asset, setup.folder().resolve("libraries.jar"));
        Path built = root.resolve(Path.of(MODULE, "target", "classes"));
        try (FileSystem archive = FileSystems.newFileSystem(jar, Map.of())) {
            for (Path file : Compiler.files(built)) {
                Path inside = archive.getPath(built.relativize(file).toString().replace('\\', '/'));
                Files.deleteIfExists(inside);
                if (inside.getParent() != null && Files.isDirectory(inside.getParent())) {
                    // Its lambda expressions have become classes beside it.
                    String lambdas = inside.getFileName().toString().replace(".class", "") + "$$*";
                    try (DirectoryStream<Path> made = Files.newDirectoryStream(inside.getParent(), lambdas)) {
                        for (Path one : made) {
                            Files.delete(one);
                        }
                    }
                }
            }
        }
        return jar;
    }
}

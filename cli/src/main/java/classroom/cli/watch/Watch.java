package classroom.cli.watch;

import classroom.cli.synth.Sources;
import classroom.template.language.Texts;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Watches {@code functions/} and {@code infra/} of a running class. What is saved takes effect there: the functions run
 * edited code in place of the asset, and a changed template is deployed as an update. All that it writes is in a folder
 * of the class and ends with it.
 *
 * <p>Events only wake it; what has changed, it finds by the content. It has two threads: a handler need not wait for a
 * synth.
 */
public final class Watch implements AutoCloseable {
    private static final List<String> MODULES = List.of("functions", "infra");
    private static final List<String> POMS = List.of("pom.xml", "functions/pom.xml", "infra/pom.xml");

    private final Path root;
    private final Sources sources;
    private final Consumer<String> console;
    private final Repeater functions;
    private final Repeater infra;
    private final DirectoryWatcher watcher;
    private final Map<String, String> poms = new LinkedHashMap<>();

    private Watch(Setup setup) throws IOException {
        root = setup.home().root();
        sources = new Sources(root);
        console = setup.console();
        POMS.forEach(pom -> poms.put(pom, sources.digest(List.of(pom))));
        Files.createDirectories(setup.folder());
        Compiler compiler = new Compiler(root);
        Handlers handlers = new Handlers(setup, compiler);
        App app = new App(setup, compiler, handlers);
        infra = new Repeater("edited app", app::refresh, this::failed);
        functions = new Repeater(
                "edited functions",
                () -> {
                    lookAtPoms();
                    Runnable run = handlers.refresh();
                    return () -> {
                        run.run();
                        infra.signal();
                    };
                },
                this::failed);
        watcher = DirectoryWatcher.builder()
                .paths(MODULES.stream().map(root::resolve).toList())
                .fileHashing(false)
                .listener(this::wake)
                .build();
    }

    /**
     * Begins to watch. It ends with the class.
     *
     * @throws classroom.cli.terminal.CommandException if there is no compiler
     */
    public static void start(Setup setup) {
        try {
            setup.cloud().tell("watch", Texts.of("watching functions/ and infra/: nothing has changed"));
            Watch watch = new Watch(setup.told());
            setup.cloud().onClose(watch::close);
            watch.watcher.watchAsync(Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "watch");
                thread.setDaemon(true);
                return thread;
            }));
            watch.functions.start();
            watch.infra.start();
        } catch (IOException e) {
            throw new UncheckedIOException(Texts.of("functions/ and infra/ cannot be watched: %s", e.getMessage()), e);
        }
    }

    private void wake(DirectoryChangeEvent event) {
        Path inside = root.relativize(event.path());
        if (inside.getNameCount() > 1 && inside.getName(1).toString().equals("target")) {
            return; // Another command's build.
        }
        functions.signal();
    }

    private void lookAtPoms() {
        for (Map.Entry<String, String> pom : poms.entrySet()) {
            String now = sources.digest(List.of(pom.getKey()));
            if (!now.equals(pom.getValue())) {
                pom.setValue(now);
                console.accept(Texts.of(
                        "%s has changed: it takes effect after Ctrl-C and ./classroom up --watch", pom.getKey()));
            }
        }
    }

    private void failed(Exception e) {
        console.accept(Texts.of("the edit has no effect: %s. Save again, or restart with ./classroom up --watch", e));
    }

    /** Ends; what it is writing is written first. */
    @Override
    public void close() {
        try {
            watcher.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            functions.close();
            infra.close();
        }
    }
}

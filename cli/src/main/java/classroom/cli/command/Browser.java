package classroom.cli.command;

import classroom.template.language.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The browser that the person has set on this system. It is not ours: it stays when the class ends. */
final class Browser {
    private Browser() {}

    /**
     * Opens a page in it and does not wait. If that fails, {@code failed} gets a line with the way out.
     *
     * @return whether it was opened, once the opener has ended: it may stay as long as the browser
     */
    static CompletableFuture<Boolean> open(String url, Consumer<String> failed) {
        List<String> command = new ArrayList<>(opener(System.getProperty("os.name")));
        command.add(url);
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .thenApply(opener -> {
                        if (opener.exitValue() != 0) {
                            failed.accept(Texts.of(
                                    "no browser was opened (%s ended with %d): open %s yourself",
                                    command.get(0), opener.exitValue(), url));
                        }
                        return opener.exitValue() == 0;
                    });
        } catch (IOException e) {
            failed.accept(
                    Texts.of("no browser was opened (there is no %s here): open %s yourself", command.get(0), url));
            return CompletableFuture.completedFuture(false);
        }
    }

    /** What opens an address on a system, by its name in {@code os.name}: {@code java.awt.Desktop} needs a display. */
    static List<String> opener(String system) {
        if (system.startsWith("Windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        return List.of(system.startsWith("Mac") ? "open" : "xdg-open");
    }
}

package classroom.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The browser that the person has set on this system. It is not ours: it stays when the class ends. */
final class Browser {
    private Browser() {}

    /** Opens a page in it and does not wait. If that fails, {@code console} gets a line with the way out. */
    static void open(String url, Consumer<String> console) {
        List<String> command = new ArrayList<>(opener(System.getProperty("os.name")));
        command.add(url);
        Consumer<String> failed =
                why -> console.accept("--open: no browser was opened (" + why + "): open " + url + " yourself");
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .thenAccept(opener -> {
                        if (opener.exitValue() != 0) {
                            failed.accept(command.get(0) + " ended with " + opener.exitValue());
                        }
                    });
        } catch (IOException e) {
            failed.accept("there is no " + command.get(0) + " here");
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

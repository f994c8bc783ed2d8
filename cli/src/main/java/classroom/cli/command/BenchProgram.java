package classroom.cli.command;

import classroom.cli.synth.Environment;
import classroom.cli.synth.Home;
import classroom.cli.terminal.CommandException;
import classroom.cloud.host.Child;
import classroom.template.language.Texts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of bench in a separate JVM. The launch script has built it for the command that needs it. */
final class BenchProgram {
    /** As the launch script starts Java for every command but {@code up}. */
    static final List<String> OPTIONS_OF_THE_CLASS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.net.preferIPv4Stack=true");

    private BenchProgram() {}

    /** Runs it at the command's own terminal and returns its exit status. */
    static int run(String main, List<String> options, List<String> arguments) throws IOException {
        Path root = Home.find().root();
        Path target = root.resolve(Path.of("bench", "target"));
        Path jar = target.resolve("bench.jar");
        if (!Files.exists(jar)) {
            throw new CommandException(Texts.of("%s is missing: run this through ./classroom, which builds it", jar));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-D" + Home.PROPERTY + "=" + root,
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                jar + File.pathSeparator + target.resolve("lib").resolve("*"),
                main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Environment.strip(builder.environment());
        return Child.attached(builder);
    }
}

package classroom.cli.diagram;

import classroom.cli.option.AppOptions;
import classroom.cli.option.Help;
import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.template.assembly.CloudAssembly;
import classroom.template.language.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code diagram}: the architecture as a picture. */
@Command(
        name = "diagram",
        description =
                "Draws the class from its template: functions, what their roles allow, tables, indexes, the stream.",
        footer = {"", "The picture is SVG: any browser shows it. docs/architecture.svg is that of the class as it is."})
public final class DiagramCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where the picture goes (default: it is printed).")
    private Path file;

    @Mixin
    private AppOptions options;

    @Mixin
    private Help help;

    @Override
    public Integer call() {
        options.check();
        CloudAssembly assembly = CloudAssembly.read(options.assembly(System.err), Cloud.ENVIRONMENT);
        byte[] picture = Picture.of(assembly).getBytes(StandardCharsets.UTF_8);
        if (file == null) {
            System.out.writeBytes(picture);
            return 0;
        }
        try {
            Files.write(file, picture);
        } catch (IOException e) {
            throw new CommandException(
                    Texts.of("%s cannot be written: name a file in a folder that is there and yours", file));
        }
        return 0;
    }
}

package classroom.cli.synth;

import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The project's own folder, for any current directory.
 *
 * @param root the folder with cdk.json
 */
public record Home(Path root) {
    /** The system property that the launch scripts set. */
    public static final String PROPERTY = "classroom.home";

    /**
     * The folder that the launch script names.
     *
     * @throws CommandException if it is missing or has no cdk.json
     */
    public static Home find() {
        String value = System.getProperty(PROPERTY);
        if (value == null) {
            throw new CommandException(Texts.of("the folder of the class is unknown: run this through ./classroom"));
        }
        Path root = Path.of(value).toAbsolutePath().normalize();
        if (!Files.isRegularFile(root.resolve("cdk.json"))) {
            throw new CommandException(Texts.of("%s has no cdk.json: run the classroom script beside it", root));
        }
        return new Home(root);
    }

    /** Where the class data archives of functions are kept. */
    public Path archives() {
        return target().resolve("archives");
    }

    /** Where generated files go. */
    public Path target() {
        return root.resolve("target");
    }
}

package classroom.cli.review;

import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The templates in a cloud assembly, or in any folder. Nothing else in it is read, because a stranger may have made it.
 */
final class Templates {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".template.json";

    /** AWS CloudFormation User Guide, "CloudFormation quotas": template body in an S3 object. */
    private static final long LARGEST = 1 << 20;

    /** AWS CloudFormation API reference, "CreateStack", StackName. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");

    private Templates() {}

    /** All in a folder, by stack name. */
    static Map<String, JsonNode> read(Path folder) {
        return read(folder, name -> true);
    }

    /** The templates of the last synth into a folder; the CDK leaves the files of synths with other settings. */
    static Map<String, JsonNode> ofSynth(Path folder) throws IOException {
        Path judged = folder.resolve(Synthesis.JUDGED);
        if (!Files.exists(judged)) {
            return read(folder);
        }
        Set<String> names = new HashSet<>();
        JSON.readTree(judged.toFile()).path("templates").forEach(name -> names.add(name.asText()));
        return read(folder, names::contains);
    }

    private static Map<String, JsonNode> read(Path folder, Predicate<String> wanted) {
        Map<String, JsonNode> templates = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().endsWith(SUFFIX)
                                    && wanted.test(file.getFileName().toString()))
                    .toList();
            for (Path file : found) {
                String name = file.getFileName().toString();
                String stack = name.substring(0, name.length() - SUFFIX.length());
                if (!NAME.matcher(stack).matches()) {
                    throw new CommandException(Texts.of("%s is not named after a stack", file));
                }
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
                    throw new CommandException(
                            Texts.of("%s is not a file, or is larger than CloudFormation's 1 MB", file));
                }
                templates.put(stack, JSON.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new CommandException(Texts.of(
                    "the templates in %s cannot be read: %s",
                    folder, String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
        if (templates.isEmpty()) {
            throw new CommandException(Texts.of("%s holds no template of a stack (NAME%s)", folder, SUFFIX));
        }
        return templates;
    }

    /** Lays them in a folder, under the names by which they are read. */
    static void write(Map<String, JsonNode> templates, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, JsonNode> template : templates.entrySet()) {
            JSON.writeValue(folder.resolve(template.getKey() + SUFFIX).toFile(), template.getValue());
        }
    }

    static Path file(Path folder, String stack) {
        return folder.resolve(stack + SUFFIX);
    }
}

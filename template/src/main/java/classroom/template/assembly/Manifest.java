package classroom.template.assembly;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The manifest of a cloud assembly as it is written, and the files that it names. It judges nothing: {@link
 * CloudAssembly} says what is deployed, and the cost guard what may be.
 *
 * @param file where it stands
 * @param version of the cloud assembly's schema
 * @param artifacts by id, in the manifest's order
 */
public record Manifest(Path file, String version, Map<String, Artifact> artifacts) {
    private static final String FILE = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is of any folder that is an assembly. */
    public static Path in(Path folder) {
        return folder.resolve(FILE);
    }

    /**
     * Reads a folder.
     *
     * @throws CloudAssembly.Unusable if it is no assembly
     * @throws IOException if its manifest cannot be read; the message names the file
     */
    public static Manifest read(Path folder) throws IOException {
        Path file = in(folder);
        if (!Files.isRegularFile(file)) {
            throw new CloudAssembly.Unusable(Texts.of(
                    "%s is not a cloud assembly: it has no %s. Name the folder that cdk synth writes", folder, FILE));
        }
        JsonNode manifest = json(file);
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        manifest.path("artifacts")
                .properties()
                .forEach(artifact ->
                        artifacts.put(artifact.getKey(), new Artifact(file, artifact.getKey(), artifact.getValue())));
        return new Manifest(file, manifest.path("version").asText(), artifacts);
    }

    /** The artifacts, each after those that it depends on. */
    public List<Artifact> inOrder() {
        Set<String> ordered = new LinkedHashSet<>();
        artifacts.keySet().forEach(id -> visit(id, new LinkedHashSet<>(), ordered));
        return ordered.stream().map(artifacts::get).toList();
    }

    private void visit(String id, Set<String> path, Set<String> ordered) {
        if (ordered.contains(id) || !artifacts.containsKey(id)) {
            return;
        }
        if (!path.add(id)) {
            throw new CloudAssembly.Unusable(
                    Texts.of("The artifacts of the cloud assembly depend on each other in a circle: %s", path));
        }
        artifacts.get(id).written().path("dependencies").forEach(other -> visit(other.asText(), path, ordered));
        path.remove(id);
        ordered.add(id);
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            String why = e.getMessage().lines().findFirst().orElse("");
            throw new IOException(Texts.of("%s cannot be read: %s", file, why), e);
        }
    }

    /**
     * One thing in an assembly: a stack, the assets of a stack, a nested assembly.
     *
     * @param manifest the file that names it
     * @param written as it stands there
     */
    public record Artifact(Path manifest, String id, JsonNode written) {
        /** Such as {@code aws:cloudformation:stack}. */
        public String type() {
            return written.path("type").asText();
        }

        /** What it says of itself, by the type's own members. */
        public JsonNode properties() {
            return written.path("properties");
        }

        /** The stack's name, of an artifact that is one. */
        public String stackName() {
            return properties().path("stackName").asText(id);
        }

        /**
         * A file or folder that a property names.
         *
         * @throws CloudAssembly.Unusable if there is no such property
         */
        public Path file(String property) {
            if (!properties().path(property).isTextual()) {
                throw new CloudAssembly.Unusable(
                        Texts.of("%s lacks the property %s of an artifact: synthesize it again", manifest, property));
            }
            return manifest.resolveSibling(properties().path(property).textValue());
        }

        /** The stack's template. */
        public JsonNode template() throws IOException {
            return json(file("templateFile"));
        }

        /** What the assets of a stack are and where they go. */
        public JsonNode assets() throws IOException {
            return json(file("file"));
        }
    }
}

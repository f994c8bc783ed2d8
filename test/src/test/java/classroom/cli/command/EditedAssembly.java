package classroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A copy of the class's cloud assembly that was changed as an edit of the app would change it. */
public final class EditedAssembly {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATE = "Classroom.template.json";

    private final Path folder;

    private EditedAssembly(Path folder) {
        this.folder = folder;
    }

    /** A copy to be edited. */
    public static EditedAssembly copy(Path assembly, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(assembly)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return new EditedAssembly(to);
    }

    public Path folder() {
        return folder;
    }

    /** Edits the resource of the template with this physical name. */
    public EditedAssembly resource(String property, String name, Consumer<ObjectNode> edit) throws IOException {
        return template(template -> edit.accept((ObjectNode) StreamSupport.stream(
                        template.path("Resources").spliterator(), false)
                .filter(resource ->
                        resource.path("Properties").path(property).asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no resource has the " + property + " " + name))));
    }

    /** Edits the template. */
    public EditedAssembly template(Consumer<ObjectNode> edit) throws IOException {
        ObjectNode template = (ObjectNode) JSON.readTree(read(TEMPLATE));
        edit.accept(template);
        Files.writeString(folder.resolve(TEMPLATE), template.toString());
        return renamed(TEMPLATE);
    }

    /** Gives one class of the functions' jar another source text, compiled. */
    public EditedAssembly code(Class<?> type, String text, String other) throws IOException {
        Path source = Program.ROOT
                .resolve("functions/src/main/java")
                .resolve(type.getName().replace('.', '/') + ".java");
        String before = Files.readString(source);
        if (!before.contains(text)) {
            throw new AssertionError(source + " does not say " + text);
        }
        Path work = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-classes"));
        Path changed = work.resolve(source.getFileName());
        Files.writeString(changed, before.replace(text, other));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "--release",
                "17",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                work.toString(),
                changed.toString());
        if (status != 0) {
            throw new AssertionError(changed + " does not compile");
        }
        String name = type.getName().replace('.', '/') + ".class";
        String jar = asset(".jar");
        try (FileSystem archive = FileSystems.newFileSystem(folder.resolve(jar), Map.of())) {
            Files.copy(work.resolve(name), archive.getPath(name), StandardCopyOption.REPLACE_EXISTING);
        }
        renamed(jar);
        return renamed(TEMPLATE);
    }

    private String asset(String ending) throws IOException {
        return files().entrySet().stream()
                .map(asset -> asset.getValue().at("/source/path").asText())
                .filter(path -> path.endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    /** An asset's key is the digest of its content: under its old one the CLI would take it for uploaded already. */
    private EditedAssembly renamed(String path) throws IOException {
        Optional<String> old = files().entrySet().stream()
                .filter(asset -> asset.getValue().at("/source/path").asText().equals(path))
                .map(Map.Entry::getKey)
                .findFirst();
        String key = digest(folder.resolve(path));
        for (String name : List.of("Classroom.assets.json", "manifest.json", TEMPLATE)) {
            Files.writeString(folder.resolve(name), read(name).replace(old.orElseThrow(), key));
        }
        if (path.contains(old.get())) {
            Files.move(folder.resolve(path), folder.resolve(path.replace(old.get(), key)));
        }
        return this;
    }

    private Map<String, JsonNode> files() throws IOException {
        return JSON.readTree(read("Classroom.assets.json")).path("files").properties().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }

    private static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

package classroom.cli.synth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sources of the project, by digests as {@code build.mjs} takes them: it writes that of the sources into a part's
 * stamp when it has built the part.
 *
 * @param root the project's own folder
 */
public record Sources(Path root) {
    /** What decides in every part. */
    private static final List<String> COMMON =
            List.of("pom.xml", ".mvn", "mvnw", "mvnw.cmd", "build.mjs", "java.mjs", "package.json", "LICENSE");

    private static final Pattern EDITORS = Pattern.compile("^[.#]|~$");

    /** A part of {@code build.mjs}, with the modules whose sources decide. */
    public enum Part {
        /** The jar that Lambda runs. */
        ASSET("functions", "asset"),
        /** The CDK app. */
        INFRA("functions", "template", "infra");

        private final List<String> modules;

        Part(String... modules) {
            this.modules = List.of(modules);
        }

        Path stamp(Path root) {
            return root.resolve(Path.of("target", name().toLowerCase(Locale.ROOT) + ".stamp"));
        }
    }

    /** The digest of a part's sources as they are now. */
    public String digest(Part part) {
        List<String> inputs = new ArrayList<>(COMMON);
        part.modules.forEach(module -> inputs.addAll(List.of(module + "/pom.xml", module + "/src/main")));
        return digest(inputs);
    }

    /** The digest of the sources that a part was built from; that of the present ones if Maven alone has built it. */
    public String built(Part part) {
        return stamp(part).map(stamp -> stamp.get(0)).orElseGet(() -> digest(part));
    }

    /** The SHA-256 of the jar that Lambda runs, in Base64 as Lambda gives it; empty if Maven alone has built it. */
    public Optional<String> asset() {
        return stamp(Part.ASSET)
                .map(stamp -> Base64.getEncoder().encodeToString(HexFormat.of().parseHex(stamp.get(1))));
    }

    private Optional<List<String>> stamp(Part part) {
        try {
            return Optional.of(List.of(Files.readString(part.stamp(root)).split(" ")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of files and folders, by their paths from the root. */
    public String digest(List<String> inputs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String input : inputs) {
                add(digest, input);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is not an editor's own copy, lock or backup. */
    public static boolean isSource(Path file) {
        return !EDITORS.matcher(file.getFileName().toString()).find();
    }

    private void add(MessageDigest digest, String relative) throws IOException {
        Path path = root.resolve(relative);
        if (Files.isDirectory(path)) {
            List<String> names;
            try (Stream<Path> files = Files.list(path)) {
                names = files.filter(Sources::isSource)
                        .map(file -> file.getFileName().toString())
                        .sorted()
                        .toList();
            }
            for (String name : names) {
                add(digest, relative + "/" + name);
            }
        } else if (Files.exists(path)) {
            byte[] content;
            try {
                content = Files.readAllBytes(path);
            } catch (NoSuchFileException e) {
                return; // Removed just now.
            }
            digest.update((relative + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        }
    }
}

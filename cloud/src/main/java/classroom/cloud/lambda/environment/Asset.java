package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The code of a function as CDK packaged it, made ready for a class path.
 *
 * <p>On Lambda a package is unpacked to {@code /var/task}, and its root and {@code lib/*.jar} are the class path (AWS
 * Lambda developer guide, "Deploy Java Lambda functions with .zip or JAR file archives"). An archive without {@code
 * lib/*.jar} need not be unpacked: it gives the same classes, and faster.
 */
final class Asset {
    /** Lambda's quota of an unzipped package ("Lambda quotas"). */
    static final long UNPACKED_LIMIT = 250L * 1024 * 1024;

    private static final String INVALID = "InvalidParameterValueException";

    private final Path code;
    private final Path unpacked;
    private List<Path> classPath;

    /** Takes the asset and a folder, not yet there, to unpack into if need be. */
    Asset(Path code, Path unpacked) {
        this.code = code;
        this.unpacked = unpacked;
    }

    /** @throws AwsError if it is no archive, or one that was cut off */
    void check() {
        if (Files.isRegularFile(code)) {
            try {
                new ZipFile(code.toFile()).close();
            } catch (IOException e) {
                throw refusal(code + " is damaged (" + e.getMessage() + ").");
            }
        }
    }

    /** The entries of the class path; unpacks the asset the first time if it needs it. */
    synchronized List<Path> classPath() throws IOException {
        if (classPath == null) {
            classPath = prepare();
        }
        return classPath;
    }

    /** The folder of the code; empty for an archive that is used unopened. */
    Optional<Path> root() throws IOException {
        return Optional.of(classPath().get(0)).filter(Files::isDirectory);
    }

    /** Whether the class path is the archive itself. */
    boolean isUsedUnopened() throws IOException {
        if (!Files.isRegularFile(code)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(code.toFile())) {
            return zip.stream().noneMatch(e -> isLibrary(e.getName()));
        }
    }

    private List<Path> prepare() throws IOException {
        if (Files.isDirectory(code)) {
            return withLibraries(code);
        }
        try (ZipFile zip = new ZipFile(code.toFile())) {
            if (zip.stream().noneMatch(e -> isLibrary(e.getName()))) {
                return List.of(code.toAbsolutePath());
            }
            unpack(zip);
        }
        return withLibraries(unpacked);
    }

    private static boolean isLibrary(String name) {
        return name.startsWith("lib/") && name.endsWith(".jar");
    }

    private static List<Path> withLibraries(Path root) throws IOException {
        List<Path> entries = new ArrayList<>();
        entries.add(root.toAbsolutePath());
        Path lib = root.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> files = Files.list(lib)) {
                files.filter(f -> f.getFileName().toString().endsWith(".jar"))
                        .sorted()
                        .forEach(f -> entries.add(f.toAbsolutePath()));
            }
        }
        return List.copyOf(entries);
    }

    private static AwsError refusal(String problem) {
        return new AwsError(
                400,
                INVALID,
                "Could not unzip uploaded file. Please check your file, then try to upload again. " + problem);
    }

    private void unpack(ZipFile zip) throws IOException {
        Path root = unpacked.toAbsolutePath().normalize();
        long left = UNPACKED_LIMIT;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            Path target = root.resolve(entry.getName()).normalize();
            if (!target.startsWith(root)) {
                throw refusal(entry.getName() + " leaves the package.");
            }
            for (Path above = target; !above.equals(root); above = above.getParent()) {
                // A link is unpacked as a file, so nothing is ever below it.
                if (Files.isRegularFile(above) && (entry.isDirectory() || !above.equals(target))) {
                    throw refusal(entry.getName() + " is in " + root.relativize(above) + ", which is a file.");
                }
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            if (Files.isDirectory(target)) {
                throw refusal(entry.getName() + " is a folder, too.");
            }
            Files.createDirectories(target.getParent());
            try (InputStream in = zip.getInputStream(entry);
                    var out = Files.newOutputStream(target)) {
                byte[] buffer = new byte[65536];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    left -= n;
                    if (left < 0) {
                        throw new AwsError(
                                400, INVALID, "Unzipped size must be smaller than " + UNPACKED_LIMIT + " bytes");
                    }
                    out.write(buffer, 0, n);
                }
            }
        }
    }
}

package classroom.cloud.lambda.environment;

import classroom.cloud.lambda.handlers.Echo;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The handlers of the tests, packaged as CDK packages a function. */
public final class TestAsset {
    private TestAsset() {}

    /** Writes the handlers' jar. */
    public static Path jar(Path folder) throws IOException {
        Path file = folder.resolve("handlers.jar");
        String root = Echo.class.getPackageName().replace('.', '/') + "/";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Path compiled : classes()) {
                zip.putNextEntry(new ZipEntry(root + compiled.getFileName()));
                zip.write(Files.readAllBytes(compiled));
                zip.closeEntry();
            }
        }
        return file;
    }

    private static List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(Echo.class.getResource("").toURI()))) {
            return files.filter(f -> f.toString().endsWith(".class")).sorted().toList();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

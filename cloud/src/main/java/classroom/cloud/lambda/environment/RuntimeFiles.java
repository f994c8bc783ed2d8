package classroom.cloud.lambda.environment;

import classroom.cloud.lambda.runtime.Bootstrap;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The Java runtime of a function's process: our bootstrap in a separate small jar, and AWS's three jars from this
 * program's class path. A function sees nothing else of this program.
 */
public final class RuntimeFiles {
    private static final List<String> BOOTSTRAP =
            List.of("Bootstrap", "Bootstrap$Lifeline", "Console", "Fault", "RuntimeClient", "Snapshot");

    private RuntimeFiles() {}

    /** Writes the bootstrap's jar into a folder and returns the class path of the runtime. */
    static List<Path> in(Path folder) throws IOException {
        Path jar = folder.resolve("runtime.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            String root = Bootstrap.class.getPackageName().replace('.', '/') + "/";
            for (String name : BOOTSTRAP) {
                ZipEntry entry = new ZipEntry(root + name + ".class");
                entry.setTime(0);
                zip.putNextEntry(entry);
                try (InputStream in = Bootstrap.class.getResourceAsStream(name + ".class")) {
                    in.transferTo(zip);
                }
                zip.closeEntry();
            }
        }
        return classPath(jar.toAbsolutePath());
    }

    /** The class path of the runtime, with the bootstrap from this program's classes. */
    public static List<Path> classPath() {
        return classPath(origin(Bootstrap.class));
    }

    private static List<Path> classPath(Path bootstrap) {
        return List.of(
                bootstrap, origin(Context.class), origin(EventHandlerLoader.class), origin(PojoSerializer.class));
    }

    /** The file of a Java class. */
    public static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " comes from no file", e);
        }
    }
}

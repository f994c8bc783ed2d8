package classroom.bench.coldstart;

import classroom.bench.Origin;
import classroom.local.lambda.runtime.Bootstrap;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The programs that are measured, laid out as on Lambda: each package unpacked into a folder of its own ("Deploy Java
 * Lambda functions with .zip or JAR file archives": the class path is that folder), the runtime in jars.
 */
record Programs(Path folder) {
    /** Unpacks an archive of this project into the folder, under a name. */
    Path unpack(Path archive, String name) throws IOException {
        Path target = folder.resolve(name);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.isDirectory()) {
                    continue;
                }
                Path file = target.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
        return target;
    }

    /** The runtime that the class runs functions with; it is the same for everyone who is measured. */
    static List<Path> runtime() {
        return List.of(
                Origin.of(Bootstrap.class),
                Origin.of(Context.class),
                Origin.of(EventHandlerLoader.class),
                Origin.of(PojoSerializer.class));
    }
}

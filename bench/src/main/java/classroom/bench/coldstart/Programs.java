package classroom.bench.coldstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The measured programs, laid out as on Lambda: each package is unpacked into a separate folder ("Deploy Java Lambda
 * functions with .zip or JAR file archives": the class path is that folder), and the runtime is in jars.
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
}

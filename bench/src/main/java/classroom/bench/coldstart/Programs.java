package classroom.bench.coldstart;

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
}

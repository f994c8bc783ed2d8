package classroom.cloud.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * 64 bits that change when the added data changes. It is not a cryptographic digest, because nobody forges a build. The
 * launch script turns the optimizing compiler off, and without that compiler SHA-256 of a synth's files takes a third
 * of a second.
 */
public final class Fingerprint {
    private final CRC32 one = new CRC32();
    private final CRC32C other = new CRC32C();

    /** Adds a text and its end. */
    public void add(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        update(bytes, bytes.length);
    }

    /** Adds a file's path from a folder, and its content if there is one. */
    public void add(Path root, Path file) throws IOException {
        add(root.relativize(file).toString());
        if (Files.exists(file)) {
            add(Long.toString(Files.size(file)));
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    update(buffer, read);
                }
            }
        }
    }

    private void update(byte[] bytes, int length) {
        one.update(bytes, 0, length);
        other.update(bytes, 0, length);
    }

    /** The bits in hexadecimal. */
    @Override
    public String toString() {
        return Long.toHexString(one.getValue() << 32 | other.getValue());
    }
}

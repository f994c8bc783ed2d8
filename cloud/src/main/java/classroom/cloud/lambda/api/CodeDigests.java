package classroom.cloud.lambda.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The digests of functions' code. Each is computed when somebody first asks for it: a class has many megabytes of code,
 * and {@code ./classroom up} would wait.
 */
final class CodeDigests {
    private final Map<Path, String> known = new ConcurrentHashMap<>();

    /**
     * The SHA-256 of a file, or of the names and contents of everything in a folder, in Base64 as Lambda gives it;
     * {@code ""} if the code has been removed before anybody asked.
     */
    String of(Path code) {
        String digest = known.get(code);
        if (digest == null) {
            try {
                digest = digest(code);
            } catch (IOException e) {
                return "";
            }
            known.put(code, digest);
        }
        return digest;
    }

    private static String digest(Path code) throws IOException {
        try (Stream<Path> walk = Files.walk(code)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                if (!file.equals(code)) {
                    digest.update(code.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                }
                try (InputStream in = Files.newInputStream(file)) {
                    byte[] buffer = new byte[1 << 16];
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        digest.update(buffer, 0, read);
                    }
                }
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

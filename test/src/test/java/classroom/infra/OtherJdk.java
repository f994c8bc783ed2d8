package classroom.infra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A JDK on this machine of another version than the one that runs the tests. */
final class OtherJdk {
    /** Where packages of Linux, macOS and Windows put JDKs. */
    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of("C:/Program Files/Eclipse Adoptium"),
            Path.of("C:/Program Files/Java"),
            Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"));

    private OtherJdk() {}

    /** The newest. */
    static Optional<Path> find() throws IOException {
        List<Path> candidates = new ArrayList<>();
        // So GitHub's setup-java and its machines name the JDKs that they have: JAVA_HOME_25_X64.
        System.getenv().forEach((name, value) -> {
            if (name.matches("JAVA_HOME_\\d+_\\w+")) {
                candidates.add(Path.of(value));
            }
        });
        for (Path folder : FOLDERS) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> inside = Files.list(folder)) {
                    inside.forEach(jdk -> {
                        candidates.add(jdk);
                        candidates.add(jdk.resolve(Path.of("Contents", "Home")));
                    });
                }
            }
        }
        int mine = Runtime.version().feature();
        return candidates.stream()
                .filter(jdk -> Files.exists(jdk.resolve("bin").resolve("javac"))
                        || Files.exists(jdk.resolve("bin").resolve("javac.exe")))
                .filter(jdk -> feature(jdk) >= 17 && feature(jdk) != mine)
                .max(Comparator.comparingInt(OtherJdk::feature));
    }

    /** The version as the JDK's own file states it; 0 if it has none. */
    private static int feature(Path jdk) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(jdk.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("\\D", 2)[0]);
    }
}

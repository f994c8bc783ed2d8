package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Same source, same jar: otherwise every <code>cdk diff</code> would speak of changed code. */
class ReproducibleBuildIT {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    @TempDir
    private Path copy;

    @Test
    void asset_builtInAnotherDirectoryAndTimeZone_hasTheSameBytes() throws Exception {
        for (String part : List.of("pom.xml", "mvnw", "mvnw.cmd", ".mvn", "functions", "template", "infra", "local")) {
            copy(Project.ROOT.resolve(part));
        }
        // The parent's last module; its sources have no part in the jar.
        copy(Project.ROOT.resolve("test").resolve("pom.xml"));

        List<String> command = new ArrayList<>();
        command.add(copy.resolve(WINDOWS ? "mvnw.cmd" : "mvnw").toString());
        command.addAll(List.of("-q", "-B", "-o", "package", "-pl", "functions", "-DskipTests"));
        command.add("-Dspotless.check.skip=true");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true);
        builder.environment().put("TZ", "Asia/Kolkata");
        builder.environment().put("MAVEN_OPTS", "-Duser.timezone=Asia/Kolkata -Duser.language=pt");
        Process maven = builder.start();
        String output = new String(maven.getInputStream().readAllBytes());

        assertThat(maven.waitFor()).as(output).isZero();
        Path asset = Path.of("functions", "target", "functions-lambda.jar");
        assertThat(copy.resolve(asset)).hasSameBinaryContentAs(Project.ROOT.resolve(asset));
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path relative = Project.ROOT.relativize(path);
                if (Files.isRegularFile(path) && !relative.toString().contains("target")) {
                    Path to = copy.resolve(relative);
                    Files.createDirectories(to.getParent());
                    Files.copy(path, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}

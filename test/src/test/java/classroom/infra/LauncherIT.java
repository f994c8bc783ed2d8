package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code infra/app.mjs} and its warnings about the end of the class, with a script in place of the JDK, because no
 * synth is needed.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the JDK's place is taken by a shell script")
class LauncherIT {
    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(folder.resolve("infra/target/lib"));
        Files.createDirectories(folder.resolve("bin"));
        Files.createFile(folder.resolve("infra/target/infra.jar"));
        for (String file : new String[] {"java.mjs", "infra/app.mjs"}) {
            Files.copy(Project.ROOT.resolve(file), folder.resolve(file));
        }
        Path java = Files.writeString(folder.resolve("bin/java"), "#!/bin/sh\necho synthesized\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void endThatIsPast_isWarnedOfAndSynthesized() throws Exception {
        assertThat(launch("{\"selfDestruct\": \"2020-01-31T18:00:00\"}"))
                .isEqualTo(
                        "classroom: warning: selfDestruct=2020-01-31T18:00:00 (UTC) is past: the class will not delete"
                                + " itself\nsynthesized\n");
    }

    @Test
    void endMoreThanAYearAway_isWarnedOfAndSynthesized() throws Exception {
        String end = in(Duration.ofDays(400));

        assertThat(launch("{\"selfDestruct\": \"" + end + "\"}"))
                .isEqualTo(
                        "classroom: warning: selfDestruct=" + end + " (UTC) is more than a year away\nsynthesized\n");
    }

    @Test
    void endWithinAYear_isNotSpokenOf() throws Exception {
        assertThat(launch("{\"selfDestruct\": \"" + in(Duration.ofHours(1)) + "\"}"))
                .isEqualTo("synthesized\n");
        assertThat(launch("{\"selfDestruct\": \"" + in(Duration.ofDays(360)) + "\"}"))
                .isEqualTo("synthesized\n");
    }

    /** The app itself reports this error. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"selfDestruct\": true}", "{\"selfDestruct\": \"tomorrow\"}", "{\"selfDestruct\": null}"
            })
    void noEndOrNoMoment_isLeftToTheApp(String context) throws Exception {
        assertThat(launch(context)).isEqualTo("synthesized\n");
    }

    private static String in(Duration duration) {
        return Instant.now()
                .plus(duration)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace("Z", "");
    }

    private String launch(String context) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("node", "infra/app.mjs").directory(folder.toFile());
        builder.environment().put("JAVA_HOME", folder.toString());
        builder.environment().put("CDK_CONTEXT_JSON", context);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

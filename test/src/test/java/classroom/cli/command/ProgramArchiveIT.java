package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of the program's own classes, with the options of the launch scripts and a separate project. */
class ProgramArchiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path temporary;

    @TempDir
    private Path home;

    private Path archive;

    @BeforeEach
    void layProject() throws Exception {
        Files.writeString(home.resolve("cdk.json"), "{}");
        archive = Files.createDirectory(home.resolve("target")).resolve("cli.jsa");
    }

    private Program up(String option) throws Exception {
        Program up = Program.start(
                temporary,
                home,
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:disable " + option, "CLASSROOM_DEBUG", "1"),
                "up",
                "--empty",
                "--port",
                "0");
        up.line("ready");
        return up;
    }

    private void await(boolean there) {
        Waiting.until(() -> Files.exists(archive) == there);
    }

    @Test
    @Tag("long")
    void firstUp_makesTheArchiveThatTheNextOneStartsFrom() throws Exception {
        try (Program up = up("-XX:DumpLoadedClassList=" + home.resolve("target/cli.lst"))) {
            await(true);
            up.terminate();
        }
        assertThat(archive.getParent()).isDirectoryNotContaining("glob:**unfinished*");
        Path loaded = temporary.resolve("loaded");
        try (Program up = up("-XX:SharedArchiveFile=" + archive + " -Xlog:class+load:file=" + loaded)) {
            up.terminate();
        }

        assertThat(loaded).content().contains("classroom.cloud.Cloud source: shared objects file");
        if (Runtime.version().feature() < 24) { // Decision 0044.
            assertThat(loaded).content().contains("LocalDynamoDBRequestHandler source: shared objects file");
        }
    }

    @Test
    void archiveThatDoesNotFit_isStartedWithoutAndRemoved() throws Exception {
        Files.writeString(archive, "of another virtual machine");

        try (Program up = up("-XX:SharedArchiveFile=" + archive)) {
            await(false);
            up.terminate();
        }
    }
}

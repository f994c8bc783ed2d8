package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    @TempDir
    private Path folder;

    @Test
    void checkpoint_waitsForTheSlowestLane_andPassesWhatIsFilteredOut() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            Progress progress = new Progress(room.mapping, "s");
            progress.read("1", true);
            progress.read("2", false);
            progress.read("3", true);
            progress.read("4", false);
            progress.save();
            assertThat(room.mapping.position("s")).hasValue("1");

            progress.handled(TestMapping.batch("4").records());
            assertThat(room.mapping.position("s")).hasValue("1");

            progress.handled(TestMapping.batch("2").records());
            assertThat(room.mapping.position("s")).hasValue("4");
        }
    }

    @Test
    void forgottenRecords_areNoLongerHandled() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            Progress progress = new Progress(room.mapping, "s");
            progress.read("1", false);
            progress.forget();

            progress.handled(TestMapping.batch("1").records());
            progress.handled(List.of());

            assertThat(room.mapping.position("s")).isEmpty();
        }
    }
}

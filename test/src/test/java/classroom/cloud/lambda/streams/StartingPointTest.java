package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingPointTest {
    @TempDir
    private Path folder;

    @Test
    void latest_isBehindWhatEachShardHolds() throws Exception {
        try (TestMapping room = room("LATEST")) {
            new StartingPoint(room.mapping, room.source).begin();

            assertThat(room.mapping.isDone("closed")).isTrue();
            assertThat(room.mapping.position("open")).hasValue("2");
            assertThat(room.console).isEmpty();
        }
    }

    @Test
    void trimHorizon_isTheBeginning() throws Exception {
        try (TestMapping room = room("TRIM_HORIZON")) {
            new StartingPoint(room.mapping, room.source).begin();

            assertThat(room.mapping.position("open")).isEmpty();
        }
    }

    @Test
    void lostCheckpoints_meanTheBeginning_andTheTeacherIsTold() throws Exception {
        try (TestMapping room = room("LATEST")) {
            new StartingPoint(room.mapping, room.source).beginAnew("the file is gone");

            assertThat(room.mapping.position("open")).isEmpty();
            assertThat(room.console)
                    .containsExactly("Changes gets the 3 changes that " + FakeStream.ARN
                            + " still has, again where it has handled them: the file is gone.");
        }
    }

    @Test
    void checkpointThatTheStreamDoesNotReach_isTakenBack_andAnotherStays() throws Exception {
        try (TestMapping room = room("TRIM_HORIZON")) {
            room.mapping.checkpoint("closed", Checkpoints.SHARD_END);
            room.mapping.checkpoint("open", "9");

            new StartingPoint(room.mapping, room.source).goOn();

            assertThat(room.mapping.isDone("closed")).isTrue();
            assertThat(room.mapping.position("open")).hasValue(Checkpoints.SHARD_START);
            assertThat(room.console).singleElement().asString().startsWith("Changes gets the 2 changes that ");
        }
    }

    private TestMapping room(String position) throws Exception {
        TestMapping room = new TestMapping(folder, TestMapping.settings(position, true, false));
        room.stream.shard("closed", null).add("closed", "a").close("closed");
        room.stream.shard("open", "closed").add("open", "b", "c");
        return room;
    }
}

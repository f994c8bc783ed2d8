package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.AwsError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappingTest {
    private final List<String> console = new ArrayList<>();
    private final Mapping mapping =
            new Mapping(TestMapping.settings("LATEST", true, false), Checkpoints.inMemory(), console::add, batch -> {});

    @Test
    void mappingThatIsSwitchedOff_isDisabled_whenTheCallUnderWayHasEnded() {
        assertThat(mapping.state()).isEqualTo("Enabled");
        assertThat(mapping.beginCall()).isTrue();

        mapping.update(TestMapping.settings("LATEST", false, false));

        assertThat(mapping.state()).isEqualTo("Disabling");
        assertThat(mapping.beginCall()).isFalse();
        mapping.endCall();
        assertThat(mapping.state()).isEqualTo("Disabled");
        assertThat(mapping.isRunning()).isTrue();
    }

    @Test
    void streamThatIsGone_endsTheMapping_andIsToldOnce() {
        mapping.failed(new AwsError(400, "ResourceNotFoundException", "no stream"));
        mapping.failed(new AwsError(400, "ResourceNotFoundException", "no stream"));

        assertThat(mapping.isRunning()).isFalse();
        assertThat(mapping.state()).isEqualTo("Disabled");
        assertThat(mapping.result()).isEqualTo("PROBLEM: Stream not found: " + FakeStream.ARN);
        assertThat(console).hasSize(1);
    }

    @Test
    void refusedRead_isNotedAndTheMappingGoesOn() {
        mapping.failed(new AwsError(400, "AccessDeniedException", "no"));

        assertThat(mapping.isAtWork()).isTrue();
        assertThat(mapping.result()).startsWith("PROBLEM: Cannot access stream " + FakeStream.ARN);
    }

    @Test
    void stop_wakesWhoWaits() {
        long writes = mapping.writes().count();
        long shards = mapping.shards().count();

        mapping.stop();

        assertThat(mapping.isRunning()).isFalse();
        assertThat(mapping.writes().count()).isGreaterThan(writes);
        assertThat(mapping.shards().count()).isGreaterThan(shards);
    }

    @Test
    void shard_isDone_withItsLastCheckpoint() {
        mapping.checkpoint("s", "7");
        assertThat(mapping.position("s")).hasValue("7");
        assertThat(mapping.isDone("s")).isFalse();

        mapping.checkpoint("s", Checkpoints.SHARD_END);
        assertThat(mapping.isDone("s")).isTrue();
    }
}

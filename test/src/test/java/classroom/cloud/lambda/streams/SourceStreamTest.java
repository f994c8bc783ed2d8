package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceStreamTest {
    @TempDir
    private Path folder;

    @Test
    void description_hasTheShardsOfAllPages() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            room.stream.shard("a", null).shard("b", "a").close("a");

            SourceStream.Description description = room.source.describe();

            assertThat(description.enabled()).isTrue();
            assertThat(description.shards())
                    .containsExactlyInAnyOrder(
                            new SourceStream.Shard("a", null, true), new SourceStream.Shard("b", "a", false));
        }
    }

    @Test
    void pages_haveAllRecordsOfAShard() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            room.stream.shard("a", null);
            for (int i = 0; i < SourceStream.PAGE + 1; i++) {
                room.stream.add("a", "x");
            }
            List<Integer> sizes = new ArrayList<>();

            room.source.pages("a", records -> sizes.add(records.size()));

            assertThat(sizes).containsExactly(SourceStream.PAGE, 1);
        }
    }

    @Test
    void streamThatIsNone_isRefusedAsLambdaDoes() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            SourceStream none = new SourceStream(room.mapping, room.session, (caller, target, request) -> {
                throw new AwsError(400, "ResourceNotFoundException", "none");
            });

            assertThatThrownBy(none::existing).hasMessageContaining("Stream not found: " + FakeStream.ARN);
        }
    }
}

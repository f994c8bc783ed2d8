package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.identity.Identity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleSessionTest {
    @TempDir
    private Path folder;

    @Test
    void session_lastsUntilItsEnd() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            Identity identity = room.session.identity();

            assertThat(identity.role()).isEqualTo(room.function.role());
            assertThat(room.session.identity()).isSameAs(identity);

            room.session.end();
            assertThat(room.identities.find(identity.accessKeyId())).isEmpty();
            assertThat(room.session.identity().accessKeyId()).isNotEqualTo(identity.accessKeyId());
        }
    }

    @Test
    void functionThatIsGone_hasNone() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            room.functions.delete(TestMapping.FUNCTION);

            assertThatThrownBy(room.session::identity).hasMessageContaining("Function does not exist");
        }
    }
}

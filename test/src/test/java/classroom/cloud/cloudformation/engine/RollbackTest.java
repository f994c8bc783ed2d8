package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.AwsError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackTest {
    private final List<String> undone = new ArrayList<>();
    private final Rollback rollback = new Rollback();

    @Test
    void steps_areUndoneLastFirst() {
        rollback.push(() -> undone.add("first"));
        rollback.push(() -> undone.add("second"));

        assertThat(rollback.run()).isEmpty();
        assertThat(undone).containsExactly("second", "first");
    }

    @Test
    void stepThatFails_isToldAndTheRestIsUndone() {
        rollback.push(() -> undone.add("first"));
        rollback.push(() -> {
            throw new ResourceException("A: still in use");
        });

        assertThat(rollback.run()).containsExactly("A: still in use");
        assertThat(undone).containsExactly("first");
    }

    @Test
    void whatIsGone_isNoFailure_anotherErrorOfTheServiceIs() {
        rollback.push(() -> {
            throw new AwsError(400, "ResourceInUseException", "one is in use");
        });
        rollback.push(() -> {
            throw new AwsError(400, "ResourceNotFoundException", "two is gone");
        });

        assertThat(rollback.run()).containsExactly("one is in use");
    }
}

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
        rollback.push("A", () -> undone.add("first"));
        rollback.push("B", () -> undone.add("second"));

        assertThat(rollback.run()).isEmpty();
        assertThat(undone).containsExactly("second", "first");
    }

    @Test
    void stepThatFails_isToldAndTheRestIsUndone() {
        rollback.push("C", () -> undone.add("first"));
        rollback.push("D", () -> {
            throw new ResourceException("A: still in use");
        });

        assertThat(rollback.run()).containsExactly("A: still in use");
        assertThat(undone).containsExactly("first");
    }

    @Test
    void whatIsGone_isNoFailure_anotherErrorOfTheServiceIs() {
        rollback.push("E", () -> {
            throw new AwsError(400, "ResourceInUseException", "one is in use");
        });
        rollback.push("F", () -> {
            throw new AwsError(400, "ResourceNotFoundException", "two is gone");
        });

        assertThat(rollback.run()).containsExactly("one is in use");
    }

    @Test
    void whatFailed_canBeTriedAgain_orSkipped() {
        rollback.push("A", () -> undone.add("first"));
        rollback.push("B", () -> {
            if (undone.size() < 2) {
                throw new ResourceException("B: still in use");
            }
            undone.add("second");
        });
        rollback.push("C", () -> {
            throw new ResourceException("C: still in use");
        });

        assertThat(rollback.run()).containsExactly("C: still in use", "B: still in use");
        undone.add("freed by hand");
        assertThat(rollback.skip(List.of("A"))).isFalse();
        assertThat(rollback.skip(List.of("C"))).isTrue();

        assertThat(rollback.run()).isEmpty();
        assertThat(undone).containsExactly("first", "freed by hand", "second");
    }
}

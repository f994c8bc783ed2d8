package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.AwsEnvironment;
import classroom.template.StackIdentity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackRecordTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final StackRecord stack = new StackRecord(
            new StackIdentity(
                    "Class", "arn:aws:cloudformation:us-east-2:0:stack/Class/1", new AwsEnvironment("0", "us-east-2")),
            Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void events_ofOneMillisecond_haveOneEach() {
        stack.status(StackStatus.CREATE_IN_PROGRESS, "User Initiated");
        stack.status(StackStatus.CREATE_COMPLETE, null);

        assertThat(stack.events()).extracting(StackEvent::time).containsExactly(NOON, NOON.plusMillis(1));
    }

    @Test
    void stackThatIsBeingDeleted_takesNoOtherState() {
        stack.status(StackStatus.DELETE_IN_PROGRESS, null);

        stack.status(StackStatus.CREATE_COMPLETE, null);
        assertThat(stack.status()).isEqualTo(StackStatus.DELETE_IN_PROGRESS);

        stack.status(StackStatus.DELETE_COMPLETE, null);
        assertThat(stack.events())
                .extracting(StackEvent::status)
                .containsExactly("DELETE_IN_PROGRESS", "DELETE_COMPLETE");
    }

    @Test
    void resources_areThoseOfTheLastChange_andThoseReadBeforeStayAsTheyWere() {
        stack.become(Map.of("A", Boxes.box("A", "one")), Map.of());
        Map<String, StackResource> read = stack.resources();

        stack.become(Map.of("B", Boxes.box("B", "two")), Map.of());

        assertThat(read).containsOnlyKeys("A");
        assertThat(stack.resources()).containsOnlyKeys("B");
    }

    @Test
    void lastStatus_isThatOfTheResourceAlone() {
        StackResource one = Boxes.box("A", "one");
        stack.event(one, "UPDATE_IN_PROGRESS", null);
        stack.event(one, "UPDATE_FAILED", "no room");
        stack.event(Boxes.box("B", "two"), "UPDATE_COMPLETE", null);

        assertThat(stack.lastStatus(one)).isEqualTo("UPDATE_FAILED");
    }
}

package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.template.AwsEnvironment;
import classroom.template.Resource.Retention;
import classroom.template.StackIdentity;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletionTest {
    private final Boxes boxes = new Boxes();
    private final StackRecord stack = new StackRecord(
            new StackIdentity(
                    "Class", "arn:aws:cloudformation:us-east-2:0:stack/Class/1", new AwsEnvironment("0", "us-east-2")),
            Clock.systemUTC());
    private final Deletion deletion = new Deletion(stack, new Providers(List.of(boxes), false));

    @Test
    void resources_areDeletedLastFirst() {
        stack.put(Boxes.box("A", "one"));
        stack.put(Boxes.box("B", "two", "A"));

        deletion.deleteAll();

        assertThat(boxes.log).containsExactly("delete two", "delete one");
        assertThat(stack.resources()).isEmpty();
    }

    @Test
    void resourceThatFails_staysWithWhatItDependsOn() {
        stack.put(Boxes.box("A", "one"));
        stack.put(Boxes.box("B", "two", "A"));
        stack.put(Boxes.box("C", "three", "B"));
        stack.put(Boxes.box("D", "four"));
        boxes.undeletable = "three";

        assertThatThrownBy(deletion::deleteAll)
                .hasMessage(
                        "Stack Class: The following resource(s) failed to delete: [C]. {C=three cannot be deleted}");

        assertThat(boxes.log).containsExactly("delete four");
        assertThat(stack.resources()).containsOnlyKeys("A", "B", "C");
        assertThat(stack.status()).isEqualTo(StackStatus.DELETE_FAILED);
    }

    @Test
    void retainedResource_isLeftAloneAndToldSo() {
        StackResource box = Boxes.box("A", "one");

        assertThat(deletion.delete(box, Retention.RETAIN)).isEmpty();

        assertThat(boxes.log).isEmpty();
        assertThat(stack.lastStatus(box)).isEqualTo("DELETE_SKIPPED");
    }
}

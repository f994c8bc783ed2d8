package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import classroom.template.AwsEnvironment;
import classroom.template.StackIdentity;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Operations without rollback, with a provider that makes boxes: what is kept, how it goes on, how it is undone. */
class StackRollbackTest {
    private static final String GOOD = """
            {"Resources": {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 1}}}}
            """;
    private static final String BAD = """
            {"Resources": {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 2}},
                           "B": {"Type": "Box", "Properties": {"Name": "two"}, "DependsOn": "A"},
                           "C": {"Type": "Box", "Properties": {"Name": "bad"}, "DependsOn": "B"}}}
            """;

    private final Boxes boxes = new Boxes();
    private final Stack stack = new Stack(
            new StackIdentity(
                    "Class",
                    "arn:aws:cloudformation:us-east-2:000000000000:stack/Class/1",
                    new AwsEnvironment("0", "us-east-2")),
            new Providers(List.of(boxes), false),
            Clock.systemUTC(),
            new Exports());

    @Test
    void creationThatFails_keepsWhatWasMade_andCanBeRolledBackToNothing() {
        fail(BAD);

        assertThat(stack.status()).isEqualTo(StackStatus.CREATE_FAILED);
        assertThat(boxes.alive).containsExactly("one", "two");
        assertThat(stack.resources()).extracting(StackResource::logicalId).containsExactly("A", "B");

        stack.beginRollback(false).run();

        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(boxes.log).endsWith("delete two", "delete one");
        assertThat(stack.resources()).isEmpty();
        assertThat(events())
                .containsSequence("Class CREATE_FAILED", "Class ROLLBACK_IN_PROGRESS", "B DELETE_IN_PROGRESS");
    }

    @Test
    void updateThatFails_keepsWhatItChanged_andIsRolledBackToTheLastStateThatWasWhole() {
        stack.deploy(change(GOOD));
        fail(BAD);

        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_FAILED);
        assertThat(stack.resources()).extracting(StackResource::physicalId).containsExactly("one", "two");
        assertThat(stack.current()).map(current -> current.source().body()).contains(BAD);

        stack.beginRollback(true).run();

        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(boxes.log).endsWith("update one to 2", "create two", "delete two", "update one to 1");
        assertThat(stack.resources()).extracting(StackResource::physicalId).containsExactly("one");
        assertThat(stack.current()).map(current -> current.source().body()).contains(GOOD);
        assertThat(stack.plan(change(GOOD))).isEmpty();
    }

    @Test
    void failedStack_goesOnWithWhatIsMended_andMakesNothingTwice() {
        stack.deploy(change(GOOD));
        fail(BAD);
        boxes.log.clear();

        stack.begin(change(BAD.replace("bad", "good")), true).get();

        assertThat(boxes.log).containsExactly("create good");
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(stack.resources()).hasSize(3);
        stack.deploy(change(GOOD));
        assertThat(boxes.alive).containsExactly("one");
    }

    @Test
    void failuresOneAfterTheOther_areRolledBackTogether() {
        stack.deploy(change(GOOD));
        fail(BAD);
        fail(BAD.replace("\"Size\": 2", "\"Size\": 3").replace("\"Name\": \"two\"", "\"Name\": \"two\", \"Size\": 7"));

        stack.beginRollback(false).run();

        assertThat(boxes.alive).containsExactly("one");
        assertThat(boxes.log).endsWith("update one to 2", "delete two", "update one to 1");
        assertThat(stack.plan(change(GOOD))).isEmpty();
    }

    @Test
    void failedStack_takesNoChangeWithRollback_noReplacement_andCanBeDeleted() {
        fail(BAD);

        assertThat(refusal(() -> stack.deploy(change(GOOD))))
                .isEqualTo("This stack is currently in a non-terminal [CREATE_FAILED] state. To update the stack from"
                        + " this state, please use the disable-rollback parameter with update-stack API. To rollback"
                        + " to the last known good state, use the rollback-stack API");
        assertThat(refusal(() ->
                        stack.begin(change(GOOD.replace("one", "other")), true).get()))
                .isEqualTo("A (Box): Replacement type updates not supported on stack with disable-rollback.");
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_FAILED);

        stack.delete();

        assertThat(boxes.alive).isEmpty();
        assertThat(stack.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void whatIsRetained_isKeptByARollback_unlessItIsToldOtherwise() {
        String retained = BAD.replace("\"Type\": \"Box\"", "\"Type\": \"Box\", \"DeletionPolicy\": \"Retain\"");
        stack.deploy(change(GOOD));
        fail(retained);
        stack.beginRollback(false).run();
        assertThat(boxes.alive).containsExactly("one", "two");

        fail(retained.replace("two", "three"));
        stack.beginRollback(true).run();

        assertThat(boxes.alive).containsExactly("one", "two");
        assertThat(boxes.log).contains("delete three");
    }

    @Test
    void rollbackThatFails_goesOnWhenTheCauseIsGone_orWithoutTheResource() {
        stack.deploy(change(GOOD));
        for (List<String> skipped : List.of(List.<String>of(), List.of("B"))) {
            boxes.undeletable = "two";
            assertThat(refusal(() -> stack.deploy(change(BAD)))).isEqualTo("C (Box): bad cannot be made");
            assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);
            assertThat(stack.resources()).extracting(StackResource::logicalId).containsExactly("A", "B");
            stack.continueRollback(List.of()).run();
            assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);
            assertThat(refusal(() -> stack.continueRollback(List.of("A"))))
                    .isEqualTo("Of the resources [A] not all have failed to be rolled back");

            boxes.undeletable = skipped.isEmpty() ? null : "two";
            stack.continueRollback(skipped).run();

            assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        }
        assertThat(boxes.alive).containsExactly("one", "two");
    }

    @Test
    void stackThatHasNotFailed_isNotRolledBack() {
        stack.deploy(change(GOOD));

        assertThat(refusal(() -> stack.beginRollback(true)))
                .isEqualTo("Stack [Class] is in the state CREATE_COMPLETE: only a stack in CREATE_FAILED or"
                        + " UPDATE_FAILED can be rolled back");
        assertThat(refusal(() -> stack.continueRollback(List.of())))
                .isEqualTo("Stack [Class] is in the state CREATE_COMPLETE: only a stack in UPDATE_ROLLBACK_FAILED can"
                        + " continue a rollback");
    }

    private void fail(String template) {
        assertThat(refusal(() -> stack.begin(change(template), true).get())).isEqualTo("C (Box): bad cannot be made");
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(StackException.class, call).reason();
    }

    private List<String> events() {
        return stack.events().stream()
                .map(event -> event.logicalId() + " " + event.status())
                .toList();
    }

    private static Change change(String template) {
        return new Change(Source.read(template), Map.of(), Map.of(), new NoLookups());
    }
}

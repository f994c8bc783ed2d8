package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.template.AwsEnvironment;
import classroom.template.StackIdentity;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationTest {
    private final Boxes boxes = new Boxes();
    private final StackRecord stack = new StackRecord(
            new StackIdentity(
                    "Class", "arn:aws:cloudformation:us-east-2:0:stack/Class/1", new AwsEnvironment("0", "us-east-2")),
            Clock.systemUTC());

    @Test
    void change_becomesWhatTheStackIs() {
        Change change = change("""
                {"Resources": {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 1, "Colour": "red"}}},
                 "Outputs": {"Where": {"Value": {"Fn::GetAtt": ["A", "Arn"]}}}}
                """);

        Deployment deployment = operation(change).run(true);

        assertThat(stack.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(stack.current()).containsSame(change);
        assertThat(stack.resources()).containsOnlyKeys("A");
        assertThat(stack.outputs().get("Where").value().asText()).isEqualTo("arn:one");
        assertThat(deployment.leftOut()).containsExactly(new LeftOut("A", "Box", List.of("Colour")));
    }

    @Test
    void failure_leavesTheStackAsItWas() {
        Change first = change("{\"Resources\": {\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}}");
        operation(first).run(true);

        assertThatThrownBy(() -> operation(change("""
                {"Resources": {"B": {"Type": "Box", "Properties": {"Name": "two"}},
                               "C": {"Type": "Box", "Properties": {"Name": "bad"}}}}
                """)).run(false))
                .hasMessage("Stack Class: C (Box): bad cannot be made");

        assertThat(boxes.log).containsExactly("create one", "create two", "delete two");
        assertThat(stack.current()).containsSame(first);
        assertThat(stack.resources()).containsOnlyKeys("A");
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    }

    private Operation operation(Change change) {
        return new Operation(stack, new Providers(List.of(boxes), false), new Exports(), change, false);
    }

    private static Change change(String template) {
        return new Change(Source.read(template), Map.of(), Map.of(), new NoLookups());
    }
}

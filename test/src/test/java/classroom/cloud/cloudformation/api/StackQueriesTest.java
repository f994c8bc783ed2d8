package classroom.cloud.cloudformation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.NoLookups;
import classroom.cloud.cloudformation.engine.Providers;
import classroom.cloud.cloudformation.engine.Source;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.Stacks;
import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.Xml;
import classroom.template.AwsEnvironment;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries about a stack of 60 topics, which the local class does not carry out: each has two events. */
class StackQueriesTest {
    private final Stacks stacks = new Stacks(
            new AwsEnvironment("000000000000", "us-east-2"),
            new Providers(List.of(), false),
            new NoLookups(),
            Clock.systemUTC());
    private final StackQueries queries = new StackQueries(stacks);

    @BeforeEach
    void deploy() {
        String resources = IntStream.range(0, 60)
                .mapToObj(i -> "\"T" + i + "\": {\"Type\": \"AWS::SNS::Topic\"}")
                .collect(Collectors.joining(",", "{\"Resources\": {", "}}"));
        Stack stack = stacks.draft("Class");
        stack.deploy(new Change(Source.read(resources), Map.of(), Map.of(), new NoLookups()));
        stacks.add(stack);
    }

    @Test
    void events_comeInPages_latestFirst() {
        String first = tell(xml -> queries.describeEvents(form(Map.of()), xml));
        assertThat(first.split("<EventId>")).hasSize(101);
        assertThat(first).contains("<NextToken>22</NextToken>");

        String second = tell(xml -> queries.describeEvents(form(Map.of("NextToken", "22")), xml));
        assertThat(second.split("<EventId>")).hasSize(23);
        assertThat(second).doesNotContain("REVIEW_IN_PROGRESS", "NextToken");

        assertThatThrownBy(() -> tell(xml -> queries.describeEvents(form(Map.of("NextToken", "x")), xml)))
                .hasMessageContaining("NextToken x was not given out");
    }

    @Test
    void deletedStack_isListedAndNotDescribed() {
        stacks.find("Class").orElseThrow().delete();

        assertThat(tell(xml -> queries.describeStacks(Forms.of("DescribeStacks", Map.of()), xml)))
                .doesNotContain("<StackName>");
        assertThat(tell(xml -> queries.listStacks(Forms.of("ListStacks", Map.of()), xml)))
                .contains("DELETE_COMPLETE");
        assertThat(tell(xml -> queries.listStacks(
                        Forms.of("ListStacks", Map.of("StackStatusFilter.member.1", "CREATE_COMPLETE")), xml)))
                .doesNotContain("<StackName>");
        assertThatThrownBy(() -> queries.stack(form(Map.of())))
                .hasMessageContaining("Stack with id Class does not exist");
    }

    @Test
    void resources_areThoseThatAreAskedFor() {
        assertThat(tell(xml -> queries.describeResources(form(Map.of("LogicalResourceId", "T7")), xml))
                        .split("<LogicalResourceId>"))
                .hasSize(2);
    }

    private static Form form(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("StackName", "Class");
        return Forms.of(values.containsKey("NextToken") ? "DescribeStackEvents" : "DescribeStackResources", values);
    }

    private static String tell(Consumer<Xml> what) {
        Xml xml = new Xml();
        what.accept(xml);
        return xml.toString();
    }
}

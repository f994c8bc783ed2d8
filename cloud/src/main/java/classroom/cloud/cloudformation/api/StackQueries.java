package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackEvent;
import classroom.cloud.cloudformation.engine.StackStatus;
import classroom.cloud.cloudformation.engine.Stacks;
import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.Xml;
import java.util.List;
import java.util.Optional;

/** Finds the stacks that a request names, and tells of them. */
final class StackQueries {
    private static final int EVENTS_A_PAGE = 100;

    private final Stacks stacks;

    StackQueries(Stacks stacks) {
        this.stacks = stacks;
    }

    /** @throws classroom.cloud.gateway.AwsError if there is no such stack */
    Stack stack(Form form) {
        String name = form.required("StackName");
        return stacks.find(name).orElseThrow(() -> Form.invalid("Stack with id " + name + " does not exist"));
    }

    void describeStacks(Form form, Xml xml) {
        List<Stack> found = form.text("StackName").isPresent()
                ? List.of(stack(form))
                : stacks.list().stream()
                        .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE)
                        .toList();
        xml.list("Stacks", found, Descriptions::stack);
    }

    void listStacks(Form form, Xml xml) {
        List<String> wanted = form.texts("StackStatusFilter");
        List<Stack> found = stacks.list().stream()
                .filter(stack ->
                        wanted.isEmpty() || wanted.contains(stack.status().name()))
                .toList();
        xml.list("StackSummaries", found, Descriptions::summary);
    }

    void describeEvents(Form form, Xml xml) {
        Stack stack = stack(form);
        List<StackEvent> events = stack.events();
        int next = form.text("NextToken").map(StackQueries::position).orElse(events.size());
        int last = Math.min(next, events.size());
        int first = Math.max(0, last - EVENTS_A_PAGE);
        Descriptions.events(xml, stack, events.subList(first, last));
        if (first > 0) {
            xml.element("NextToken", Integer.toString(first));
        }
    }

    private static int position(String token) {
        try {
            return Integer.parseUnsignedInt(token);
        } catch (NumberFormatException e) {
            throw Form.invalid("NextToken " + token + " was not given out");
        }
    }

    void describeResources(Form form, Xml xml) {
        Stack stack = stack(form);
        Optional<String> wanted = form.text("LogicalResourceId");
        Descriptions.resources(
                xml,
                stack,
                stack.events().stream()
                        .filter(event -> wanted.isEmpty() || wanted.get().equals(event.logicalId()))
                        .toList());
    }
}

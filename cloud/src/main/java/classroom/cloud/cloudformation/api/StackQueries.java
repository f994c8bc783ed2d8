package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackEvent;
import classroom.cloud.cloudformation.engine.StackStatus;
import classroom.cloud.cloudformation.engine.Stacks;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.Xml;
import classroom.template.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the stacks that a request names, and tells of them. */
final class StackQueries {
    private static final int EVENTS_A_PAGE = 100;

    /** CloudFormation User Guide, "Understand CloudFormation quotas". */
    private static final int LONGEST_NAME = 128;

    /** The operations that find a change set by its name in a stack. */
    private static final Set<String> OF_CHANGE_SETS =
            Set.of("DescribeChangeSet", "DescribeEvents", "DeleteChangeSet", "ExecuteChangeSet");

    /** The operations that say {@code Stack [x] does not exist}; see docs/decisions/0043. */
    private static final Set<String> IN_BRACKETS =
            Set.of("DescribeStackEvents", "UpdateStack", "CreateChangeSet", "ListChangeSets");

    private final Stacks stacks;

    StackQueries(Stacks stacks) {
        this.stacks = stacks;
    }

    /** @throws AwsError if there is no such stack */
    Stack stack(Form form) {
        String name = form.required("StackName");
        return stacks.find(name).orElseThrow(() -> missing(form.action(), name));
    }

    /** CloudFormation's words for a stack that is not there; they differ by operation. */
    private static AwsError missing(String action, String name) {
        if (action.equals("DescribeStackResource")) {
            return Form.invalid("Stack '" + name + "' does not exist");
        }
        return Form.invalid(
                IN_BRACKETS.contains(action) || OF_CHANGE_SETS.contains(action)
                        ? "Stack [" + name + "] does not exist"
                        : "Stack with id " + name + " does not exist");
    }

    /** @throws AwsError if a stack cannot be created under the name that a request gives */
    String newName(Form form) {
        String name = form.required("StackName");
        if (name.startsWith("arn:")) {
            throw missing(form.action(), name);
        }
        if (name.length() > LONGEST_NAME) {
            throw AwsError.violation(
                    "ValidationError",
                    name,
                    "stackName",
                    "Member must have length less than or equal to " + LONGEST_NAME);
        }
        return name;
    }

    /** @throws AwsError if there is no such stack, or it has no template yet */
    Template templateOf(Form form) {
        return stack(form)
                .current()
                .map(change -> change.source().template())
                .orElseThrow(() -> Form.invalid(
                        form.action() + " cannot be called on " + StackStatus.REVIEW_IN_PROGRESS + " stacks."));
    }

    /**
     * The stack in which a request's change set is found by its name; {@code null} if it is named by its ARN.
     *
     * @throws AwsError if neither will do
     */
    Stack ofChangeSet(Form form) {
        if (form.required("ChangeSetName").startsWith("arn:")) {
            return null;
        }
        if (form.text("StackName").isEmpty()) {
            throw Form.invalid(
                    OF_CHANGE_SETS.contains(form.action())
                            ? "StackName must be specified if ChangeSetName is not specified as an ARN."
                            : "StackName is a required parameter.");
        }
        return stack(form);
    }

    /** @throws AwsError if GetTemplate names neither a stack nor a change set, or no stack that is there */
    Stack stackOfTemplate(Form form) {
        if (form.text("StackName").isEmpty()) {
            throw Form.invalid("StackName is required if ChangeSetName is not specified.");
        }
        return stack(form);
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

    static int position(String token) {
        try {
            return Integer.parseUnsignedInt(token);
        } catch (NumberFormatException e) {
            throw Form.invalid("NextToken " + token + " was not given out");
        }
    }

    void describeResource(Form form, Xml xml) {
        Stack stack = stack(form);
        String id = form.required("LogicalResourceId");
        StackEvent latest = Descriptions.latest(stack.events()).stream()
                .filter(event -> event.logicalId().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        Form.invalid("Resource " + id + " does not exist for stack " + form.required("StackName")));
        Descriptions.resourceDetail(xml, stack, latest);
    }

    /** What the stacks export. That of a deleted stack is gone. */
    void listExports(Form form, Xml xml) {
        xml.open("Exports");
        stacks.list()
                .forEach(stack -> stack.outputs().values().stream()
                        .filter(output -> output.exportName() != null)
                        .forEach(output -> Descriptions.export(xml, stack, output)));
        xml.close("Exports");
    }

    /** The class refuses {@code Fn::ImportValue}, so that no stack imports anything. */
    void listImports(Form form, Xml xml) {
        throw Form.invalid("Export '" + form.required("ExportName") + "' is not imported by any stack.");
    }

    /** The resources of a stack, or those of the stack with a resource of that physical id. */
    void describeResources(Form form, Xml xml) {
        Optional<String> physical = form.text("PhysicalResourceId");
        if (physical.isPresent() && form.text("StackName").isPresent()) {
            throw Form.invalid("You cannot specify both StackName and PhysicalResourceId.");
        }
        Stack stack = physical.map(this::ofResource).orElseGet(() -> stack(form));
        Optional<String> wanted = form.text("LogicalResourceId");
        Descriptions.resources(
                xml,
                stack,
                Descriptions.latest(stack.events()).stream()
                        .filter(event -> wanted.isEmpty() || wanted.get().equals(event.logicalId()))
                        .toList());
    }

    private Stack ofResource(String physicalId) {
        return stacks.list().stream()
                .filter(stack -> Descriptions.latest(stack.events()).stream()
                        .anyMatch(event -> physicalId.equals(event.physicalId())))
                .findFirst()
                .orElseThrow(() -> Form.invalid("Stack for " + physicalId + " does not exist"));
    }
}

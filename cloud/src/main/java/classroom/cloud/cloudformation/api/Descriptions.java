package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.Planned;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackEvent;
import classroom.cloud.cloudformation.engine.StackStatus;
import classroom.cloud.gateway.Xml;
import classroom.template.Output;
import classroom.template.Parameter;
import classroom.template.Resource.Retention;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Stacks, events, resources and change sets in the words of the CloudFormation API Reference, "Data Types". */
final class Descriptions {
    private static final String STACK = "AWS::CloudFormation::Stack";

    private Descriptions() {}

    static void stack(Xml xml, Stack stack) {
        head(xml, stack);
        xml.optional("Description", description(stack)).element("DisableRollback", "false");
        if (stack.status() != StackStatus.DELETE_COMPLETE) {
            xml.element("EnableTerminationProtection", Boolean.toString(stack.isProtected()));
        }
        xml.list("NotificationARNs", List.<String>of(), Xml::text)
                .open("RollbackConfiguration")
                .close("RollbackConfiguration");
        parameters(xml, stack.current().orElse(null), stack.parameters());
        xml.some("Outputs", stack.outputs().values(), Descriptions::output);
        tags(xml, stack.current().map(Change::tags).orElse(Map.of()));
    }

    static void summary(Xml xml, Stack stack) {
        head(xml, stack);
        xml.optional("TemplateDescription", description(stack));
    }

    /** What its template says that it is; {@code null} for nothing. */
    private static String description(Stack stack) {
        return stack.current()
                .map(change ->
                        TemplateDescriptions.text(change.source().template().description()))
                .orElse(null);
    }

    /** What a stack and its summary have in common. */
    private static void head(Xml xml, Stack stack) {
        List<StackEvent> own = stack.events().stream()
                .filter(event -> event.type().equals(STACK))
                .toList();
        StackEvent last = own.get(own.size() - 1);
        xml.element("StackName", stack.identity().name())
                .element("StackId", stack.identity().id())
                .element("StackStatus", last.status())
                .optional("StackStatusReason", last.reason())
                .element("CreationTime", own.get(0).time().toString())
                .optional("LastUpdatedTime", first(own, "UPDATE_IN_PROGRESS").orElse(null))
                .optional(
                        "DeletionTime",
                        first(own, StackStatus.DELETE_IN_PROGRESS.name()).orElse(null))
                .open("DriftInformation")
                .element("StackDriftStatus", stack.drift().status().toString())
                .optional(
                        "LastCheckTimestamp", DriftOperations.time(stack.drift().checked()))
                .close("DriftInformation");
    }

    private static Optional<String> first(List<StackEvent> events, String status) {
        List<StackEvent> latestFirst = new ArrayList<>(events);
        Collections.reverse(latestFirst);
        return latestFirst.stream()
                .filter(event -> event.status().equals(status))
                .map(StackEvent::time)
                .map(Instant::toString)
                .findFirst();
    }

    private static void output(Xml xml, Output output) {
        xml.element("OutputKey", output.name())
                .element("OutputValue", text(output.value()))
                .optional("Description", TemplateDescriptions.text(output.description()))
                .optional(
                        "ExportName",
                        output.exportName() == null ? null : output.exportName().asText());
    }

    private static void parameters(Xml xml, Change change, Map<String, String> parameters) {
        xml.some("Parameters", parameters.entrySet(), (member, parameter) -> {
            boolean secret = Optional.ofNullable(change)
                    .map(Change::source)
                    .map(source -> source.template().parameters().get(parameter.getKey()))
                    .filter(Parameter::noEcho)
                    .isPresent();
            member.element("ParameterKey", parameter.getKey())
                    .element("ParameterValue", secret ? "****" : parameter.getValue());
        });
    }

    private static void tags(Xml xml, Map<String, String> tags) {
        xml.list(
                "Tags",
                tags.entrySet(),
                (member, tag) -> member.element("Key", tag.getKey()).element("Value", tag.getValue()));
    }

    /** Latest first, as CloudFormation gives them. */
    static void events(Xml xml, Stack stack, List<StackEvent> events) {
        List<StackEvent> latestFirst = new ArrayList<>(events);
        Collections.reverse(latestFirst);
        xml.list("StackEvents", latestFirst, (member, event) -> {
            member.element("EventId", event.id())
                    .element("StackId", stack.identity().id())
                    .element("StackName", stack.identity().name())
                    .element("Timestamp", event.time().toString());
            resource(member, event, "");
            member.optional(
                    "ResourceProperties",
                    event.properties() == null ? null : event.properties().toString());
        });
    }

    /** @param events the latest of each resource */
    static void resources(Xml xml, Stack stack, List<StackEvent> events) {
        xml.list("StackResources", events, (member, event) -> {
            member.element("StackName", stack.identity().name())
                    .element("StackId", stack.identity().id())
                    .element("Timestamp", event.time().toString());
            resource(member, event);
            DriftOperations.information(member, stack, event.logicalId());
        });
    }

    static void resourceDetail(Xml xml, Stack stack, StackEvent event) {
        xml.open("StackResourceDetail")
                .element("StackName", stack.identity().name())
                .element("StackId", stack.identity().id())
                .element("LastUpdatedTimestamp", event.time().toString());
        resource(xml, event);
        xml.element(
                "Metadata",
                stack.current()
                        .map(change -> change.source().template().resources().get(event.logicalId()))
                        .map(resource -> resource.metadata().toString())
                        .orElse("{}"));
        DriftOperations.information(xml, stack, event.logicalId());
        xml.close("StackResourceDetail");
    }

    static void export(Xml xml, Stack stack, Output output) {
        xml.open("member")
                .element("ExportingStackId", stack.identity().id())
                .element("Name", output.exportName().asText())
                .element("Value", text(output.value()))
                .close("member");
    }

    static void summaries(Xml xml, Stack stack) {
        xml.list("StackResourceSummaries", latest(stack.events()), (member, event) -> {
            member.element("LastUpdatedTimestamp", event.time().toString());
            resource(member, event);
            DriftOperations.information(member, stack, event.logicalId());
        });
    }

    private static void resource(Xml member, StackEvent event) {
        resource(member, event, null);
    }

    /** @param none what stands for a physical id that there is not yet; {@code null} for nothing */
    private static void resource(Xml member, StackEvent event, String none) {
        member.element("LogicalResourceId", event.logicalId())
                .optional("PhysicalResourceId", event.physicalId() == null ? none : event.physicalId())
                .element("ResourceType", event.type())
                .element("ResourceStatus", event.status())
                .optional("ResourceStatusReason", event.reason());
    }

    /** The latest event of each resource that exists. The deletion of a replaced resource does not count. */
    static List<StackEvent> latest(List<StackEvent> events) {
        Map<String, StackEvent> latest = new LinkedHashMap<>();
        for (StackEvent event : events) {
            if (event.type().equals(STACK)) {
                continue;
            }
            StackEvent known = latest.get(event.logicalId());
            boolean deletion = event.status().startsWith("DELETE_");
            if (!deletion || known != null && Objects.equals(event.physicalId(), known.physicalId())) {
                latest.put(event.logicalId(), event);
            }
        }
        latest.values().removeIf(event -> event.status().equals("DELETE_COMPLETE"));
        return List.copyOf(latest.values());
    }

    static void changeSets(Xml xml, List<ChangeSet> changeSets) {
        xml.list("Summaries", changeSets, Descriptions::head);
    }

    static void changeSet(Xml xml, ChangeSet changeSet, boolean values) {
        head(xml, changeSet);
        parameters(xml, changeSet.change(), changeSet.parameters());
        tags(xml, changeSet.change().tags());
        xml.list("Capabilities", changeSet.request().capabilities(), Xml::text)
                .list("NotificationARNs", List.<String>of(), Xml::text)
                .list("Changes", changeSet.planned(), (member, planned) -> {
                    member.element("Type", "Resource").open("ResourceChange");
                    planned(member, planned, values);
                    member.close("ResourceChange");
                });
    }

    private static void planned(Xml xml, Planned planned, boolean values) {
        boolean modified = planned.action() == Planned.Action.MODIFY;
        xml.element("Action", planned.action().toString())
                .element("LogicalResourceId", planned.logicalId())
                .optional("PhysicalResourceId", planned.physicalId())
                .element("ResourceType", planned.type())
                .optional("Replacement", modified ? planned.replaced() ? "True" : "False" : null)
                .optional("PolicyAction", policyAction(planned).orElse(null))
                .list(
                        "Scope",
                        planned.details().stream()
                                .map(Planned.Detail::attribute)
                                .distinct()
                                .toList(),
                        Xml::text)
                .list("Details", planned.details(), (member, detail) -> detail(member, detail, values));
        if (values) {
            xml.optional("BeforeContext", context(planned.before())).optional("AfterContext", context(planned.after()));
        }
    }

    private static Optional<String> policyAction(Planned planned) {
        String policy = planned.retention() == Retention.DELETE
                ? "Delete"
                : planned.retention().toString();
        return switch (planned.action()) {
            case ADD -> Optional.empty();
            case REMOVE -> Optional.of(policy);
            case MODIFY -> planned.replaced() ? Optional.of("ReplaceAnd" + policy) : Optional.empty();
        };
    }

    /** {@code null} if the properties are not known. */
    private static String context(JsonNode properties) {
        return properties == null ? null : "{\"Properties\":" + properties + "}";
    }

    private static void detail(Xml xml, Planned.Detail detail, boolean values) {
        xml.open("Target").element("Attribute", detail.attribute());
        if (!detail.name().isEmpty()) {
            xml.element("Name", detail.name())
                    .element("RequiresRecreation", detail.replaces() ? "Always" : "Never")
                    .element("Path", "/" + detail.attribute() + "/" + detail.name());
        } else {
            xml.element("RequiresRecreation", "Never");
        }
        if (values) {
            xml.optional("BeforeValue", value(detail.before())).optional("AfterValue", value(detail.after()));
        }
        xml.close("Target").element("Evaluation", "Static").element("ChangeSource", "DirectModification");
    }

    /** {@code null} if there is none. */
    private static String value(JsonNode value) {
        return value.isMissingNode() ? null : text(value);
    }

    private static void head(Xml xml, ChangeSet changeSet) {
        xml.element("ChangeSetName", changeSet.name())
                .element("ChangeSetId", changeSet.id())
                .element("StackName", changeSet.stack().identity().name())
                .element("StackId", changeSet.stack().identity().id())
                .optional("Description", changeSet.request().description())
                .element("CreationTime", changeSet.created().toString())
                .element("Status", changeSet.status())
                .optional("StatusReason", changeSet.failure())
                .element("ExecutionStatus", changeSet.executionStatus())
                .element("IncludeNestedStacks", "false");
    }

    static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}

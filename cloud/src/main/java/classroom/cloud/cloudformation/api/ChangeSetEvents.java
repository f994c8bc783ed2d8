package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Planned;
import classroom.cloud.gateway.Xml;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The events of a change set: what CloudFormation's validation found in it before anything was made (API Reference,
 * DescribeEvents; User Guide, "Validate stack deployments").
 */
final class ChangeSetEvents {
    private ChangeSetEvents() {}

    static void describe(Xml xml, ChangeSet changeSet) {
        xml.list("OperationEvents", changeSet.validation(), (member, invalid) -> {
            Planned resource = invalid.resource();
            member.element("EventId", id(changeSet, invalid.toString()))
                    .element("StackId", changeSet.stack().identity().id())
                    .element("OperationId", id(changeSet, ""))
                    .element("OperationType", "CREATE_CHANGESET")
                    .element("EventType", "VALIDATION_ERROR")
                    .element("LogicalResourceId", resource.logicalId())
                    .element("PhysicalResourceId", resource.physicalId() == null ? "" : resource.physicalId())
                    .element("ResourceType", resource.type())
                    .element("Timestamp", changeSet.created().toString())
                    .element("ValidationFailureMode", "FAIL")
                    .element("ValidationName", "PROPERTY_VALIDATION")
                    .element("ValidationStatus", "FAILED")
                    .element("ValidationStatusReason", invalid.property().early())
                    .element("ValidationPath", invalid.property().path(resource.logicalId()));
        });
    }

    /** One that is the same whenever somebody asks. */
    private static String id(ChangeSet changeSet, String of) {
        return UUID.nameUUIDFromBytes((changeSet.id() + of).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}

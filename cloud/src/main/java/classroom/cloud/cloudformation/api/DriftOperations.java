package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Drift;
import classroom.cloud.cloudformation.engine.ResourceDrift;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.Xml;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The operations that compare a stack with its template (CloudFormation API Reference, by their names).
 *
 * <p>A detection is done when its id is answered: in the class, all resources are read within milliseconds.
 */
final class DriftOperations {
    /** How many detections are remembered; CloudFormation says that the number "may vary". */
    private static final int REMEMBERED = 100;

    /** API Reference, "MaxResults": the most of a page. */
    private static final int PAGE = 100;

    private final StackQueries queries;
    private final Map<String, Detection> detections = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Detection> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Detection(String stackId, Drift drift) {}

    DriftOperations(StackQueries queries) {
        this.queries = queries;
    }

    void detect(Form form, Xml xml) {
        Stack stack = queries.stack(form);
        Drift drift = stack.detectDrift(form.texts("LogicalResourceIds"));
        String id = UUID.randomUUID().toString();
        synchronized (detections) {
            detections.put(id, new Detection(stack.identity().id(), drift));
        }
        xml.element("StackDriftDetectionId", id);
    }

    void detectResource(Form form, Xml xml) {
        Stack stack = queries.stack(form);
        ResourceDrift drift = stack.detectDrift(form.required("LogicalResourceId"));
        resource(xml.open("StackResourceDrift"), stack, drift);
        xml.close("StackResourceDrift");
    }

    void describe(Form form, Xml xml) {
        String id = form.required("StackDriftDetectionId");
        Detection detection;
        synchronized (detections) {
            detection = detections.get(id);
        }
        if (detection == null) {
            throw Form.invalid("Drift detection operation with id " + id + " does not exist");
        }
        Drift drift = detection.drift();
        xml.element("StackId", detection.stackId())
                .element("StackDriftDetectionId", id)
                .element("StackDriftStatus", drift.status().toString())
                .element("DetectionStatus", "DETECTION_COMPLETE")
                .optional("DetectionStatusReason", reason(drift))
                .element("DriftedStackResourceCount", Long.toString(drift.drifted()))
                .element("Timestamp", time(drift.checked()));
    }

    /** Names the resources that could not be read; {@code null} if all could. */
    private static String reason(Drift drift) {
        List<String> unknown = drift.resources().values().stream()
                .filter(resource -> resource.status() == ResourceDrift.Status.UNKNOWN)
                .map(resource -> resource.resource().logicalId())
                .toList();
        return unknown.isEmpty() ? null : "Failed to detect drift on resources [" + String.join(", ", unknown) + "]";
    }

    void describeResources(Form form, Xml xml) {
        Stack stack = queries.stack(form);
        List<String> wanted = form.texts("StackResourceDriftStatusFilters");
        List<ResourceDrift> found = stack.drift().resources().values().stream()
                .filter(drift ->
                        wanted.isEmpty() || wanted.contains(drift.status().toString()))
                .toList();
        int first = Math.min(form.text("NextToken").map(StackQueries::position).orElse(0), found.size());
        int next = Math.min(first + form.integer("MaxResults", PAGE), found.size());
        xml.list("StackResourceDrifts", found.subList(first, next), (member, drift) -> resource(member, stack, drift));
        if (next < found.size()) {
            xml.element("NextToken", Integer.toString(next));
        }
    }

    private static void resource(Xml xml, Stack stack, ResourceDrift drift) {
        xml.element("StackId", stack.identity().id())
                .element("LogicalResourceId", drift.resource().logicalId())
                .element("PhysicalResourceId", drift.resource().physicalId())
                .element("ResourceType", drift.resource().type())
                .optional("ExpectedProperties", json(drift.expected()))
                .optional("ActualProperties", json(drift.actual()))
                .list(
                        "PropertyDifferences",
                        drift.differences(),
                        (member, difference) -> member.element("PropertyPath", difference.path())
                                .element("ExpectedValue", Descriptions.text(difference.expected()))
                                .element("ActualValue", Descriptions.text(difference.actual()))
                                .element("DifferenceType", difference.kind()))
                .element("StackResourceDriftStatus", drift.status().toString())
                .optional("DriftStatusReason", drift.reason())
                .element("Timestamp", time(drift.checked()));
    }

    private static String json(JsonNode properties) {
        return properties == null ? null : properties.toString();
    }

    /** What the descriptions of a resource say of its drift. */
    static void information(Xml xml, Stack stack, String logicalId) {
        ResourceDrift drift = stack.drift().resources().get(logicalId);
        xml.open("DriftInformation")
                .element(
                        "StackResourceDriftStatus",
                        drift == null ? "NOT_CHECKED" : drift.status().toString())
                .optional("LastCheckTimestamp", drift == null ? null : time(drift.checked()))
                .close("DriftInformation");
    }

    /** {@code null} for never. */
    static String time(Instant moment) {
        return moment == null ? null : moment.toString();
    }
}

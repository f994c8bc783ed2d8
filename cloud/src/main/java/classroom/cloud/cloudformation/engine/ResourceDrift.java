package classroom.cloud.cloudformation.engine;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a resource differs from the template (CloudFormation API Reference, "StackResourceDrift").
 *
 * @param expected the properties of the template that were compared; {@code null} if none were
 * @param actual those that the resource has; {@code null} if none were compared
 * @param reason why it could not be read, or which properties were not; {@code null} if there is nothing to say
 * @param checked when it was read
 */
public record ResourceDrift(
        StackResource resource,
        Status status,
        ObjectNode expected,
        ObjectNode actual,
        List<Difference> differences,
        String reason,
        Instant checked) {

    /** How a resource is compared with the template, in CloudFormation's words. */
    public enum Status {
        IN_SYNC,
        MODIFIED,
        DELETED,
        UNKNOWN;

        /** Whether the resource differs from the template. */
        boolean isDrift() {
            return this == MODIFIED || this == DELETED;
        }
    }

    /** Reads a resource; empty if nobody reads resources of its type. */
    static Optional<ResourceDrift> detect(StackResource resource, Provider provider, Instant now) {
        Properties properties = resource.desired().properties();
        Reading reading;
        try {
            reading = provider.read(resource.physical(), properties);
        } catch (AwsError | ResourceException e) {
            return Optional.of(without(resource, Status.UNKNOWN, e.getMessage(), now));
        }
        if (reading == Reading.NONE) {
            return Optional.empty();
        }
        if (reading == Reading.GONE) {
            return Optional.of(without(resource, Status.DELETED, null, now));
        }
        ObjectNode actual = reading.properties();
        ObjectNode expected = expected(resource.desired(), actual);
        Differences differences =
                Differences.between(ResourceType.of(resource.type()).orElse(null), expected, actual);
        expected.properties().removeIf(member -> !actual.has(member.getKey()));
        actual.properties()
                .removeIf(member ->
                        !expected.has(member.getKey()) || member.getValue().isNull());
        return Optional.of(new ResourceDrift(
                resource,
                differences.found().isEmpty() ? Status.IN_SYNC : Status.MODIFIED,
                expected,
                actual,
                differences.found(),
                differences.unread().isEmpty() ? null : "Not compared: " + String.join(", ", differences.unread()),
                now));
    }

    private static ResourceDrift without(StackResource resource, Status status, String reason, Instant now) {
        return new ResourceDrift(resource, status, null, null, List.of(), reason, now);
    }

    /** The properties of the template, with the stack's tags. */
    private static ObjectNode expected(Provider.Desired desired, JsonNode actual) {
        ObjectNode expected = desired.properties().json().deepCopy();
        if (!desired.stackTags().isEmpty() && actual.has("Tags")) {
            addTags(expected, desired.stackTags(), actual.get("Tags").isArray());
        }
        return expected;
    }

    /** Every taggable resource gets the stack's tags; those of the resource come first and win. */
    private static void addTags(ObjectNode properties, Map<String, String> stackTags, boolean asList) {
        if (!asList) {
            ObjectNode tags = properties.withObjectProperty("Tags");
            stackTags.forEach((key, value) -> tags.putIfAbsent(key, TextNode.valueOf(value)));
            return;
        }
        ArrayNode tags = properties.withArrayProperty("Tags");
        Set<String> own =
                tags.valueStream().map(tag -> tag.path("Key").asText()).collect(Collectors.toSet());
        stackTags.forEach((key, value) -> {
            if (!own.contains(key)) {
                tags.add(Reading.tag(key, value));
            }
        });
    }
}

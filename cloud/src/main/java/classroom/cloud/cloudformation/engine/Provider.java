package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out one resource type. The engine asks it in dependency order, with all intrinsics resolved.
 *
 * <p>What cannot be done is a {@link ResourceException} or the {@link classroom.cloud.gateway.AwsError} of the service
 * underneath; the engine then rolls back.
 */
public interface Provider {

    /** The resource type, such as {@code AWS::SQS::Queue}. */
    String type();

    /** How it treats each property. */
    Support support();

    /** The property with the resource's own name, if the type has one: it must be free before a replacement. */
    default Optional<String> nameProperty() {
        return Optional.empty();
    }

    /** Creates the resource. */
    Physical create(Desired desired);

    /**
     * Takes over the existing resource with the wanted name; empty if there is none, or if resources of this type are
     * never taken over.
     */
    default Optional<Physical> adopt(Desired desired) {
        return Optional.empty();
    }

    /**
     * Takes over the resource with that name that an earlier local class has left in the same data folder, and gives it
     * the wanted properties; empty if there is none. If the stack fails, a resource that was taken over stays.
     */
    default Optional<Physical> takeOver(Desired desired) {
        return Optional.empty();
    }

    /** Changes the resource in place; called only when no property changed that replaces it. */
    Physical update(Desired desired, Physical current, Properties before);

    /** What {@code Fn::GetAtt} gives for an attribute, if the type has it. */
    default Optional<JsonNode> attribute(Physical current, String name) {
        return Optional.ofNullable(current.attributes().get(name)).map(TextNode::valueOf);
    }

    /**
     * Reads the resource as it is now. Resources of a type that CloudFormation does not compare with the template are
     * not read.
     *
     * @param properties of the template, resolved
     */
    default Reading read(Physical current, Properties properties) {
        return Reading.NONE;
    }

    /** Deletes the resource; it is not an error if it does not exist any more. */
    void delete(Physical current, Properties properties);

    /**
     * The wanted resource.
     *
     * @param logicalId its name in the template
     * @param name the name CloudFormation generates for it if the template gives none
     * @param properties resolved
     * @param stackTags the stack's own tags, which every taggable resource gets
     * @param lookups for the packaged code
     */
    record Desired(
            String logicalId, String name, Properties properties, Map<String, String> stackTags, Lookups lookups) {

        /** The name given by a property, else the generated one. */
        public String nameFrom(String property) {
            return properties.text(property).orElse(name);
        }

        public Map<String, String> tags() {
            return properties.tags(stackTags);
        }
    }

    /**
     * The created resource.
     *
     * @param id the physical id, which {@code Ref} returns
     * @param attributes the values that {@code Fn::GetAtt} returns, by name
     */
    record Physical(String id, Map<String, String> attributes) {}
}

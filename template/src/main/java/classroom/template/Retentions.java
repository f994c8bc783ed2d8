package classroom.template;

import classroom.template.Resource.Retention;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a template says becomes of a resource that the stack no longer has. */
final class Retentions {
    /** The types of which a snapshot can be made ("DeletionPolicy attribute", CloudFormation Template Reference). */
    private static final Set<String> WITH_SNAPSHOTS = Set.of(
            "AWS::DocDB::DBCluster",
            "AWS::EC2::Volume",
            "AWS::ElastiCache::CacheCluster",
            "AWS::ElastiCache::ReplicationGroup",
            "AWS::Neptune::DBCluster",
            "AWS::RDS::DBCluster",
            "AWS::RDS::DBInstance",
            "AWS::Redshift::Cluster");

    private Retentions() {}

    /**
     * What a resource says by that attribute; deletion if it says nothing.
     *
     * @throws TemplateException if CloudFormation would refuse it, in its words
     */
    static Retention of(String id, JsonNode node, String attribute) {
        String text = Template.optionalText(node, attribute);
        if (text == null) {
            return Retention.DELETE;
        }
        Retention retention = Stream.of(Retention.values())
                .filter(policy -> policy.toString().equals(text))
                .filter(policy -> policy != Retention.RETAIN_EXCEPT_ON_CREATE || attribute.equals("DeletionPolicy"))
                .findFirst()
                .orElseThrow(() -> new TemplateException(
                        "Template format error: Unrecognized " + attribute + " " + text + " for resource " + id));
        String type = node.path("Type").asText();
        if (retention == Retention.SNAPSHOT && !WITH_SNAPSHOTS.contains(type)) {
            throw new TemplateException("Template error: resource type " + type + " does not support "
                    + (attribute.equals("DeletionPolicy") ? "deletion" : "update replace") + " policy Snapshot");
        }
        return retention;
    }
}

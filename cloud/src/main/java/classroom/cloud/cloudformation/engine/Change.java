package classroom.cloud.cloudformation.engine;

import classroom.template.Template;
import java.util.Map;

/**
 * What a stack is to become.
 *
 * @param parameters values of template parameters; the others take their default
 * @param tags the stack's tags, which go to every resource that can carry tags
 * @param lookups what the template takes from other services
 * @param adopts whether a resource that would be retained, and whose name is taken, is taken over instead of refused
 *     (CloudFormation API Reference, CreateChangeSet, ImportExistingResources)
 */
public record Change(
        Source source, Map<String, String> parameters, Map<String, String> tags, Lookups lookups, boolean adopts) {

    /** A change that takes over nothing. */
    public Change(Source source, Map<String, String> parameters, Map<String, String> tags, Lookups lookups) {
        this(source, parameters, tags, lookups, false);
    }

    Template template() {
        return source.template();
    }
}

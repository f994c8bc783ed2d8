package classroom.cloud.cloudformation.engine;

import classroom.template.Template;
import java.util.Map;

/**
 * The wanted state of a stack.
 *
 * @param parameters values of template parameters; the others take their default
 * @param tags the stack's tags, which every taggable resource gets
 * @param lookups values that the template takes from other services
 * @param adopts whether an existing resource is taken over instead of refused, if it has the wanted name and would
 *     be retained (CloudFormation API Reference, CreateChangeSet, ImportExistingResources)
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

package classroom.cloud.cloudformation.engine;

import classroom.cloud.cloudformation.engine.Provider.Desired;
import classroom.cloud.cloudformation.engine.Provider.Physical;
import classroom.template.Resource;
import classroom.template.Resource.Retention;
import classroom.template.TemplateException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One resource of a stack: the wanted resource of the template and the created one. */
public final class StackResource {
    private final Resource definition;
    private final Desired desired;
    private final Physical physical;
    private final Set<String> dependencies;

    StackResource(Resource definition, Desired desired, Physical physical, Set<String> dependencies) {
        this.definition = definition;
        this.desired = desired;
        this.physical = physical;
        this.dependencies = dependencies;
    }

    /** Its name in the template. */
    public String logicalId() {
        return definition.id();
    }

    /** Its resource type, such as {@code AWS::DynamoDB::Table}. */
    public String type() {
        return definition.type();
    }

    /** What {@code Ref} gives: usually its name. */
    public String physicalId() {
        return physical.id();
    }

    /**
     * Returns the names of the top-level properties that another wanted state would change; the stack's tags are {@code
     * Tags}.
     */
    List<String> changes(Desired wanted) {
        Set<String> names = new TreeSet<>();
        desired.properties().json().fieldNames().forEachRemaining(names::add);
        wanted.properties().json().fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> desired.properties()
                .json()
                .path(name)
                .equals(wanted.properties().json().path(name)));
        if (!desired.stackTags().equals(wanted.stackTags())) {
            names.add("Tags");
        }
        return List.copyOf(names);
    }

    /** @throws TemplateException if this logical id has another type in the template, in CloudFormation's words */
    void checkType(Resource wanted) {
        if (!type().equals(wanted.type())) {
            throw new TemplateException("Update of resource type is not permitted. The new template modifies resource"
                    + " type of the following resources: [" + logicalId() + "]");
        }
    }

    StackResource with(Physical made) {
        return new StackResource(definition, desired, made, dependencies);
    }

    /** As the template states it. */
    public Resource definition() {
        return definition;
    }

    Desired desired() {
        return desired;
    }

    Physical physical() {
        return physical;
    }

    Set<String> dependencies() {
        return dependencies;
    }

    Retention deletionPolicy() {
        return definition.deletionPolicy();
    }

    Retention updateReplacePolicy() {
        return definition.updateReplacePolicy();
    }
}

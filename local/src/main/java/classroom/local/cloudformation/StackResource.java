package classroom.local.cloudformation;

import classroom.local.cloudformation.Provider.Desired;
import classroom.local.cloudformation.Provider.Physical;
import classroom.template.Resource.Retention;
import java.util.Set;

/** One resource of a stack: what the template asked for and what was made of it. */
public final class StackResource {
    private final String type;
    private final Desired desired;
    private final Physical physical;
    private final Set<String> dependencies;
    private final Retention deletionPolicy;
    private final Retention updateReplacePolicy;

    StackResource(
            String type,
            Desired desired,
            Physical physical,
            Set<String> dependencies,
            Retention deletionPolicy,
            Retention updateReplacePolicy) {
        this.type = type;
        this.desired = desired;
        this.physical = physical;
        this.dependencies = dependencies;
        this.deletionPolicy = deletionPolicy;
        this.updateReplacePolicy = updateReplacePolicy;
    }

    /** Its name in the template. */
    public String logicalId() {
        return desired.logicalId();
    }

    /** Its resource type, such as {@code AWS::DynamoDB::Table}. */
    public String type() {
        return type;
    }

    /** What {@code Ref} gives: usually its name. */
    public String physicalId() {
        return physical.id();
    }

    StackResource with(Physical made) {
        return new StackResource(type, desired, made, dependencies, deletionPolicy, updateReplacePolicy);
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
        return deletionPolicy;
    }

    Retention updateReplacePolicy() {
        return updateReplacePolicy;
    }
}

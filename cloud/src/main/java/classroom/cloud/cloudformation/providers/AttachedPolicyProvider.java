package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Support;
import java.util.Map;

/** A resource that is nothing by itself: a policy on other resources, which its properties name. */
abstract class AttachedPolicyProvider implements Provider {
    private final String type;
    private final Support support;

    AttachedPolicyProvider(String type, Support support) {
        this.type = type;
        this.support = support;
    }

    /** Puts the policy on all that the properties name. Changes nothing if one of them is not there. */
    abstract void attach(Properties properties);

    /** Takes the policy off all that the properties name. */
    abstract void detach(Properties properties);

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final Support support() {
        return support;
    }

    @Override
    public final Physical create(Desired desired) {
        attach(desired.properties());
        return new Physical(desired.name(), Map.of("Id", desired.name()));
    }

    @Override
    public final Physical update(Desired desired, Physical current, Properties before) {
        detach(before);
        attach(desired.properties());
        return current;
    }

    @Override
    public final void delete(Physical current, Properties properties) {
        detach(properties);
    }
}

package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Support;
import java.util.Map;

/** {@code AWS::CDK::Metadata}: information about the CDK; it creates nothing, as on AWS. */
final class MetadataProvider implements Provider {
    @Override
    public String type() {
        return "AWS::CDK::Metadata";
    }

    @Override
    public Support support() {
        return new Support().carries("Analytics");
    }

    @Override
    public Physical create(Desired desired) {
        return new Physical(desired.name(), Map.of());
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        return current;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        // Nothing was made.
    }
}

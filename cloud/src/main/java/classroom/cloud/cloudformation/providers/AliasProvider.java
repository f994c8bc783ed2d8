package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.lambda.environment.Functions;
import java.util.Map;

/** {@code AWS::Lambda::Alias}: a name for one version. {@code Ref} gives its ARN. */
final class AliasProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("FunctionName", "Name")
            .carries("FunctionVersion")
            .refuses("ProvisionedConcurrencyConfig", "RoutingConfig");

    private final Functions functions;

    AliasProvider(Functions functions) {
        this.functions = functions;
    }

    @Override
    public String type() {
        return "AWS::Lambda::Alias";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Physical create(Desired desired) {
        String function = function(desired.properties());
        String name = desired.properties().required("Name");
        if (functions.hasAlias(function, name)) {
            throw new ResourceException("Alias already exists: " + functions.arn(function + ":" + name));
        }
        functions.putAlias(version(function, desired), name);
        String arn = functions.arn(function + ":" + name);
        return new Physical(arn, Map.of("AliasArn", arn));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        Properties wanted = desired.properties();
        functions.putAlias(version(function(wanted), desired), wanted.required("Name"));
        return current;
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        String name = properties.required("Name");
        String version = functions.aliases(function(properties)).get(name);
        return version == null
                ? Reading.GONE
                : Reading.found()
                        .with("FunctionName", properties.required("FunctionName"))
                        .with("FunctionVersion", version)
                        .with("Name", name);
    }

    @Override
    public void delete(Physical current, Properties properties) {
        functions.deleteAlias(function(properties), properties.required("Name"));
    }

    private static String version(String function, Desired desired) {
        String version = desired.properties().required("FunctionVersion");
        if (version.equals("$LATEST")) {
            throw new ResourceException(
                    "FunctionVersion $LATEST is not carried out: the class's aliases name published versions");
        }
        return function + ":" + version;
    }

    private static String function(Properties properties) {
        return Arns.functionName(properties.required("FunctionName"));
    }
}

package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.lambda.environment.Functions;
import java.util.Map;

/** {@code AWS::Lambda::Version}: a function as it is when the version is made. {@code Ref} gives its ARN. */
final class VersionProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("FunctionName", "Description")
            .refuses("CodeSha256", "ProvisionedConcurrencyConfig", "RuntimePolicy");

    private final Functions functions;

    VersionProvider(Functions functions) {
        this.functions = functions;
    }

    @Override
    public String type() {
        return "AWS::Lambda::Version";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Physical create(Desired desired) {
        String function = Arns.functionName(desired.properties().required("FunctionName"));
        String number = functions.publish(
                function, desired.properties().text("Description").orElse(""));
        String arn = functions.arn(function + ":" + number);
        return new Physical(arn, Map.of("Version", number, "FunctionArn", arn));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        return current;
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        String function = Arns.functionName(current.id());
        return functions
                .find(function + ":" + current.attributes().get("Version"))
                .map(version -> Reading.found()
                        .with("Description", version.description())
                        .with("FunctionName", properties.required("FunctionName")))
                .orElse(Reading.GONE);
    }

    @Override
    public void delete(Physical current, Properties properties) {
        functions.deleteVersion(
                Arns.functionName(current.id()), current.attributes().get("Version"));
    }
}

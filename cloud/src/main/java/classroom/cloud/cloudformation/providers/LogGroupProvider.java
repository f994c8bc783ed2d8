package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.logs.Logs;
import classroom.template.AwsEnvironment;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::Logs::LogGroup}. Its ARN ends in {@code :*}, as CloudFormation gives it. */
final class LogGroupProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("LogGroupName")
            .carries("RetentionInDays", "Tags")
            .refuses("ResourcePolicyDocument")
            .usually("LogGroupClass", "STANDARD");

    private final Logs logs;
    private final AwsEnvironment place;

    LogGroupProvider(Logs logs, AwsEnvironment place) {
        this.logs = logs;
        this.place = place;
    }

    @Override
    public String type() {
        return "AWS::Logs::LogGroup";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("LogGroupName");
    }

    @Override
    public Physical create(Desired desired) {
        String name = desired.nameFrom("LogGroupName");
        logs.createGroup(name, desired.properties().integer("RetentionInDays", 0), desired.tags());
        return new Physical(name, Map.of("Arn", place.arn("logs", "log-group:" + name + ":*")));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        logs.retain(current.id(), retention(desired));
        logs.retag(current.id(), desired.tags());
        return current;
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        String name = current.id();
        if (!logs.contains(name)) {
            return Reading.GONE;
        }
        int days = logs.retentionDays(name);
        return Reading.found()
                .with("LogGroupName", name)
                .with("RetentionInDays", days == 0 ? null : days)
                .withTags(logs.tags(name));
    }

    @Override
    public void delete(Physical current, Properties properties) {
        try {
            logs.deleteGroup(current.id());
        } catch (AwsError e) {
            if (!"ResourceNotFoundException".equals(e.code())) {
                throw e;
            }
        }
    }

    /** 0 is for ever. */
    private static int retention(Desired desired) {
        return desired.properties().integer("RetentionInDays", 0);
    }
}

package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.ssm.Parameters;
import classroom.cloud.ssm.Parameters.Wanted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::SSM::Parameter}. Its tags are a map, unlike those of other types. */
final class ParameterProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("Name")
            .carries("Description", "Tags", "Type", "Value")
            .usually("DataType", "text")
            .usually("Tier", "Standard");

    private final Parameters parameters;

    ParameterProvider(Parameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public String type() {
        return "AWS::SSM::Parameter";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("Name");
    }

    @Override
    public Physical create(Desired desired) {
        String name = desired.nameFrom("Name");
        parameters.create(wanted(name, desired.properties()), tags(desired));
        return physical(name, desired.properties());
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        parameters.overwrite(wanted(current.id(), desired.properties()));
        parameters.retag(current.id(), tags(desired));
        return physical(current.id(), desired.properties());
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        String name = current.id();
        return parameters
                .settings(name)
                .map(parameter -> Reading.found()
                        .with("Name", name)
                        .with("Type", parameter.type())
                        .with("Value", parameter.value())
                        .with("Description", parameter.description())
                        .with("Tags", parameters.tags(name)))
                .orElse(Reading.GONE);
    }

    @Override
    public void delete(Physical current, Properties properties) {
        parameters.delete(current.id());
    }

    private static Wanted wanted(String name, Properties properties) {
        return new Wanted(
                name,
                properties.required("Type"),
                properties.required("Value"),
                properties.text("Description").orElse(""));
    }

    private static Map<String, String> tags(Desired desired) {
        Map<String, String> tags = new LinkedHashMap<>(desired.stackTags());
        tags.putAll(desired.properties().map("Tags"));
        return tags;
    }

    private static Physical physical(String name, Properties properties) {
        return new Physical(name, Map.of("Type", properties.required("Type"), "Value", properties.required("Value")));
    }
}

package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.asynchronous.AsynchronousInvocations;
import classroom.cloud.lambda.asynchronous.EventInvokeConfig;
import classroom.cloud.lambda.environment.FunctionName;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code AWS::Lambda::EventInvokeConfig}: what becomes of asynchronous invocations of a function. */
final class EventInvokeConfigProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("FunctionName", "Qualifier")
            .carries(
                    "DestinationConfig.OnFailure.Destination",
                    "DestinationConfig.OnSuccess.Destination",
                    "MaximumEventAgeInSeconds",
                    "MaximumRetryAttempts");

    private final AsynchronousInvocations asynchronous;

    EventInvokeConfigProvider(AsynchronousInvocations asynchronous) {
        this.asynchronous = asynchronous;
    }

    @Override
    public String type() {
        return "AWS::Lambda::EventInvokeConfig";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Physical create(Desired desired) {
        FunctionName name = name(desired.properties());
        // The identifiers of CloudFormation's schema of the type, joined.
        String id = desired.properties().required("FunctionName") + "|"
                + desired.properties().required("Qualifier");
        if (asynchronous.configs().find(name).isPresent()) {
            throw new ResourceException(id + " already exists");
        }
        return put(name, desired, new Physical(id, Map.of()));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        return put(name(desired.properties()), desired, current);
    }

    private Physical put(FunctionName name, Desired desired, Physical physical) {
        Properties properties = desired.properties();
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (String number : List.of("MaximumEventAgeInSeconds", "MaximumRetryAttempts")) {
            if (properties.has(number)) {
                members.put(number, properties.integer(number, 0));
            }
        }
        if (properties.has("DestinationConfig")) {
            ObjectNode destinations = members.putObject("DestinationConfig");
            for (String outcome : List.of("OnFailure", "OnSuccess")) {
                properties
                        .in("DestinationConfig")
                        .in(outcome)
                        .text("Destination")
                        .ifPresent(arn -> destinations.putObject(outcome).put("Destination", arn));
            }
        }
        asynchronous.configs().put(name, members);
        return physical;
    }

    private static FunctionName name(Properties properties) {
        return FunctionName.parse(properties.required("FunctionName"), properties.required("Qualifier"));
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        return asynchronous
                .configs()
                .find(name(properties))
                .map(config -> Reading.found()
                        .with("FunctionName", properties.required("FunctionName"))
                        .with("Qualifier", properties.required("Qualifier"))
                        .with("MaximumEventAgeInSeconds", config.maximumEventAgeInSeconds())
                        .with("MaximumRetryAttempts", config.maximumRetryAttempts())
                        .with("DestinationConfig", destinations(config)))
                .orElse(Reading.GONE);
    }

    /** {@code null} if none are set. */
    private static Map<String, Object> destinations(EventInvokeConfig config) {
        if (config.destinations() == null) {
            return null;
        }
        Map<String, Object> destinations = new HashMap<>();
        destinations.put("OnFailure", destination(config.onFailure()));
        destinations.put("OnSuccess", destination(config.onSuccess()));
        return destinations;
    }

    /** {@code null} if there is none. */
    static Map<String, String> destination(String arn) {
        return arn == null ? null : Map.of("Destination", arn);
    }

    @Override
    public void delete(Physical current, Properties properties) {
        try {
            asynchronous.configs().delete(name(properties));
        } catch (AwsError e) {
            if (!"ResourceNotFoundException".equals(e.code())) {
                throw e;
            }
        }
    }
}

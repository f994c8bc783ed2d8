package classroom.cloud.lambda.asynchronous;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Members;
import classroom.cloud.lambda.asynchronous.EventInvokeConfig.Destinations;
import classroom.cloud.lambda.environment.Deployment;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.template.api.Api;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The {@link EventInvokeConfig}s of the class. Words and codes: recorded on AWS on 2025-11-25 by LocalStack's {@code
 * test_lambda_eventinvokeconfig_exceptions}, where nothing else is said.
 */
public final class EventInvokeConfigs {
    private static final Members MEMBERS = Members.constrained("lambda", "ValidationException");

    private final Access access;
    private final Clock clock;
    private final Map<String, EventInvokeConfig> configs = new ConcurrentSkipListMap<>();

    EventInvokeConfigs(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
        access.functions().onDelete(name -> configs.keySet().removeIf(key -> key.startsWith(name + ":")));
    }

    /** {@code name:qualifier} of {@code name} or {@code name:qualifier}. */
    static String qualified(String reference) {
        return reference.indexOf(':') < 0 ? reference + ":" + Deployment.LATEST : reference;
    }

    /** What is set for a function, or Lambda's defaults. */
    EventInvokeConfig of(String function) {
        return configs.getOrDefault(function, EventInvokeConfig.none(function));
    }

    /**
     * Sets everything anew, as a template says it.
     *
     * @param members as of the operation PutFunctionEventInvokeConfig
     * @throws AwsError if they break what Lambda's model says, or the class cannot carry them out
     */
    public EventInvokeConfig put(FunctionName name, ObjectNode members) {
        members.put("FunctionName", name.name());
        return put(
                name,
                EventInvokeConfig.of(MEMBERS.read(
                        null, Api.of("lambda").operations().get("PutFunctionEventInvokeConfig"), members)));
    }

    /** Sets everything anew: what is {@code null} is not set any more. */
    public EventInvokeConfig put(FunctionName name, EventInvokeConfig wanted) {
        EventInvokeConfig checked = checked(name, wanted);
        configs.put(checked.function(), checked);
        return checked;
    }

    /**
     * Changes what is not {@code null}.
     *
     * @throws AwsError {@code ResourceNotFoundException} if there is no such function or no configuration
     */
    public EventInvokeConfig update(FunctionName name, EventInvokeConfig changes) {
        function(name);
        EventInvokeConfig checked = get(name).with(checked(name, changes));
        configs.put(checked.function(), checked);
        return checked;
    }

    /** @throws AwsError {@code ResourceNotFoundException} if there is no configuration */
    public EventInvokeConfig get(FunctionName name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    /** The configuration of a function, version or alias, if there is one. */
    public Optional<EventInvokeConfig> find(FunctionName name) {
        access.functions().checkReachable(name);
        return Optional.ofNullable(configs.get(qualified(name.reference())));
    }

    /** @throws AwsError {@code ResourceNotFoundException} if there is no configuration */
    public void delete(FunctionName name) {
        get(name);
        configs.remove(qualified(name.reference()));
    }

    private AwsError missing(FunctionName name) {
        return new AwsError(
                404,
                "ResourceNotFoundException",
                "The function " + access.functions().arn(qualified(name.reference()))
                        + " doesn't have an EventInvokeConfig");
    }

    /**
     * The configurations of a function, its versions and aliases, in that order.
     *
     * @throws AwsError {@code ResourceNotFoundException} if there is no such function
     */
    public List<EventInvokeConfig> list(FunctionName name) {
        function(name);
        return configs.values().stream()
                .filter(config -> config.function().startsWith(name.name() + ":"))
                .toList();
    }

    private Function function(FunctionName name) {
        access.functions().checkReachable(name);
        return access.functions()
                .find(name.reference())
                .orElseThrow(() -> new AwsError(404, "ResourceNotFoundException", "The function doesn't exist."));
    }

    private EventInvokeConfig checked(FunctionName name, EventInvokeConfig wanted) {
        if (wanted.isEmpty()) {
            throw invalid("You must specify at least one of error handling or destination setting.");
        }
        Function function = function(name);
        destination(function, wanted.onSuccess(), wanted.destinations());
        destination(function, wanted.onFailure(), wanted.destinations());
        return new EventInvokeConfig(
                qualified(name.reference()),
                wanted.maximumRetryAttempts(),
                wanted.maximumEventAgeInSeconds(),
                wanted.destinations(),
                clock.instant());
    }

    private void destination(Function function, String arn, Destinations all) {
        if (arn == null) {
            return;
        }
        switch (Destination.service(arn)) {
            case "sns", "events", "s3" ->
                throw invalid("The local class sends records of asynchronous invocations to SQS queues and functions"
                        + " only, not to " + arn + ".");
            default -> {}
        }
        Destination destination = Destination.of(arn)
                .orElseThrow(() -> invalid("The provided destination config DestinationConfig(onSuccess="
                        + shown("OnSuccess", all.onSuccess()) + ", onFailure=" + shown("OnFailure", all.onFailure())
                        + ") is invalid."));
        if (!access.exists(destination)) {
            throw invalid("The destination ARN " + arn + " is invalid.");
        }
        if (!destination.isQueue() && FunctionName.parse(arn, null).name().equals(function.name())) {
            throw invalid("You can't specify the function as a destination for itself.");
        }
        if (!access.allows(function, destination)) {
            // Reported of AWS in the Terraform provider's lambda_function_event_invoke_config, among others.
            throw invalid("The function's execution role does not have permissions to call " + destination.action()
                    + " on " + arn);
        }
    }

    private static String shown(String member, String arn) {
        return arn == null ? "null" : member + "(destination=" + arn + ")";
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }
}

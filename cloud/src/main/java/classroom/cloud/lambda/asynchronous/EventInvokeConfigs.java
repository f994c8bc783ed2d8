package classroom.cloud.lambda.asynchronous;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.asynchronous.EventInvokeConfig.Destinations;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.FunctionName;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * The {@link EventInvokeConfig}s of the class. Words and codes: recorded on AWS on 2025-11-25 by LocalStack's {@code
 * test_lambda_eventinvokeconfig_exceptions}, where nothing else is said.
 */
public final class EventInvokeConfigs {
    private static final String LATEST = "$LATEST";

    /** Lambda's model, {@code DestinationArn}. */
    private static final String DESTINATION =
            "$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:"
                    + "((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";

    private static final Pattern DESTINATIONS = Pattern.compile(DESTINATION);
    private static final int MOST_RETRIES = 2;
    private static final int LEAST_SECONDS = 60;
    private static final int MOST_SECONDS = 21_600;

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
        return reference.indexOf(':') < 0 ? reference + ":" + LATEST : reference;
    }

    /** What is set for a function, or Lambda's defaults. */
    EventInvokeConfig of(String function) {
        return configs.getOrDefault(function, EventInvokeConfig.none(function));
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
     * @throws AwsError {@code ResourceNotFoundException} if there is no configuration
     */
    public EventInvokeConfig update(FunctionName name, EventInvokeConfig changes) {
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
        between(0, wanted.maximumRetryAttempts(), MOST_RETRIES, "maximumRetryAttempts");
        between(LEAST_SECONDS, wanted.maximumEventAgeInSeconds(), MOST_SECONDS, "maximumEventAgeInSeconds");
        form(wanted.onSuccess(), "onSuccess");
        form(wanted.onFailure(), "onFailure");
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

    private static void form(String arn, String member) {
        if (arn != null && !DESTINATIONS.matcher(arn).matches()) {
            throw AwsError.violation(
                    "ValidationException",
                    arn,
                    "destinationConfig." + member + ".destination",
                    "Member must satisfy regular expression pattern: " + DESTINATION);
        }
    }

    private static void between(int least, Integer value, int most, String member) {
        if (value != null && (value < least || value > most)) {
            throw AwsError.violation(
                    "ValidationException",
                    Integer.toString(value),
                    member,
                    value < least
                            ? "Member must have value greater than or equal to " + least
                            : "Member must have value less than or equal to " + most);
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }
}

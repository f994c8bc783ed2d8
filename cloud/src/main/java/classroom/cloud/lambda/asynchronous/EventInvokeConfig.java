package classroom.cloud.lambda.asynchronous;

import classroom.cloud.gateway.JsonRequest;
import java.time.Instant;

/**
 * What becomes of asynchronous invocations of one function, version or alias (Lambda API Reference,
 * "FunctionEventInvokeConfig").
 *
 * @param function {@code name:qualifier}; {@code null} in what is wanted of one
 * @param maximumRetryAttempts {@code null} if not set
 * @param maximumEventAgeInSeconds {@code null} if not set
 * @param destinations where records go; {@code null} if not set
 * @param modified when it was put or updated
 */
public record EventInvokeConfig(
        String function,
        Integer maximumRetryAttempts,
        Integer maximumEventAgeInSeconds,
        Destinations destinations,
        Instant modified) {
    /** Lambda's default for {@code maximumRetryAttempts}. */
    static final int RETRIES = 2;

    /** Lambda's default for {@code maximumEventAgeInSeconds}: 6 hours. */
    static final int AGE_SECONDS = 21_600;

    /**
     * The ARNs of queues or functions that get a record of each invocation.
     *
     * @param onSuccess {@code null} for none
     * @param onFailure {@code null} for none
     */
    public record Destinations(String onSuccess, String onFailure) {
        static final Destinations NONE = new Destinations(null, null);
    }

    /** What a request of PutFunctionEventInvokeConfig or UpdateFunctionEventInvokeConfig sets. */
    public static EventInvokeConfig of(JsonRequest request) {
        JsonRequest destinations = request.structure("DestinationConfig");
        return new EventInvokeConfig(
                null,
                number(request, "MaximumRetryAttempts"),
                number(request, "MaximumEventAgeInSeconds"),
                request.has("DestinationConfig")
                        ? new Destinations(
                                destination(destinations, "OnSuccess"), destination(destinations, "OnFailure"))
                        : null,
                Instant.EPOCH);
    }

    private static Integer number(JsonRequest request, String member) {
        return request.has(member) ? request.integer(member, 0) : null;
    }

    private static String destination(JsonRequest destinations, String member) {
        String arn = destinations.structure(member).text("Destination");
        return arn.isEmpty() ? null : arn;
    }

    /** The settings of a function that has no configuration. */
    static EventInvokeConfig none(String function) {
        return new EventInvokeConfig(function, null, null, null, Instant.EPOCH);
    }

    /** Whether it sets nothing. */
    boolean isEmpty() {
        return maximumRetryAttempts == null && maximumEventAgeInSeconds == null && destinations == null;
    }

    /** This configuration with what another one sets. */
    EventInvokeConfig with(EventInvokeConfig changes) {
        return new EventInvokeConfig(
                function,
                changes.maximumRetryAttempts == null ? maximumRetryAttempts : changes.maximumRetryAttempts,
                changes.maximumEventAgeInSeconds == null ? maximumEventAgeInSeconds : changes.maximumEventAgeInSeconds,
                changes.destinations == null ? destinations : changes.destinations,
                changes.modified);
    }

    int retries() {
        return maximumRetryAttempts == null ? RETRIES : maximumRetryAttempts;
    }

    int ageSeconds() {
        return maximumEventAgeInSeconds == null ? AGE_SECONDS : maximumEventAgeInSeconds;
    }

    /** The ARN that gets the record of a success, {@code null} for none. */
    public String onSuccess() {
        return destinations == null ? null : destinations.onSuccess();
    }

    /** The ARN that gets the record of a failure, {@code null} for none. */
    public String onFailure() {
        return destinations == null ? null : destinations.onFailure();
    }
}

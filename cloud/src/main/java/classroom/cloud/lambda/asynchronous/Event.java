package classroom.cloud.lambda.asynchronous;

import classroom.cloud.lambda.environment.Invocation;
import java.time.Instant;

/**
 * An invocation on its way.
 *
 * @param function {@code name:qualifier}
 * @param accepted when it was accepted
 * @param chain how many invocations have led to it by way of destinations
 * @param calls how often the function has run
 * @param refusals how often in all Lambda could not run it
 * @param last the result of its last run, {@code null} if there was none
 * @param refusal why Lambda could not run it the last time, {@code null} if it could
 */
record Event(
        String function,
        Invocation invocation,
        Instant accepted,
        int chain,
        int calls,
        int refusals,
        Invocation.Result last,
        RuntimeException refusal) {

    static Event of(String function, Invocation invocation, Instant accepted, int chain) {
        return new Event(function, invocation, accepted, chain, 0, 0, null, null);
    }

    /** This event after another run. */
    Event called(Invocation.Result result) {
        return new Event(function, invocation, accepted, chain, calls + 1, refusals, result, null);
    }

    /** This event after another attempt that did not reach the function. */
    Event refused(RuntimeException reason) {
        return new Event(function, invocation, accepted, chain, calls, refusals + 1, last, reason);
    }
}

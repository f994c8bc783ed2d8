package classroom.cloud.lambda.environment;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * One request to run a function.
 *
 * @param requestId the id that the function, its logs and the answer carry
 * @param payload the event, a JSON text
 * @param clientContext the decoded {@code X-Amz-Client-Context}, {@code ""} for none
 */
public record Invocation(String requestId, byte[] payload, String clientContext) {
    /** The largest event of a synchronous invocation, in bytes ("Lambda quotas"). */
    public static final int REQUEST_LIMIT = 6_291_456;

    /** How Lambda writes a time: always with three decimals. */
    public static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /**
     * The result of an invocation.
     *
     * @param version the version that ran
     * @param payload the function's answer, or the error as a JSON text
     * @param failed whether the function failed ({@code X-Amz-Function-Error: Unhandled})
     * @param logTail the last 4 KB that this invocation logged
     */
    public record Result(String version, byte[] payload, boolean failed, byte[] logTail) {}
}

package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.logs.Logs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A function as the template states it.
 *
 * @param code the asset as CDK packaged it: a jar or zip file, or a folder
 * @param role the ARN of its execution role
 * @param logGroup the log group it writes to
 * @param tags its tags
 * @param deadLetters the ARN of the queue that gets events which it could not handle; {@code null} for none
 * @param shown what the Lambda API shows of it and the local class does nothing with
 * @param snapStart whether its versions start from a snapshot
 */
public record Function(
        String name,
        String description,
        String handler,
        String runtime,
        Path code,
        Map<String, String> environment,
        int memoryMb,
        Duration timeout,
        String role,
        String logGroup,
        Map<String, String> tags,
        String deadLetters,
        Shown shown,
        boolean snapStart) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    private static final Pattern HANDLER = Pattern.compile("[^\\s]{1,128}");
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])+");
    private static final Set<String> RUNTIMES = Set.of("java8.al2", "java11", "java17", "java21", "java25");
    private static final int LONGEST_DESCRIPTION = 256;
    private static final int LEAST_MEMORY_MB = 128;
    private static final int MOST_MEMORY_MB = 10_240;
    private static final int LONGEST_TIMEOUT_SECONDS = 900;
    private static final int LARGEST_ENVIRONMENT = 4096;

    /** Lambda Developer Guide, "Defined runtime environment variables": those that are reserved. */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    /** Settings that describe where a function runs on AWS. */
    public record Shown(String architecture, int ephemeralStorageMb, String tracing) {
        /** Lambda's defaults. */
        public static final Shown DEFAULT = new Shown("x86_64", 512, "PassThrough");
    }

    /** This function with another architecture. */
    public Function withArchitecture(String other) {
        return with(description, code, tags, new Shown(other, shown.ephemeralStorageMb(), shown.tracing()));
    }

    /** This function with other code. */
    public Function withCode(Path other) {
        return with(description, other, tags, shown);
    }

    /** This function as one of its versions: with that description, without tags. */
    Function described(String itsDescription) {
        return with(itsDescription, code, Map.of(), shown);
    }

    private Function with(String newDescription, Path newCode, Map<String, String> newTags, Shown newShown) {
        return new Function(
                name,
                newDescription,
                handler,
                runtime,
                newCode,
                environment,
                memoryMb,
                timeout,
                role,
                logGroup,
                newTags,
                deadLetters,
                newShown,
                snapStart);
    }

    /** @throws AwsError if Lambda would not create it (Lambda API Reference, CreateFunction), or the class cannot */
    void check() {
        matches(NAME, name, "functionName");
        matches(HANDLER, handler, "handler");
        between(LEAST_MEMORY_MB, memoryMb, MOST_MEMORY_MB, "memorySize");
        between(1, Math.toIntExact(timeout.toSeconds()), LONGEST_TIMEOUT_SECONDS, "timeout");
        if (description.length() > LONGEST_DESCRIPTION) {
            throw violation(
                    description, "description", "Member must have length less than or equal to " + LONGEST_DESCRIPTION);
        }
        if (!runtime.startsWith("java")) {
            throw invalid("The local class runs Java functions only, not " + runtime + ".");
        }
        if (!RUNTIMES.contains(runtime)) {
            throw invalid(
                    "Value " + runtime + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value"
                            + " set: " + new TreeSet<>(RUNTIMES) + " or be a valid ARN");
        }
        Logs.checkName(logGroup);
        checkEnvironment();
    }

    private void checkEnvironment() {
        String refused =
                "Lambda was unable to configure your environment variables because the environment variables you"
                        + " have provided ";
        Set<String> reserved = new TreeSet<>(environment.keySet());
        reserved.retainAll(RESERVED);
        if (!reserved.isEmpty()) {
            throw invalid(refused + "contains reserved keys that are currently not supported for modification. Reserved"
                    + " keys used in this request: " + String.join(", ", reserved));
        }
        int size = 0;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            matches(VARIABLE, variable.getKey(), "environment.variables");
            size += (variable.getKey() + variable.getValue()).getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > LARGEST_ENVIRONMENT) {
            throw invalid(refused + "exceeded the 4KB limit.");
        }
    }

    private static void matches(Pattern pattern, String value, String member) {
        if (!pattern.matcher(value).matches()) {
            throw violation(value, member, "Member must satisfy regular expression pattern: " + pattern);
        }
    }

    private static void between(int least, int value, int most, String member) {
        if (value < least) {
            throw violation(
                    Integer.toString(value), member, "Member must have value greater than or equal to " + least);
        }
        if (value > most) {
            throw violation(Integer.toString(value), member, "Member must have value less than or equal to " + most);
        }
    }

    private static AwsError violation(String value, String member, String rule) {
        return AwsError.violation("ValidationException", value, member, rule);
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }
}

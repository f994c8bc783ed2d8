package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request names a function: its name, partial ARN or ARN (AWS Lambda API reference, "FunctionName").
 *
 * @param region {@code null} if the request has none
 * @param account {@code null} if the request has none
 * @param qualifier a version or alias, {@code null} if the request has none
 */
public record FunctionName(String region, String account, String name, String qualifier) {
    private static final String FORM =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
                    + "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
    private static final Pattern PATTERN = Pattern.compile(FORM);

    public static FunctionName parse(String text, String qualifier) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw AwsError.violation(
                    "ValidationException",
                    text,
                    "functionName",
                    "Member must satisfy regular expression pattern: " + FORM);
        }
        String own = matcher.group(12);
        if (own != null && qualifier != null && !own.equals(qualifier)) {
            throw new AwsError(
                    400,
                    "InvalidParameterValueException",
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionName(
                withoutColon(matcher.group(3)),
                withoutColon(matcher.group(8)),
                matcher.group(10),
                own == null ? qualifier : own);
    }

    /** What names it within the class: {@code name} or {@code name:qualifier}. */
    public String reference() {
        return qualifier == null ? name : name + ":" + qualifier;
    }

    /** This name with the qualifier {@code $LATEST}, if it has none. */
    public FunctionName orLatest() {
        return qualifier == null ? new FunctionName(region, account, name, Deployment.LATEST) : this;
    }

    private static String withoutColon(String part) {
        return part == null ? null : part.substring(0, part.length() - 1);
    }
}

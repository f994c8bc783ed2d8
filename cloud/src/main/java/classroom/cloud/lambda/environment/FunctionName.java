package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import classroom.template.api.Api;
import classroom.template.api.Violations;
import com.fasterxml.jackson.databind.node.TextNode;
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
    /** Where the parts are; Lambda's model says which characters they may have. */
    private static final Pattern PARTS = Pattern.compile("(arn:[^:]*:lambda:)?"
            + "((?<region>(eusc-)?[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\\d):)?"
            + "((?<account>\\d{12}):)?(function:)?(?<name>[^:]+)(:(?<qualifier>[^:]+))?");

    /**
     * Takes a name apart.
     *
     * @param text which the model of the request allows
     * @param qualifier of the request, {@code null} for none
     * @throws AwsError if it has too many parts, or a qualifier other than the request's
     */
    public static FunctionName parse(String text, String qualifier) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw AwsError.violations(
                    "ValidationException",
                    Violations.of(
                            Api.of("lambda").shape("NamespacedFunctionName"), TextNode.valueOf(text), "functionName"));
        }
        String own = parts.group("qualifier");
        if (own != null && qualifier != null && !own.equals(qualifier)) {
            throw new AwsError(
                    400,
                    "InvalidParameterValueException",
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionName(
                parts.group("region"), parts.group("account"), parts.group("name"), own == null ? qualifier : own);
    }

    /** What names it within the class: {@code name} or {@code name:qualifier}. */
    public String reference() {
        return qualifier == null ? name : name + ":" + qualifier;
    }

    /** This name with the qualifier {@code $LATEST}, if it has none. */
    public FunctionName orLatest() {
        return qualifier == null ? new FunctionName(region, account, name, Deployment.LATEST) : this;
    }
}

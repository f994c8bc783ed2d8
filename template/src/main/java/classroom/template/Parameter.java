package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A parameter that a template declares (CloudFormation User Guide, "CloudFormation template Parameters syntax"). Errors
 * in a value have CloudFormation's words.
 *
 * @param name its name
 * @param declaration as the template writes it
 */
public record Parameter(String name, JsonNode declaration) {
    private static final Set<String> ATTRIBUTES = Set.of(
            "Type",
            "Default",
            "Description",
            "NoEcho",
            "AllowedValues",
            "AllowedPattern",
            "MinLength",
            "MaxLength",
            "MinValue",
            "MaxValue",
            "ConstraintDescription");
    private static final String SSM_VALUE = "AWS::SSM::Parameter::Value<";
    /**
     * CloudFormation User Guide, "Specify existing resources at runtime with CloudFormation-supplied parameter types".
     */
    private static final String OF_AWS = "AWS::EC2::(AvailabilityZone::Name|Image::Id|Instance::Id|KeyPair::KeyName|"
            + "SecurityGroup::GroupName|SecurityGroup::Id|Subnet::Id|Volume::Id|VPC::Id)|AWS::Route53::HostedZone::Id";

    private static final Pattern PLAIN_TYPE =
            Pattern.compile("String|Number|CommaDelimitedList|AWS::SSM::Parameter::Name|List<(String|Number)>|" + OF_AWS
                    + "|List<(" + OF_AWS + ")>");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,100}(\\.\\d{1,100})?");

    /** CloudFormation User Guide, "Understand CloudFormation quotas": in bytes. */
    private static final int LONGEST = 4096;

    /** Refuses a declaration that CloudFormation would refuse. */
    static Parameter of(String name, JsonNode declaration) {
        declaration.fieldNames().forEachRemaining(attribute -> {
            if (!ATTRIBUTES.contains(attribute)) {
                throw new TemplateException("Invalid template parameter property '" + attribute + "'");
            }
        });
        if (!declaration.path("Type").isTextual()) {
            throw new TemplateException("Template format error: Every Parameters object must contain a Type member.");
        }
        Parameter parameter = new Parameter(name, declaration);
        if (!PLAIN_TYPE
                .matcher(parameter.isSsmValue() ? parameter.stored() : parameter.type())
                .matches()) {
            throw new TemplateException("Template format error: Unrecognized parameter type: " + parameter.type());
        }
        if (!declaration.path("Default").isMissingNode()
                && !declaration.get("Default").isValueNode()) {
            throw new TemplateException("Template format error: Every Default member must be a string.");
        }
        if (!declaration.path("AllowedValues").isMissingNode()
                && !declaration.get("AllowedValues").isArray()) {
            throw new TemplateException("Template format error: Every AllowedValues member must be a list.");
        }
        if (!declaration.path("NoEcho").asText("true").matches("(?i)true|false")) {
            throw new TemplateException("Template format error: Every NoEcho member must be true or false.");
        }
        parameter.checkOrder("MinLength", "MaxLength");
        parameter.checkOrder("MinValue", "MaxValue");
        if (parameter.defaultValue() != null) {
            parameter.check(parameter.defaultValue());
        }
        return parameter;
    }

    /** For example {@code String}, {@code CommaDelimitedList} or {@code AWS::SSM::Parameter::Value&lt;String&gt;}. */
    public String type() {
        return declaration.path("Type").asText();
    }

    /** What holds when the caller gives no value, or null if the caller must. */
    public String defaultValue() {
        return declaration.hasNonNull("Default") ? declaration.get("Default").asText() : null;
    }

    /** The values that it may have; empty if it may have any. */
    public List<String> allowedValues() {
        return declaration
                .path("AllowedValues")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    /** The description; empty if the template has none. */
    public String description() {
        return declaration.path("Description").asText();
    }

    /** Whether the value is secret ({@code NoEcho}). */
    public boolean noEcho() {
        return declaration.path("NoEcho").asBoolean(false);
    }

    /** Whether the value is the name of a parameter of AWS Systems Manager, whose value is meant. */
    public boolean isSsmValue() {
        return type().startsWith(SSM_VALUE) && type().endsWith(">");
    }

    /** Whether a reference gives a list: the value is split at its commas. */
    public boolean isList() {
        String inner = isSsmValue() ? stored() : type();
        return inner.equals("CommaDelimitedList") || inner.startsWith("List<");
    }

    /** The type of the parameter of Systems Manager. */
    private String stored() {
        return type().substring(SSM_VALUE.length(), type().length() - 1);
    }

    private void checkOrder(String least, String most) {
        if (declaration.has(least) && declaration.has(most) && bound(least).compareTo(bound(most)) > 0) {
            throw new TemplateException(
                    "Template error: Parameter '" + name + "' " + least + " must be less than " + most + ".");
        }
    }

    /** @throws TemplateException if the value is not one that the template allows */
    void check(String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new TemplateException("Parameter '" + name + "' must contain at most " + LONGEST + " bytes");
        }
        elements(value).forEach(this::checkElement);
    }

    private void checkElement(String value) {
        List<String> allowed = allowedValues();
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            throw refused("must be one of AllowedValues");
        }
        if (declaration.has("AllowedPattern")
                && !matches(declaration.get("AllowedPattern").asText(), value)) {
            throw refused(
                    "must match pattern " + declaration.get("AllowedPattern").asText());
        }
        if (type().equals("Number") || type().equals("List<Number>")) {
            checkNumber(value);
        }
        int length = value.codePointCount(0, value.length());
        if (declaration.has("MinLength") && length < bound("MinLength").intValue()) {
            throw refused("must contain at least " + bound("MinLength") + " characters");
        }
        if (declaration.has("MaxLength") && length > bound("MaxLength").intValue()) {
            throw refused("must contain at most " + bound("MaxLength") + " characters");
        }
    }

    private void checkNumber(String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw refused("must be a number.");
        }
        BigDecimal number = new BigDecimal(value);
        if (declaration.has("MinValue") && number.compareTo(bound("MinValue")) < 0) {
            throw refused("must be a number not less than " + bound("MinValue"));
        }
        if (declaration.has("MaxValue") && number.compareTo(bound("MaxValue")) > 0) {
            throw refused("must be a number not greater than " + bound("MaxValue"));
        }
    }

    /** The elements of a list, each of which must be allowed; or the value. */
    private Stream<String> elements(String value) {
        return isList() && !isSsmValue() ? Stream.of(value.split(",")).map(String::strip) : Stream.of(value);
    }

    private BigDecimal bound(String attribute) {
        String text = declaration.get(attribute).asText();
        if (!NUMBER.matcher(text).matches()) {
            throw new TemplateException(
                    "Template format error: " + attribute + " of the parameter " + name + " must be a number");
        }
        return new BigDecimal(text);
    }

    private TemplateException refused(String constraint) {
        return new TemplateException(
                declaration.has("ConstraintDescription")
                        ? "Parameter " + name + " failed to satisfy constraint: "
                                + declaration.get("ConstraintDescription").asText()
                        : "Parameter '" + name + "' " + constraint);
    }

    private boolean matches(String pattern, String value) {
        try {
            return Pattern.matches(pattern, new Bounded(value));
        } catch (StackOverflowError tooDeep) {
            throw Bounded.tooMuch();
        } catch (PatternSyntaxException e) {
            throw new TemplateException("Template format error: AllowedPattern of the parameter " + name
                    + " is not a regular expression: " + e.getDescription());
        }
    }

    /** A value that a pattern may look at so often and no oftener: {@code (a+)+} would look for ever. */
    private static final class Bounded implements CharSequence {
        private static final int MOST = 10_000_000;

        private final String value;
        private int looks;

        private Bounded(String value) {
            this.value = value;
        }

        private static TemplateException tooMuch() {
            return new TemplateException(
                    "Template format error: an AllowedPattern takes too long to match; make it simpler");
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST) {
                throw tooMuch();
            }
            return value.charAt(index);
        }

        @Override
        public int length() {
            return value.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return value.subSequence(start, end);
        }

        @Override
        public String toString() {
            return value;
        }
    }
}

package classroom.template;

import java.util.List;

/**
 * A parameter that a template declares.
 *
 * @param name its name
 * @param type for example <code>String</code>, <code>CommaDelimitedList</code> or
 *     <code>AWS::SSM::Parameter::Value&lt;String&gt;</code>
 * @param defaultValue what holds when the caller gives no value, or null if the caller must
 * @param allowedValues empty if any value will do
 * @param allowedPattern a regular expression for the whole value, or null
 * @param noEcho whether the value is told to nobody
 */
public record Parameter(
        String name,
        String type,
        String defaultValue,
        List<String> allowedValues,
        String allowedPattern,
        boolean noEcho) {
    private static final String SSM_VALUE = "AWS::SSM::Parameter::Value<";

    /** Whether the value is the name of a parameter of AWS Systems Manager, whose value is meant. */
    public boolean isSsmValue() {
        return type.startsWith(SSM_VALUE);
    }

    /** Whether a reference gives a list: the value is split at its commas. */
    public boolean isList() {
        String inner = isSsmValue() ? type.substring(SSM_VALUE.length(), type.length() - 1) : type;
        return inner.equals("CommaDelimitedList") || inner.startsWith("List<");
    }

    /** @throws TemplateException if the value is not one that the template allows */
    void check(String value) {
        Place place = Place.of("Parameters", name);
        if (!allowedValues.isEmpty() && !allowedValues.contains(value)) {
            throw new TemplateException(
                    place, "\"" + value + "\" is not allowed, only one of " + String.join(", ", allowedValues));
        }
        if (allowedPattern != null && !value.matches(allowedPattern)) {
            throw new TemplateException(place, "\"" + value + "\" does not match " + allowedPattern);
        }
        if (type.equals("Number") && !value.matches("[+-]?\\d+(\\.\\d+)?")) {
            throw new TemplateException(place, "\"" + value + "\" is not a number");
        }
    }
}

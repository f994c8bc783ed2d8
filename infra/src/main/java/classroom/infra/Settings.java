package classroom.infra;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may differ between two deployments of the class. Only {@link ClassroomApp} reads the context.
 *
 * @param student whose class it is when many share one account, or empty
 * @param billing of the tables
 * @param functions the jar that Lambda runs
 */
record Settings(String student, Billing billing, Path functions) {
    /** Short enough that every prefixed name stays within 64 characters, Lambda's limit and the least of all. */
    private static final Pattern STUDENT = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private static final int LONGEST_STUDENT = 20;

    /**
     * @param context answers a key's value, or null if it is not set
     * @throws InvalidSetting naming the key and what is allowed
     */
    static Settings of(Function<String, Object> context, Path functions) {
        return new Settings(student(context.apply("student")), billing(context.apply("billing")), functions);
    }

    /** The stack's name: of its own for each student. */
    String stackName() {
        return student.isEmpty() ? "Classroom" : "Classroom-" + student;
    }

    /** What AWS knows a resource by whose name in the lessons is this. */
    String physicalName(String name) {
        return student.isEmpty() ? name : student + "-" + name;
    }

    private static String student(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text
                && text.length() <= LONGEST_STUDENT
                && STUDENT.matcher(text).matches()) {
            return text;
        }
        throw new InvalidSetting(
                "student",
                value,
                "lower-case letters, digits and single hyphens between them, beginning with a letter, at most "
                        + LONGEST_STUDENT + " characters");
    }

    private static Billing billing(Object value) {
        if (value == null) {
            return Billing.PROVISIONED;
        }
        for (Billing billing : Billing.values()) {
            if (billing.toString().equals(value)) {
                return billing;
            }
        }
        throw new InvalidSetting(
                "billing",
                value,
                Arrays.stream(Billing.values()).map(Billing::toString).collect(Collectors.joining(" or ")));
    }
}

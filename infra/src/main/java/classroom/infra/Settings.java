package classroom.infra;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may differ between two deployments of the class. Only {@link ClassroomApp} reads the context.
 *
 * @param student whose class it is when many share one account, or empty
 * @param billing of the tables
 * @param budgetEmail who is told when the account costs something, or empty
 * @param selfDestruct whether the stack deletes itself when the class ends
 * @param snapStart whether functions are published with SnapStart
 * @param consent by what its cost is judged
 * @param functions the jar that Lambda runs
 */
record Settings(
        String student,
        Billing billing,
        String budgetEmail,
        boolean selfDestruct,
        boolean snapStart,
        Consent consent,
        Path functions) {
    /** Short enough that every prefixed name stays within 64 characters, Lambda's limit and the least of all. */
    private static final Pattern STUDENT = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private static final int LONGEST_STUDENT = 20;

    /** More classes than a school has pupils; the sum stays readable. */
    private static final Pattern STUDENTS = Pattern.compile("[1-9][0-9]{0,3}");

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,2})?");

    /** As much as can be said of an address without writing to it. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;]+@[^\\s@,;]+\\.[^\\s@,;.]+");

    private static final Pattern FLAG = Pattern.compile("true|false");

    /** What each allows, in words; the names of all settings. */
    private static final Map<String, String> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put(
                "student",
                "lower-case letters, digits and single hyphens between them, beginning with a letter, at most "
                        + LONGEST_STUDENT + " characters");
        ALLOWED.put(
                "billing",
                Arrays.stream(Billing.values()).map(Billing::toString).collect(Collectors.joining(" or ")));
        ALLOWED.put("students", "the number of classes that share the account, from 1 to 9999");
        ALLOWED.put("maxMonthlyUsd", "an amount in USD without a sign, such as 0 or 12.50");
        ALLOWED.put("budgetEmail", "one e-mail address");
        ALLOWED.put("selfDestruct", "true or false");
        ALLOWED.put("snapStart", "true or false");
    }

    /**
     * What the cost of the class is judged by.
     *
     * @param students how many classes like this one share the account and its allowance
     * @param maxMonthlyUsd what the worst month of all of them may cost
     * @param oneOfMany whether it is a student's class and nobody said how many there are
     */
    record Consent(int students, BigDecimal maxMonthlyUsd, boolean oneOfMany) {}

    /**
     * @param context every context value by its key; values are texts from the command line, of any type from cdk.json
     * @throws InvalidSetting naming the key and what is allowed
     */
    static Settings of(Map<String, ?> context, Path functions) {
        context.keySet().forEach(Settings::refuseMistyped);
        String student = student(context.get("student"));
        return new Settings(
                student,
                billing(context.get("billing")),
                matching("budgetEmail", context.get("budgetEmail"), ADDRESS, ""),
                flag("selfDestruct", context.get("selfDestruct")),
                flag("snapStart", context.get("snapStart")),
                new Consent(
                        Integer.parseInt(matching("students", context.get("students"), STUDENTS, "1")),
                        new BigDecimal(matching("maxMonthlyUsd", context.get("maxMonthlyUsd"), AMOUNT, "0")),
                        !student.isEmpty() && context.get("students") == null),
                functions);
    }

    /** The stack's name: of its own for each student. */
    String stackName() {
        return student.isEmpty() ? "Classroom" : "Classroom-" + student;
    }

    /** What AWS knows a resource by whose name in the lessons is this. */
    String physicalName(String name) {
        return student.isEmpty() ? name : student + "-" + name;
    }

    /** What everything of this class is found by; in order, for two synths are the same bytes. */
    SortedMap<String, String> tags() {
        SortedMap<String, String> tags = new TreeMap<>(Map.of("class", "classroom"));
        if (!student.isEmpty()) {
            tags.put("student", student);
        }
        return tags;
    }

    private static String student(Object value) {
        if (value instanceof String text && text.length() > LONGEST_STUDENT) {
            throw invalid("student", value);
        }
        // Letters, though YAML and JSON have words that are none: true is no name.
        if (value != null && !(value instanceof String)) {
            throw invalid("student", value);
        }
        return matching("student", value, STUDENT, "");
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
        throw invalid("billing", value);
    }

    private static boolean flag(String key, Object value) {
        return Boolean.parseBoolean(matching(key, value, FLAG, "false"));
    }

    private static String matching(String key, Object value, Pattern allowed, String absent) {
        if (value == null) {
            return absent;
        }
        String text = text(value);
        if (!allowed.matcher(text).matches()) {
            throw invalid(key, text);
        }
        return text;
    }

    /** A number of cdk.json comes through jsii as a double or an int, and 3 is to read as it was written. */
    private static String text(Object value) {
        return value instanceof Number number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : value.toString();
    }

    private static InvalidSetting invalid(String key, Object value) {
        return new InvalidSetting("-c " + key + "=" + value + ": " + key + " must be " + ALLOWED.get(key));
    }

    /**
     * A mistyped <code>maxMonthlyUSD</code> must not pass as none. The CDK's own keys and feature flags all have an
     * <code>@</code>, a colon or a slash; other words may be for another app, in <code>~/.cdk.json</code>, and pass.
     */
    private static void refuseMistyped(String key) {
        if (ALLOWED.containsKey(key) || !key.matches("[A-Za-z_-]+")) {
            return;
        }
        String word = plain(key);
        ALLOWED.keySet().stream()
                .filter(setting -> distance(word, plain(setting)) <= 2)
                .findFirst()
                .ifPresent(setting -> {
                    throw new InvalidSetting("-c " + key + ": there is no such setting; did you mean " + setting + "?");
                });
    }

    private static String plain(String key) {
        return key.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's: how many letters must be put in, taken out or exchanged to make one word of the other. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}

package classroom.infra;

import classroom.infra.guard.Consent;
import classroom.infra.parts.Billing;
import classroom.infra.parts.Deployment;
import classroom.template.language.Texts;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.services.lambda.Code;

/**
 * The settings that may differ between two deployments of the class. Only {@link ClassroomApp} reads the context.
 *
 * @param student the student's name when many classes share one account, or empty
 * @param region the only region where the class is deployed, or empty if the deployment decides
 * @param billing of the tables
 * @param budgetEmail the address that gets mail when the account costs something, or empty
 * @param selfDestruct when the class ends and its stack deletes itself, in UTC without a zone, or empty
 * @param snapStart whether functions are published with SnapStart
 * @param consent what the class may cost, and who may use it
 * @param functions the jar that Lambda runs
 */
record Settings(
        String student,
        String region,
        Billing billing,
        String budgetEmail,
        String selfDestruct,
        boolean snapStart,
        Consent consent,
        Path functions) {
    /** Short enough for prefixed names: Lambda allows 64 characters, less than the other services. */
    private static final Pattern STUDENT = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private static final int LONGEST_STUDENT = 20;

    /** More classes than a school has pupils; the sum stays readable. */
    private static final Pattern STUDENTS = Pattern.compile("[1-9][0-9]{0,3}");

    /** The Regions that have the always-free allowance: not China's, GovCloud's or the European Sovereign Cloud's. */
    private static final Pattern REGION =
            Pattern.compile("(af|ap|ca|eu|il|me|mx|sa|us)-(central|(north|south)?(east|west)|north|south)-[1-9]");

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,2})?");

    /** As much as can be said of an address without writing to it. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;]+@[^\\s@,;]+\\.[^\\s@,;.]+");

    /** Names of things of AWS, or ARNs, with commas between them. */
    private static final Pattern ANYBODY = Pattern.compile("[\\w.:/-]+(,[\\w.:/-]+)*");

    private static final Pattern FLAG = Pattern.compile("true|false");

    /** To the second: EventBridge Scheduler takes no other form. {@link #moment} checks that the day exists. */
    private static final Pattern MOMENT = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}");

    /** The names of all settings, and in words what each allows. */
    private static final Map<String, String> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put(
                "student",
                Texts.of(
                        "lower-case letters, digits and single hyphens between them, beginning with a letter,"
                                + " at most %d characters",
                        LONGEST_STUDENT));
        ALLOWED.put(
                "billing",
                Arrays.stream(Billing.values()).map(Billing::toString).collect(Collectors.joining(Texts.of(" or "))));
        ALLOWED.put("region", Texts.of("a Region of AWS, such as sa-east-1"));
        ALLOWED.put("students", Texts.of("the number of classes that one payer pays for in a Region, from 1 to 9999"));
        ALLOWED.put("maxMonthlyUsd", Texts.of("an amount in USD without a sign, such as 0 or 12.50"));
        ALLOWED.put(
                "allowAnybody",
                Texts.of("names of what anybody may use, as the cost guard prints them, with commas between them"));
        ALLOWED.put("budgetEmail", Texts.of("one e-mail address"));
        ALLOWED.put(
                "selfDestruct",
                Texts.of("the moment in UTC when the class ends, without a Z or zone, such as 2027-03-31T18:00:00"));
        ALLOWED.put("snapStart", Texts.of("true or false"));
    }

    /**
     * Reads the settings.
     *
     * @param context every context value by its key; values are texts from the command line, of any type from cdk.json
     * @param functions the jar that Lambda runs
     * @throws InvalidSetting naming the key and what is allowed
     */
    static Settings of(Map<String, ?> context, Path functions) {
        context.keySet().forEach(Settings::refuseMistyped);
        String student = student(context.get("student"));
        return new Settings(
                student,
                matching("region", context.get("region"), REGION, ""),
                billing(context.get("billing")),
                matching("budgetEmail", context.get("budgetEmail"), ADDRESS, ""),
                moment("selfDestruct", context.get("selfDestruct")),
                flag("snapStart", context.get("snapStart")),
                new Consent(
                        Integer.parseInt(matching("students", context.get("students"), STUDENTS, "1")),
                        new BigDecimal(matching("maxMonthlyUsd", context.get("maxMonthlyUsd"), AMOUNT, "0")),
                        names(matching("allowAnybody", context.get("allowAnybody"), ANYBODY, "")),
                        !student.isEmpty() && context.get("students") == null),
                functions);
    }

    /** Returns the stack's name: each student has their own. */
    String stackName() {
        return student.isEmpty() ? "Classroom" : "Classroom-" + student;
    }

    /** Returns where the class is deployed; it names no region if the deployment decides. */
    Environment environment() {
        return Environment.builder().region(region.isEmpty() ? null : region).build();
    }

    /** Returns the settings that the lessons' parts need. */
    Deployment deployment() {
        return new Deployment(student, billing, snapStart, Code.fromAsset(functions.toString()));
    }

    /** Returns the tags of every resource of this class. They are sorted, so that two synths give the same bytes. */
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
        // In YAML and JSON some words are no text: true is not a name.
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

    /** A moment in the past is allowed: synth has no clock, and {@code destroy} synthesizes too. */
    private static String moment(String key, Object value) {
        String text = matching(key, value, MOMENT, "");
        try {
            if (!text.isEmpty()) {
                LocalDateTime.parse(text);
            }
            return text;
        } catch (DateTimeParseException noSuchDay) {
            throw invalid(key, text);
        }
    }

    private static Set<String> names(String list) {
        return list.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(list.split(",")));
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

    /** Numbers of cdk.json come through jsii as a double or an int; 3 must read as it was written. */
    private static String text(Object value) {
        return value instanceof Number number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : value.toString();
    }

    private static InvalidSetting invalid(String key, Object value) {
        return new InvalidSetting(Texts.of("-c %s=%s: %s must be %s", key, value, key, ALLOWED.get(key)));
    }

    /**
     * Refuses a mistyped setting, such as {@code maxMonthlyUSD}, which would have no effect. The CDK's own keys and
     * feature flags all have an {@code @}, a colon or a slash. Other words pass: in {@code ~/.cdk.json} they may be for
     * another app.
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
                    throw new InvalidSetting(
                            Texts.of("-c %s: there is no such setting; did you mean %s?", key, setting));
                });
    }

    private static String plain(String key) {
        return key.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein distance: how many letters to insert, delete or replace to turn one word into the other. */
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

package classroom.cli.review;

import classroom.template.AwsEnvironment;
import classroom.template.cost.Violation;
import classroom.template.language.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link Review} as Markdown for a comment on a pull request: the verdict, then its reasons, the worst first. */
final class Report {
    /** GitHub takes 65,536 characters in a comment. */
    static final int LONGEST = 60_000;

    private static final int LONGEST_DIFF = 25_000;
    private static final int LONGEST_LISTS = 30_000;
    private static final int MOST_LINES = 40;
    private static final int LONGEST_LINE = 1_200;

    private final Review review;
    private final Set<Consent> allowed;
    private final List<String> text = new ArrayList<>();

    private Report(Review review, Set<Consent> allowed) {
        this.review = review;
        this.allowed = allowed;
    }

    /**
     * @param what the comparison, in Markdown
     * @param diff the CDK CLI's output, unchanged
     */
    static String of(Review review, Set<Consent> allowed, String what, String diff) {
        Report report = new Report(review, allowed);
        report.write(what, diff);
        return String.join("\n", report.text) + "\n";
    }

    /** Whether something is in it that was not allowed. */
    static boolean isRefused(Review review, Set<Consent> allowed) {
        return Stream.of(Consent.values()).anyMatch(consent -> !allowed.contains(consent) && needs(review, consent));
    }

    private static boolean needs(Review review, Consent consent) {
        return consent == Consent.DATA_LOSS
                ? !review.lost().isEmpty()
                : !review.wider().isEmpty() || !review.unjudged().isEmpty();
    }

    /** The verdict in one line, without Markdown. */
    static String verdict(Review review, Set<Consent> allowed) {
        if (review.isNothing()) {
            return Texts.of("✅ Nothing changed");
        }
        List<String> found = new ArrayList<>();
        int lost = review.lost().size();
        List<Permissions.Wider> others = review.otherWider();
        int wider = others.stream().mapToInt(Permissions.Wider::count).sum();
        if (lost > 0) {
            found.add(count(lost, Texts.later("1 store would lose data"), Texts.later("%d stores would lose data"))
                    + consented(allowed, Consent.DATA_LOSS));
        }
        if (wider > 0) {
            boolean anybody = others.stream().anyMatch(Permissions.Wider::isForAnybody);
            found.add(count(wider, Texts.later("1 permission wider"), Texts.later("%d permissions wider"))
                    + (anybody ? Texts.of(", for anybody") : "")
                    + consented(allowed, Consent.WIDER_PERMISSIONS));
        }
        int unjudged = review.unjudged().size();
        if (unjudged > 0) {
            found.add(count(
                            unjudged,
                            Texts.later("1 change of permissions not judged"),
                            Texts.later("%d changes of permissions not judged"))
                    + consented(allowed, Consent.WIDER_PERMISSIONS));
        }
        int newFunctions = review.newFunctions().size();
        if (newFunctions > 0) {
            found.add(count(
                            newFunctions,
                            Texts.later("1 new function with permissions"),
                            Texts.later("%d new functions with permissions"))
                    + consented(allowed, Consent.WIDER_PERMISSIONS));
        }
        if (!review.costs().refusals().isEmpty() || review.costs().isDearer()) {
            found.add(Texts.of("it costs more"));
        }
        boolean harmless = found.isEmpty();
        if (harmless) {
            found.add(Texts.of("no data lost, no permission wider, no higher cost"));
        }
        return (isRefused(review, allowed) ? "❌ " : harmless ? "✅ " : "⚠️ ") + capital(String.join(", ", found));
    }

    private static String words(List<Consent> consents, Function<Consent, String> word) {
        return consents.stream().map(word).collect(Collectors.joining(Texts.of(" and ")));
    }

    private static String consented(Set<Consent> allowed, Consent consent) {
        return allowed.contains(consent) ? Texts.of(" (allowed)") : "";
    }

    private void write(String what, String diff) {
        text.add("### " + verdict(review, allowed));
        text.add("");
        text.add(what);
        if (review.isNothing()) {
            return;
        }
        if (isRefused(review, allowed)) {
            List<Consent> missing = Stream.of(Consent.values())
                    .filter(consent -> !allowed.contains(consent) && needs(review, consent))
                    .toList();
            text.add("");
            text.add(Texts.of(
                    "If that is meant: %s, on a pull request the label %s.",
                    words(missing, consent -> Markdown.code("--allow " + consent)),
                    words(missing, consent -> Markdown.code("allow-" + consent))));
        }
        section(
                Texts.of("Data that would be lost"),
                review.lost().stream().map(Report::line).toList());
        section(
                Texts.of("Permissions that are wider"),
                review.otherWider().stream().flatMap(Report::lines).toList());
        section(
                Texts.of("Not judged: permissions that may be wider"),
                review.unjudged().stream().map(Report::line).toList());
        section(Texts.of("New functions, and what they may do"), newFunctions());
        section(Texts.of("Cost"), costs());
        section(
                Texts.of("Moved: CloudFormation deletes the old one and makes a new one, unless `cdk refactor`"),
                moved());
        section(
                Texts.of("Stores that leave the stack and stay in the account"),
                review.losses().stream()
                        .filter(loss -> !loss.isLost())
                        .map(Report::line)
                        .toList());
        section(Texts.of("Other changes"), review.others());
        section(Texts.of("Permissions that are narrower"), narrower());
        section(Texts.of("Code"), code());
        if (!diff.isBlank()) {
            text.add("");
            text.add("<details><summary>cdk diff</summary>");
            text.add("");
            int left = LONGEST - length() - 500;
            text.add(Markdown.block(diff, Math.max(0, Math.min(LONGEST_DIFF, left))));
            text.add("");
            text.add("</details>");
        }
    }

    /** What a function may do by itself in one line, if it fits, and what all of them have in another. */
    private List<String> newFunctions() {
        if (review.newFunctions().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (NewFunction function : review.newFunctions()) {
            String one = line(function.own());
            if (one.length() <= LONGEST_LINE) {
                lines.add(one);
            } else {
                lines(function.own()).forEach(lines::add);
            }
        }
        lines.add(
                Texts.of("what comes with every function: it writes its own log group, and `lambda.amazonaws.com` alone"
                        + " may become its role"));
        return lines;
    }

    private static String line(Permissions.Wider own) {
        Map<String, List<String>> actions = new LinkedHashMap<>();
        own.lines()
                .forEach(line -> actions.computeIfAbsent(beyondAction(line), rest -> new ArrayList<>())
                        .add("**" + Markdown.code(line.action()) + "**"));
        List<String> may = new ArrayList<>();
        actions.forEach((rest, those) -> may.add(String.join(", ", those) + rest));
        own.others().forEach(other -> may.add("**" + Markdown.code(other) + "**"));
        return own.access().who(Markdown::code) + ": "
                + (may.isEmpty() ? Texts.of("nothing but what comes with every function") : String.join("; ", may));
    }

    private List<String> moved() {
        List<String> lines = new ArrayList<>();
        long named = review.moved().stream().filter(move -> move.name() != null).count();
        if (named > 0) {
            lines.add(Texts.of(
                    "**%d of %d with a name that the old one still has: CloudFormation refuses the deployment**",
                    named, review.moved().size()));
        }
        if (!review.moved().isEmpty()) {
            lines.add(Texts.of(
                    "to keep them: `npx cdk refactor --unstable=refactor`, before and without any other change"));
        }
        for (Moves.Move move : review.moved()) {
            lines.add(Markdown.code(move.type()) + (move.name() == null ? "" : " " + Markdown.code(move.name())) + ": "
                    + Markdown.code(move.from()) + " → " + Markdown.code(move.to())
                    + (move.isOneOfSeveral() ? Texts.of(" (one of several that are equal)") : ""));
        }
        return lines;
    }

    private static String line(Losses.Loss loss) {
        String kind = loss.type().replaceFirst(".*::", "");
        return "**" + Markdown.code(kind + " " + loss.name()) + "**: " + loss.why() + ".";
    }

    private static String line(Permissions.Unjudged unjudged) {
        return unjudged.who() + ": " + Markdown.code(unjudged.why()) + ".";
    }

    private static Stream<String> lines(Permissions.Wider wider) {
        String who = wider.access().who(Markdown::code)
                + (wider.when().isEmpty() ? "" : Texts.of(" (with %s)", Markdown.code(wider.when())));
        Stream<String> grants = wider.lines().stream().map(line -> who + ": " + grant(line));
        Stream<String> others = wider.others().stream().map(other -> who + ": **" + Markdown.code(other) + "**");
        return Stream.concat(grants, others);
    }

    private static String grant(Widening.Line line) {
        return "**" + Markdown.code(line.action()) + "**" + beyondAction(line);
    }

    private static String beyondAction(Widening.Line line) {
        StringBuilder words = new StringBuilder();
        if (!line.resource().isEmpty()) {
            words.append(Texts.of(" on %s", Markdown.code(shortened(line))));
        }
        if (!line.principals().isEmpty()) {
            words.append(Texts.of(
                    " by %s",
                    line.principals().contains("*")
                            ? Texts.of("**anybody**")
                            : Markdown.code(String.join(", ", line.principals()))));
        }
        List<String> now = without(line.conditions(), line.before());
        List<String> before = without(line.before(), line.conditions());
        if (!now.isEmpty()) {
            words.append(Texts.of(" if %s", Markdown.code(String.join("; ", now))));
        }
        if (!before.isEmpty()) {
            String had = Markdown.code(String.join("; ", before));
            words.append(now.isEmpty() ? Texts.of(", so far only if %s", had) : Texts.of("; so far if %s", had));
        }
        return words.toString();
    }

    /** The distinctive part of the ARN, if the action names the service and the rest is this account's. */
    private static String shortened(Widening.Line line) {
        String service = line.action().replaceFirst(":.*", "");
        String own = AwsEnvironment.UNKNOWN.arn(service, "");
        return line.resource().startsWith(own) ? line.resource().substring(own.length()) : line.resource();
    }

    private static List<String> without(List<String> conditions, List<String> others) {
        return conditions.stream().filter(one -> !others.contains(one)).toList();
    }

    private List<String> costs() {
        List<String> lines = new ArrayList<>();
        for (Violation violation : review.costs().refusals()) {
            lines.add(Texts.of(
                    "**%s** at %s: %s",
                    Markdown.code(violation.what()),
                    Markdown.code(String.join(", ", violation.where())),
                    Markdown.code(violation.howMuch())));
        }
        lines.addAll(review.costs().changes());
        return lines;
    }

    private List<String> narrower() {
        List<String> narrower = review.narrower();
        return narrower.isEmpty() ? List.of() : List.of(Markdown.code(String.join(", ", narrower)));
    }

    private List<String> code() {
        List<String> lines = new ArrayList<>();
        review.code()
                .forEach((code, functions) -> lines.add(Texts.of(
                        "%s: asset %s → %s.",
                        count(
                                functions.size(),
                                Texts.later("Code of 1 function changes"),
                                Texts.later("Code of %d functions changes")),
                        asset(code.from()),
                        asset(code.to()))));
        return lines;
    }

    /** An asset's file is named by a hash, whose beginning tells it from others. */
    private static String asset(String file) {
        return Markdown.code(file.replaceFirst("^(\\p{XDigit}{8})\\p{XDigit}{56}(\\.\\w+)?$", "$1"));
    }

    private void section(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        text.add("");
        text.add("#### " + title);
        int told = 0;
        for (String line : lines) {
            String kept = line.length() > LONGEST_LINE ? cut(line) : line;
            if (told == MOST_LINES || length() + kept.length() > LONGEST_LISTS) {
                text.add("- … " + Texts.of("and %d more", lines.size() - told));
                return;
            }
            text.add("- " + kept);
            told++;
        }
    }

    private int length() {
        return text.stream().mapToInt(line -> line.length() + 1).sum();
    }

    /** Where a code span may be cut in two, the line becomes one code span. */
    private static String cut(String line) {
        return Markdown.code(line.substring(0, LONGEST_LINE));
    }

    /** The one text for 1, the other for any other number, both to be translated. */
    private static String count(int number, String one, String more) {
        return number == 1 ? Texts.of(one) : Texts.of(more, number);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}

package classroom.template.cost;

import classroom.template.language.Texts;
import java.util.List;

/**
 * Allows a rule to match events of AWS's services, which are free. All other events are custom events, and each of them
 * is charged.
 *
 * <p>Source: Amazon EventBridge pricing; Amazon EventBridge User Guide, "Comparison operators for use in event
 * patterns".
 */
final class EventRule {
    private static final String BY_AWS = "aws.";

    private EventRule() {}

    static void pattern(Property written, Subject subject) {
        Property pattern = written.parsed();
        if (!pattern.isObject()) {
            pattern.refuseUnknown();
            return;
        }
        List<Property> sources = pattern.all("source");
        if (sources.isEmpty() || pattern.mayLack("source") || !sources.stream().allMatch(EventRule::isOfAws)) {
            subject.unknown(Texts.of("a pattern for events of others than AWS's services (source)"), written.path());
        }
    }

    /** A source, or its beginning. */
    private static boolean isOfAws(Property source) {
        if (source.isObject()) {
            return source.names().equals(List.of("prefix"))
                    && source.all("prefix").stream().allMatch(EventRule::isOfAws);
        }
        return source.text().filter(text -> text.startsWith(BY_AWS)).isPresent();
    }
}

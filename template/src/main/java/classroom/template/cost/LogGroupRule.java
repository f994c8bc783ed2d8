package classroom.template.cost;

import java.math.BigDecimal;

/**
 * What a log group may cost beside the free gigabytes. Sources: Amazon CloudWatch pricing; AWS CloudFormation Template
 * Reference, "AWS::Logs::LogGroup" (without RetentionInDays log events never expire).
 */
final class LogGroupRule {
    private static final BigDecimal WEEK = BigDecimal.valueOf(7);

    private LogGroupRule() {}

    static void judge(Subject subject) {
        Property group = subject.properties();
        Property retention = group.member("RetentionInDays");
        if (retention.isAbsent()) {
            subject.paid("logs that never expire", "logs-stored", retention, "set RetentionInDays to 7 or less");
        }
        retention
                .number()
                .filter(days -> days.compareTo(WEEK) > 0)
                .ifPresent(days -> subject.paid(
                        "logs kept for more than a week (" + Figures.units(days) + " days)",
                        "logs-stored",
                        retention,
                        "set RetentionInDays to 7 or less"));
        Property logClass = group.member("LogGroupClass");
        if (!logClass.text().orElse("STANDARD").equals("STANDARD")) {
            subject.unknown("a log class other than STANDARD", logClass.path());
        }
        Property protection = group.member("DataProtectionPolicy");
        if (protection.isPresent()) {
            subject.paid(
                    "data protection of logs",
                    "charged per GB scanned (Amazon CloudWatch pricing)",
                    protection.path(),
                    "leave it out");
        }
    }
}

package classroom.template.cost;

import java.math.BigDecimal;

/**
 * What a Lambda function, its versions, aliases and event source mappings may cost beside the requests and the duration
 * that are free up to an allowance. Source: AWS Lambda pricing.
 */
final class FunctionRule {
    private static final BigDecimal ONE_GB = BigDecimal.valueOf(1024);
    private static final BigDecimal FREE_STORAGE_MB = BigDecimal.valueOf(512);

    private FunctionRule() {}

    static void function(Subject subject) {
        Property function = subject.properties();
        Property memory = function.member("MemorySize");
        memory.number().filter(mb -> mb.compareTo(ONE_GB) > 0).ifPresent(mb -> {
            Price duration = subject.appraisal().prices().price("lambda-duration");
            subject.paid(
                    "memory over 1 GB",
                    Figures.units(mb) + " MB use the free " + Figures.units(duration.free()) + " " + duration.unit()
                            + " up sooner, then " + duration.text(),
                    memory.path(),
                    "at most 1024 MB");
        });
        Property storage = function.member("EphemeralStorage").member("Size");
        storage.number()
                .filter(mb -> mb.compareTo(FREE_STORAGE_MB) > 0)
                .ifPresent(mb -> subject.paid(
                        "ephemeral storage over 512 MB", "lambda-ephemeral-storage", storage, "at most 512 MB"));
        Property snapStart = function.member("SnapStart").member("ApplyOn");
        boolean java = function.member("Runtime").text().orElse("").startsWith("java");
        if (snapStart.text().orElse("None").equals("PublishedVersions") && !java) {
            subject.paid(
                    "SnapStart of a runtime other than Java",
                    "charged for its cache and for each restore (AWS Lambda pricing)",
                    snapStart.path(),
                    "leave it out");
        }
        if (function.member("TracingConfig").member("Mode").text().orElse("").equals("Active")) {
            subject.usage("xray-traces");
        }
    }

    /** A version or an alias. */
    static void qualifier(Subject subject) {
        Property provisioned = subject.properties().member("ProvisionedConcurrencyConfig");
        if (provisioned.isPresent()) {
            subject.paid(
                    "provisioned concurrency", "lambda-provisioned-concurrency", provisioned, "live with cold starts");
        }
    }

    static void mapping(Subject subject) {
        Property pollers = subject.properties().member("ProvisionedPollerConfig");
        if (pollers.isPresent()) {
            subject.paid(
                    "provisioned pollers",
                    "charged per event poller unit and hour (AWS Lambda pricing)",
                    pollers.path(),
                    "leave it out");
        }
    }
}

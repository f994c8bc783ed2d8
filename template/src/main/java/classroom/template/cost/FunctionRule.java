package classroom.template.cost;

import classroom.template.language.Texts;
import java.util.List;

/** What depends on more than one property of a Lambda function. Source: AWS Lambda pricing. */
final class FunctionRule {
    private FunctionRule() {}

    /** SnapStart has no charge for Java, whose runtime must therefore be known. */
    static void snapStart(Property applyOn, Subject subject) {
        List<Property> runtimes = subject.properties().all("Runtime");
        boolean java = !runtimes.isEmpty()
                && runtimes.stream()
                        .allMatch(runtime -> runtime.text().orElse("").startsWith("java"));
        if (applyOn.isUnknown()) {
            applyOn.refuseUnknown();
        } else if (!applyOn.text().orElse("").equals("None") && !java) {
            applyOn.refuse(new Refusal(
                    Violation.Kind.PAID_FEATURE,
                    Texts.of("SnapStart of a runtime other than Java"),
                    Texts.of("charged for its cache and for each restore (AWS Lambda pricing)"),
                    Texts.of("leave it out")));
        }
    }
}

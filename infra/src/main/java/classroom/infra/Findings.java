package classroom.infra;

import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag's AWS Solutions rules that are right as a rule and not here. */
final class Findings {
    private static final String RULES = "AwsSolutions::AwsSolutions-";

    private Findings() {}

    /**
     * Acknowledges a finding on this construct and what it consists of.
     *
     * @param rule as cdk-nag prints it after the pack's name, such as <code>DDB3</code>
     * @param reason why it does not hold here
     */
    static void acknowledge(IConstruct construct, String rule, String reason) {
        Validations.of(construct)
                .acknowledge(Acknowledgment.builder().id(RULES + rule).reason(reason).build());
    }
}

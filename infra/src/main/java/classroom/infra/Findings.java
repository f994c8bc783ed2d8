package classroom.infra;

import java.util.Map;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag's AWS Solutions rules that are right as a rule and not here. */
final class Findings {
    private static final String RULES = "AwsSolutions-";

    private Findings() {}

    /**
     * Acknowledges a finding on this construct and what it consists of.
     *
     * <p>Written as the metadata that <code>Validations.acknowledge</code> writes and cdk-nag reads: that method itself
     * refuses the <code>::</code> that the rule on wildcards has in its findings.
     *
     * @param rule as cdk-nag prints it after the pack's name, such as <code>DDB3</code>
     * @param reason why it does not hold here
     */
    static void acknowledge(IConstruct construct, String rule, String reason) {
        construct.getNode().addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(RULES + rule, reason));
    }
}

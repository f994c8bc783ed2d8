package classroom.infra.parts;

import java.util.Map;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Acknowledges findings of cdk-nag's AWS Solutions rules that do not hold here, each with its reason. */
public final class Findings {
    private static final String RULES = "AwsSolutions-";

    private Findings() {}

    /**
     * Acknowledges a finding on this construct and on its children.
     *
     * <p>It writes the metadata that {@code Validations.acknowledge} writes and cdk-nag reads. That method itself
     * refuses the {@code ::} in findings of the rule on wildcards.
     *
     * @param rule as cdk-nag prints it after the pack's name, such as {@code DDB3}
     * @param reason why it does not hold here
     */
    public static void acknowledge(IConstruct construct, String rule, String reason) {
        construct.getNode().addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(RULES + rule, reason));
    }
}

package classroom.infra.parts;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * Makes a function with its own role and log group.
 *
 * <p>The role allows what it is given, and writing to the log group. It has one inline policy and
 * no managed one, and the CDK can add nothing to it. The log group exists before the function and is deleted with the
 * stack. The function may not create log groups, so it cannot create this one again.
 *
 * <p>The function's metadata in the template has its {@link Examples}.
 *
 * <p>With SnapStart the function is also published: a version, and the alias {@value #ALIAS} of it. Neither needs a
 * permission (AWS Lambda Developer Guide, "Improving startup performance with Lambda SnapStart").
 *
 * <p>Source of the log permissions: Amazon CloudWatch Logs User Guide, "Overview of managing access permissions to your
 * CloudWatch Logs resources" (the ARN of a log group ends in {@code :*} for every action on its streams).
 */
public final class TableFunction extends Construct {
    /** The runtime of the handlers: at least the release of Java that they are compiled for. */
    static final Runtime RUNTIME = Runtime.JAVA_25;

    private static final int MEMORY_MB = 512;

    /** The alias that callers of a function with SnapStart use: it names the version that was deployed last. */
    private static final String ALIAS = "live";

    private final Function function;
    private final IFunction target;

    /**
     * Makes the function, its role and its log group, and with SnapStart its version and alias.
     *
     * @param lesson the construct that gets it
     * @param deployment how everything is deployed
     * @param declared the lesson's declaration of the function
     * @param permissions what its role allows, besides writing its own log
     */
    public TableFunction(
            Construct lesson, Deployment deployment, LessonFunction declared, PolicyStatement... permissions) {
        super(lesson, declared.id());
        String name = deployment.physicalName(declared.name());
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .logGroupName("/aws/lambda/" + name)
                .retention(RetentionDays.ONE_WEEK)
                // Nobody needs the log after the class, and a group that stayed would fail the next deployment.
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Function.Builder builder = Function.Builder.create(this, "Function")
                .functionName(name)
                .code(deployment.code())
                .handler(declared.handler().getName())
                .runtime(RUNTIME)
                .memorySize(MEMORY_MB)
                .timeout(Duration.seconds(declared.timeout().toSeconds()))
                .logGroup(log)
                .role(role(log, permissions));
        if (deployment.snapStart()) {
            // A version that stayed would keep its snapshot, and its code in the account's 75 GB.
            builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                    .currentVersionOptions(VersionOptions.builder()
                            .removalPolicy(RemovalPolicy.DESTROY)
                            .build());
        }
        function = builder.build();
        List<Map<String, Object>> examples = Examples.of(declared.name());
        if (!examples.isEmpty()) {
            ((CfnResource) function.getNode().getDefaultChild()).addMetadata(Examples.METADATA, examples);
        }
        target = deployment.snapStart() ? live() : function;
    }

    /** Returns the function. */
    public Function function() {
        return function;
    }

    /** Returns what callers use: with SnapStart the alias, because {@code $LATEST} has no snapshot. */
    IFunction target() {
        return target;
    }

    private Alias live() {
        Annotations.of(function)
                .acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish", "It is published right here.");
        return Alias.Builder.create(this, "Live")
                .aliasName(ALIAS)
                .version(function.getCurrentVersion())
                .build();
    }

    private IRole role(LogGroup log, PolicyStatement... permissions) {
        PolicyDocument policy = new PolicyDocument();
        policy.addStatements(permissions);
        policy.addStatements(PolicyStatement.Builder.create()
                .sid("Log")
                .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                .resources(List.of(log.getLogGroupArn()))
                .build());
        return Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of("Function", policy))
                .build()
                .withoutPolicyUpdates();
    }
}

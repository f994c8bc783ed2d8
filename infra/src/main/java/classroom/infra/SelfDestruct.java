package classroom.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnSchedule.FlexibleTimeWindowProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.RetryPolicyProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.TargetProperty;
import software.constructs.Construct;

/**
 * Deletes the stack when the class ends: at the moment that the parameter {@value #ENDS} says, EventBridge Scheduler
 * calls CloudFormation's DeleteStack on it.
 *
 * <p>Its role may do that and nothing else. That is enough because CloudFormation deletes a stack with the role that it
 * was last deployed with, and <code>cdk deploy</code> hands it one, the bootstrap stack's execution role (AWS
 * CloudFormation API Reference, "DeleteStack", RoleARN). A stack deployed without such a role would not be deleted.
 *
 * <p>The schedule and its role go with the stack like all the rest: by then the call has been made, and CloudFormation
 * needs neither. A schedule that removed itself after its call would only race with that.
 *
 * <p>Source: Amazon EventBridge Scheduler User Guide, "Using universal targets in EventBridge Scheduler", "Confused
 * deputy prevention in EventBridge Scheduler", "Schedule types in EventBridge Scheduler" (one-time schedules).
 */
final class SelfDestruct extends Construct {
    private static final String ENDS = "ClassEndsUtc";

    private static final String DATE = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    private static final int RETRIES = 3;

    SelfDestruct(Stack stack) {
        super(stack, "SelfDestruct");
        // In the stack's own scope: it is given by its name, cdk deploy --parameters ClassEndsUtc=…
        CfnParameter ends = CfnParameter.Builder.create(stack, ENDS)
                .type("String")
                .description("When the class ends and this stack deletes itself, in UTC: yyyy-mm-ddThh:mm:ss")
                .allowedPattern(DATE + "T" + TIME)
                .constraintDescription("must be a moment in UTC, such as 2027-03-31T18:00:00")
                .build();
        CfnSchedule.Builder.create(this, "Schedule")
                .description("Deletes the stack " + stack.getStackName() + " when the class ends")
                .scheduleExpression(Fn.join("", List.of("at(", ends.getValueAsString(), ")")))
                .scheduleExpressionTimezone("UTC")
                .flexibleTimeWindow(
                        FlexibleTimeWindowProperty.builder().mode("OFF").build())
                .target(TargetProperty.builder()
                        .arn(stack.formatArn(ArnComponents.builder()
                                .service("scheduler")
                                .region("")
                                .account("")
                                .resource("aws-sdk")
                                .resourceName("cloudformation:deleteStack")
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .build()))
                        .roleArn(role(stack).getRoleArn())
                        .input(stack.toJsonString(Map.of("StackName", stack.getStackId())))
                        .retryPolicy(RetryPolicyProperty.builder()
                                .maximumRetryAttempts(RETRIES)
                                .build())
                        .build())
                .build();
    }

    private Role role(Stack stack) {
        PolicyStatement delete = PolicyStatement.Builder.create()
                .sid("Delete")
                .actions(List.of("cloudformation:DeleteStack"))
                .resources(List.of(stack.getStackId()))
                .build();
        return Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("scheduler.amazonaws.com")
                        .withConditions(Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount()))))
                .inlinePolicies(Map.of(
                        "SelfDestruct",
                        PolicyDocument.Builder.create()
                                .statements(List.of(delete))
                                .build()))
                .build();
    }
}

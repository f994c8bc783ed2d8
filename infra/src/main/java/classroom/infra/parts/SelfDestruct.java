package classroom.infra.parts;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
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
 * Deletes the stack when the class ends: at the moment of the setting {@code selfDestruct}, EventBridge Scheduler calls
 * CloudFormation's DeleteStack.
 *
 * <p>The role may do that and nothing else. It is enough, because CloudFormation deletes a stack with the role of its
 * last deployment, and {@code cdk deploy} gives it one, the bootstrap stack's execution role (AWS CloudFormation API
 * Reference, "DeleteStack", RoleARN). A stack that was deployed without such a role would stay.
 *
 * <p>The schedule and its role are deleted with the stack: by then the call has been made, and CloudFormation needs
 * neither. A schedule that deleted itself after its call would race with that.
 *
 * <p>Source: Amazon EventBridge Scheduler User Guide, "Using universal targets in EventBridge Scheduler", "Confused
 * deputy prevention in EventBridge Scheduler", "Schedule types in EventBridge Scheduler" (one-time schedules).
 */
public final class SelfDestruct extends Construct {
    private static final int RETRIES = 3;

    /**
     * Adds the schedule and its role.
     *
     * @param stack to delete
     * @param ends when the class ends, in UTC, without a zone
     */
    public SelfDestruct(Stack stack, String ends) {
        super(stack, "SelfDestruct");
        CfnSchedule.Builder.create(this, "Schedule")
                .description("Deletes the stack " + stack.getStackName() + " when the class ends")
                .scheduleExpression("at(" + ends + ")")
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

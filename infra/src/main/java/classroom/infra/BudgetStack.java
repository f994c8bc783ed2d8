package classroom.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.LegacyStackSynthesizer;
import software.amazon.awscdk.RemovalPolicies;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.CostTypesProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.ResourceTagProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.constructs.Construct;

/**
 * Sends mail when the account costs something: a budget of 1 USD a month for the whole account, with mail at half of
 * it, at all of it and when AWS expects all of it. It is a separate stack, because bills come late: it must stay a day
 * longer than the class.
 *
 * <p>The budget counts usage before credits and refunds are subtracted. Otherwise an account with credits would get no
 * mail until they are used up. Source: AWS Budgets API Reference, "CostTypes" (both are included by default).
 *
 * <p>The stack is always in us-east-1, also if the class is in another region: a budget belongs to the account, and not
 * every region's CloudFormation has the resource. It needs no second bootstrap: it has no asset, and it is deployed
 * with the caller's own credentials, as CDK v1 did.
 *
 * <p>The budget has no name: a change of the address replaces it, and the old one would still have the name. A budget
 * that only notifies costs nothing (AWS Budgets pricing); {@code prices.json} names the source.
 */
final class BudgetStack extends Stack {
    private static final String REGION = "us-east-1";
    private static final int USD_A_MONTH = 1;

    BudgetStack(Construct scope, Settings settings) {
        super(
                scope,
                settings.stackName() + "-Budget",
                StackProps.builder()
                        .description("Mail when the account of the class costs something")
                        .tags(settings.tags())
                        .env(Environment.builder().region(REGION).build())
                        .synthesizer(new LegacyStackSynthesizer())
                        .build());
        RemovalPolicies.of(this).destroy();

        SubscriberProperty mail = SubscriberProperty.builder()
                .subscriptionType("EMAIL")
                .address(settings.budgetEmail())
                .build();
        CfnBudget.Builder.create(this, "Budget")
                .budget(BudgetDataProperty.builder()
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .costTypes(CostTypesProperty.builder()
                                .includeCredit(false)
                                .includeRefund(false)
                                .build())
                        .budgetLimit(SpendProperty.builder()
                                .amount(USD_A_MONTH)
                                .unit("USD")
                                .build())
                        .build())
                .notificationsWithSubscribers(Stream.of(
                                notification("ACTUAL", 50),
                                notification("ACTUAL", 100),
                                notification("FORECASTED", 100))
                        .map(notification -> NotificationWithSubscribersProperty.builder()
                                .notification(notification)
                                .subscribers(List.of(mail))
                                .build())
                        .toList())
                // Tags of a stack do not reach a budget by themselves.
                .resourceTags(settings.tags().entrySet().stream()
                        .map(tag -> ResourceTagProperty.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static NotificationProperty notification(String type, int percent) {
        return NotificationProperty.builder()
                .notificationType(type)
                .comparisonOperator("GREATER_THAN")
                .threshold(percent)
                .thresholdType("PERCENTAGE")
                .build();
    }
}

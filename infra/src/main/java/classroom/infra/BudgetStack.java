package classroom.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.RemovalPolicies;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.ResourceTagProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.constructs.Construct;

/**
 * A budget of 1 USD a month for the whole account, with mail at half of it, at all of it and when AWS expects all of it.
 * A stack of its own, because bills lag behind: it is to be there a day longer than the class.
 *
 * <p>The budget has no name of its own, for a change of address replaces it and a name would be taken. A budget that
 * only notifies costs nothing (AWS Budgets pricing); <code>prices.json</code> says what that was checked against.
 */
final class BudgetStack extends Stack {
    private static final int USD_A_MONTH = 1;

    BudgetStack(Construct scope, Settings settings) {
        super(
                scope,
                settings.stackName() + "-Budget",
                StackProps.builder()
                        .description("Mail when the account of the class costs something")
                        .tags(settings.tags())
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

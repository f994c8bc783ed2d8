package classroom.infra;

import static classroom.account.Accounts.TABLE_VARIABLE;

import classroom.account.CreateAccount;
import classroom.account.DeleteAccount;
import classroom.account.GetAccount;
import classroom.account.ListAccounts;
import classroom.account.UpdateAccount;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** The lesson on creating, reading, updating and deleting: the table <code>account</code> and a function for each. */
final class Accounts extends Construct {
    private static final List<LessonFunction> FUNCTIONS = List.of(
            LessonFunction.of("account-create", CreateAccount.class, "PutItem"),
            LessonFunction.of("account-get", GetAccount.class, "GetItem"),
            LessonFunction.of("account-list", ListAccounts.class, "Scan"),
            LessonFunction.of("account-update", UpdateAccount.class, "UpdateItem"),
            LessonFunction.of("account-delete", DeleteAccount.class, "DeleteItem"));

    private final Table table;
    private final List<Function> functions;

    Accounts(Construct scope, Deployment deployment) {
        super(scope, "Accounts");
        table = LessonTable.in(this, deployment, "account")
                .partitionKey(Attribute.builder()
                        .name("id")
                        .type(AttributeType.NUMBER)
                        .build())
                .sortKey(Attribute.builder()
                        .name("email")
                        .type(AttributeType.STRING)
                        .build())
                .build();
        functions = FUNCTIONS.stream()
                .map(function -> new TableFunction(this, deployment, function.on(table, TABLE_VARIABLE)).function())
                .toList();
    }

    Table table() {
        return table;
    }

    List<Function> functions() {
        return functions;
    }
}

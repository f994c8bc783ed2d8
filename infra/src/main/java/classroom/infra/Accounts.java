package classroom.infra;

import static classroom.account.Accounts.TABLE_VARIABLE;

import classroom.account.CreateAccount;
import classroom.account.DeleteAccount;
import classroom.account.GetAccount;
import classroom.account.ListAccounts;
import classroom.account.UpdateAccount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** The lesson on creating, reading, updating and deleting: the table <code>account</code> and a function for each. */
final class Accounts extends Construct {
    private static final int UNITS = 5;

    /**
     * Only these attributes, keys and conditions included, and no answer that would show others. Source: Amazon DynamoDB
     * Developer Guide, "Using IAM policy conditions for fine-grained access control", the example that limits access to
     * specific attributes; there a write names the attributes it may touch and the ReturnValues that stay within them. In order, for
     * two synths are the same bytes.
     */
    private static final Map<String, Object> ITS_ATTRIBUTES = new TreeMap<>(Map.of(
            "ForAllValues:StringEquals", Map.of("dynamodb:Attributes", List.of("id", "email", "nome")),
            "StringEqualsIfExists", Map.of("dynamodb:ReturnValues", List.of("NONE", "UPDATED_OLD", "UPDATED_NEW"))));

    private static final List<LessonFunction> FUNCTIONS = List.of(
            LessonFunction.of("account-create", CreateAccount.class, "PutItem"),
            LessonFunction.of("account-get", GetAccount.class, "GetItem"),
            LessonFunction.of("account-list", ListAccounts.class, "Scan"),
            LessonFunction.of("account-update", UpdateAccount.class, "UpdateItem")
                    .onlyIf(ITS_ATTRIBUTES),
            LessonFunction.of("account-delete", DeleteAccount.class, "DeleteItem"));

    private final Table table;
    private final List<Function> functions;

    Accounts(Construct scope, Deployment deployment) {
        super(scope, "Accounts");
        LessonTable lesson = new LessonTable(this, deployment, UNITS);
        table = lesson.table("account")
                .partitionKey(LessonTable.number("id"))
                .sortKey(LessonTable.text("email"))
                .build();
        functions = lesson.functions(FUNCTIONS, table, TABLE_VARIABLE);
    }

    Table table() {
        return table;
    }

    List<Function> functions() {
        return functions;
    }
}

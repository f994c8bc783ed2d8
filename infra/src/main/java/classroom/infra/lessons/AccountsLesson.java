package classroom.infra.lessons;

import static classroom.account.Accounts.TABLE_VARIABLE;

import classroom.account.CreateAccount;
import classroom.account.DeleteAccount;
import classroom.account.GetAccount;
import classroom.account.ListAccounts;
import classroom.account.UpdateAccount;
import classroom.infra.parts.Deployment;
import classroom.infra.parts.LessonFunction;
import classroom.infra.parts.LessonTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** Teaches to create, read, update and delete: the table {@code account}, and a function for each of these. */
public final class AccountsLesson extends Construct {
    private static final int UNITS = 5;

    /**
     * Allows only these attributes, also in keys and conditions, and no answer that shows others. Sorted, so that two
     * synths give the same bytes.
     *
     * <p>Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control", the
     * example that limits access to specific attributes: it names the attributes that a write may touch, and the
     * ReturnValues that show no others.
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

    public AccountsLesson(Construct scope, Deployment deployment) {
        super(scope, "Accounts");
        LessonTable lesson = new LessonTable(this, deployment, UNITS);
        table = lesson.table("account")
                .partitionKey(LessonTable.number("id"))
                .sortKey(LessonTable.text("email"))
                .build();
        functions = lesson.functions(FUNCTIONS, table, TABLE_VARIABLE);
    }

    public Table table() {
        return table;
    }

    public List<Function> functions() {
        return functions;
    }
}

package classroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.BadInput;
import classroom.BadInput.Kind;
import classroom.DynamoDbLocal;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each function with each event that its contract does not allow. */
class AccountBadInputTest {
    private static final String ACCOUNT = "{\"id\":1,\"email\":\"ana@example.com\",\"nome\":\"Ana\"}";
    private static final String KEY = "{\"id\":1,\"email\":\"ana@example.com\"}";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    @TestFactory
    Stream<DynamicTest> accountFunctions_badEvent_nameTheFieldAndWriteNothing() {
        String table = dynamoDb.accountTable();
        Accounts accounts = new Accounts(dynamoDb.client(), table);
        return Stream.of(
                        account().testsOf(new CreateAccount(accounts)),
                        account().testsOf(new UpdateAccount(accounts)),
                        key().testsOf(new GetAccount(accounts)),
                        key().testsOf(new DeleteAccount(accounts)),
                        BadInput.of("{}")
                                .optional("/limit", Kind.LIMIT)
                                .optional("/next", Kind.TOKEN)
                                .testsOf(new ListAccounts(accounts)),
                        Stream.of(DynamicTest.dynamicTest(
                                "nothing was written",
                                () -> assertThat(dynamoDb.scan(table)).isEmpty())))
                .flatMap(tests -> tests);
    }

    private static BadInput account() {
        return BadInput.of(ACCOUNT)
                .required("/id", Kind.INTEGER)
                .required("/email", Kind.KEY)
                .required("/nome", Kind.TEXT)
                .with("/nome", BadInput.text(500_000));
    }

    private static BadInput key() {
        return BadInput.of(KEY).required("/id", Kind.INTEGER).required("/email", Kind.KEY);
    }
}

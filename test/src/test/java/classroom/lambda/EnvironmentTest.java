package classroom.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.account.Accounts;
import classroom.account.GetAccount;
import classroom.books.Books;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void require_missingVariable_namesIt() {
        assertThatThrownBy(() -> Environment.require("NO_SUCH_VARIABLE"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NO_SUCH_VARIABLE");
    }

    @Test
    void coldStart_missingTable_namesItsVariable() {
        assertThatThrownBy(GetAccount::new)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Accounts.TABLE_VARIABLE);
    }

    @Test
    void tableVariables_differ() {
        assertThat(Accounts.TABLE_VARIABLE).isNotEqualTo(Books.TABLE_VARIABLE);
    }
}

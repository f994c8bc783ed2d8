package classroom.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.JsonExample;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ReviewJsonTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void review_isTheExampleOfTheDocument() throws Exception {
        String before =
                Pair.table("Table", "email", "") + "," + Pair.function("Role", Pair.allow("'dynamodb:GetItem'", "*"));
        String after = Pair.table("Table", "mail", "").replace("Units': 5", "Units': 30") + ","
                + Pair.function("Role", Pair.allow("['dynamodb:GetItem', 'dynamodb:Query']", "*"))
                        .replace("'k'", "'k2'");
        Review review = Pair.review(before, after);

        JsonExample.assertIs(
                "review",
                ReviewJson.of(review, EnumSet.noneOf(Consent.class), COMMIT).toString());
        ObjectNode allowed = ReviewJson.of(review, EnumSet.allOf(Consent.class), COMMIT);
        assertThat(allowed.path("refused").asBoolean()).isFalse();
        assertThat(allowed.path("allowed").toString()).isEqualTo("[\"data-loss\",\"wider-permissions\"]");
    }
}

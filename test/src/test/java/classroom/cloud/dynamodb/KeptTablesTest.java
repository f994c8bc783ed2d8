package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.template.policy.DynamoDbQuestions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptTablesTest {
    private static final Path FOLDER = Path.of("data");

    private final Arns arns = new Arns("us-east-2");
    private final KeptTables tables =
            new KeptTables(new DynamoDbQuestions(arns.account(), table -> Optional.of("Id"), Map.of()), arns);

    @Test
    void tableThatIsLeft_isTakenOverOnce() {
        assertThat(tables.isKept()).isFalse();
        tables.in(FOLDER, List.of("books", "garage"));

        assertThat(tables.isKept()).isTrue();
        assertThat(tables.takeOver("books")).hasValue(FOLDER);
        assertThat(tables.takeOver("books")).isEmpty();
        assertThat(tables.takeOver("none")).isEmpty();
        assertThat(tables.left()).containsExactly("garage");

        tables.forget("garage");
        assertThat(tables.left()).isEmpty();
    }

    @Test
    void writeToATableThatMayNotBeKept_isRefused_untilTheClassIsDeployed() {
        tables.in(FOLDER, List.of("books"));
        tables.takeOver("books");

        assertThatCode(() -> tables.check("PutItem", put("books"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> tables.check("PutItem", put("books-of-old")))
                .hasMessageStartingWith("The class is starting");
        assertThatThrownBy(() -> tables.check("ExecuteStatement", statement("no PartiQL")))
                .hasMessageStartingWith("The class is starting");

        tables.deployed();
        assertThatCode(() -> tables.check("PutItem", put("books-of-old"))).doesNotThrowAnyException();
    }

    private static JsonNode put(String table) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("TableName", table)
                .set(
                        "Item",
                        JsonNodeFactory.instance
                                .objectNode()
                                .set("Id", JsonNodeFactory.instance.objectNode().put("S", "1")));
    }

    private static JsonNode statement(String text) {
        return JsonNodeFactory.instance.objectNode().put("Statement", text);
    }
}

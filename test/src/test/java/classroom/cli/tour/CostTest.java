package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Permission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CostTest {
    private final Cost cost = new Cost();

    @Test
    void cost_ofAFunctionThatTells_isReadUnits() {
        assertThat(of("books-query", "{}", 200, "{items: [], capacity: 3.5}")).isEqualTo("3.5 read units");
    }

    @Test
    void cost_ofAFunctionThatTellsNothing_followsTheRule() {
        assertThat(of("account-get", "{}", 404, "{}")).isEqualTo("0.5 read units");
        assertThat(of("books-get", "{consistent: true}", 200, "{}")).isEqualTo("1 read unit");
        assertThat(of("account-create", "{}", 409, "{}")).isEqualTo("1 write unit");
        assertThat(of("books-load", "{}", 200, "{loaded: 303}")).isEqualTo("303 write units");
        assertThat(of("books-transact", "{put: [{}, {}]}", 200, "{put: 2}")).isEqualTo("6 write units");
    }

    @Test
    void cost_ofAFunctionThatWritesIndexes_isNotGuessed() {
        assertThat(of("garage-time", "{}", 200, "{}")).isEqualTo("0.5 read units");
        assertThat(cost.isComplete()).isTrue();
        assertThat(of("garage-enter", "{}", 201, "{}")).isEmpty();
        assertThat(cost.isComplete()).isFalse();
        assertThat(cost.total()).isEqualTo("0.5 read units, 0 write units");
    }

    /** A function that somebody adds is not known, or it is counted as what it is. */
    @ParameterizedTest
    @MethodSource("classroom.Permission#functions")
    void cost_ofEveryFunction_isWhatItsPermissionsSay(String function) {
        List<Permission> onTable = Permission.reviewed().stream()
                .filter(each -> each.function().equals(function))
                .filter(each -> each.resource().matches("table/\\w+(/index/.*)?"))
                .toList();
        boolean reads = onTable.stream().allMatch(each -> each.action().matches("dynamodb:(GetItem|Query|Scan)"));
        boolean indexed = onTable.stream().anyMatch(each -> each.resource().matches("table/(carros|proprietarios).*"));

        String words = of(function, "{put: [{}]}", 200, "{loaded: 2}");

        assertThat(words).matches(reads ? "(0.5 read units)?" : indexed ? "" : "([124] write units?)?");
        assertThat(cost.isComplete()).isEqualTo(!words.isEmpty() || function.equals("hello"));
    }

    @Test
    void cost_ofABadEventOrOfNoTable_isNone() {
        assertThat(of("account-create", "{}", 400, "{}")).isEmpty();
        assertThat(of("hello", "{}", 200, "'Oi Ana Souza'")).isEmpty();
    }

    @Test
    void cost_ofAnOperation_isReadOrWriteUnits() {
        assertThat(cost.ofOperation("GetItem", Json.of("{ConsumedCapacity: {CapacityUnits: 1.0}}")))
                .isEqualTo("1 read unit");
        assertThat(cost.ofOperation("PutItem", Json.of("{ConsumedCapacity: {CapacityUnits: 1.0}}")))
                .isEqualTo("1 write unit");
        assertThat(cost.ofOperation(
                        "TransactWriteItems",
                        Json.of("{ConsumedCapacity: [{CapacityUnits: 4.0}, {CapacityUnits: 2.0}]}")))
                .isEqualTo("6 write units");
        assertThat(cost.ofOperation("DescribeTable", Json.of("{Table: {}}"))).isEmpty();
    }

    @Test
    void cost_total_isTheSumOfWhatWasTold() {
        of("books-query", "{}", 200, "{capacity: 0.5}");
        cost.ofOperation("GetItem", Json.of("{ConsumedCapacity: {CapacityUnits: 0.5}}"));

        assertThat(cost.total()).isEqualTo("1 read unit, 0 write units");
    }

    private String of(String function, String event, int status, String body) {
        return cost.ofFunction(function, Json.of(event), new Answer(status, Json.of(body)));
    }
}

package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostTest {
    private final Cost cost = new Cost();

    @Test
    void cost_ofAFunctionThatTells_isReadUnits() {
        assertThat(of("books-query", "{}", 200, "{items: [], capacity: 3.5}")).isEqualTo("3.5 read units");
    }

    @Test
    void cost_ofAFunctionThatTellsNothing_followsTheRule() {
        assertThat(of("account-get", "{}", 404, "{}")).isEqualTo("0.5 read units, by the rule");
        assertThat(of("books-get", "{consistent: true}", 200, "{}")).isEqualTo("1 read unit, by the rule");
        assertThat(of("account-create", "{}", 409, "{}")).isEqualTo("1 write unit, by the rule");
        assertThat(of("books-load", "{}", 200, "{loaded: 303}")).isEqualTo("303 write units, by the rule");
        assertThat(of("books-transact", "{put: [{}, {}]}", 200, "{put: 2}")).isEqualTo("6 write units, by the rule");
    }

    @Test
    void cost_ofAFunctionThatWritesIndexes_isNotGuessed() {
        assertThat(of("garage-time", "{}", 200, "{}")).isEqualTo("0.5 read units, by the rule");
        assertThat(cost.isComplete()).isTrue();
        assertThat(of("garage-enter", "{}", 201, "{}")).isEmpty();
        assertThat(cost.isComplete()).isFalse();
        assertThat(cost.total()).isEqualTo("0.5 read units, 0 write units");
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

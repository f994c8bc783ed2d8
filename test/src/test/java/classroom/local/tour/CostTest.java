package classroom.local.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostTest {
    private final Cost cost = new Cost();

    @Test
    void cost_ofAFunctionThatTells_isReadUnits() {
        assertThat(cost.ofFunction(Json.of("{items: [], capacity: 3.5}"))).isEqualTo("3.5 read units");
    }

    @Test
    void cost_ofAFunctionThatTellsNothing_isEmpty() {
        assertThat(cost.ofFunction(Json.of("'Oi Ana Souza'"))).isEmpty();
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
        cost.ofFunction(Json.of("{capacity: 0.5}"));
        cost.ofOperation("GetItem", Json.of("{ConsumedCapacity: {CapacityUnits: 0.5}}"));

        assertThat(cost.total()).isEqualTo("1 read unit, 0 write units");
    }
}

package classroom.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.cost.Prices;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class CapacitiesTest {
    @Test
    void prices_areThoseOfTheCostReport() {
        Prices prices = Prices.current();
        JsonNode served = Capacities.of(prices, null);

        assertThat(served.path("region").asText()).isEqualTo(prices.region());
        assertThat(served.path("date").asText()).isEqualTo(prices.date().toString());
        assertThat(served.path("hoursPerMonth").asInt()).isEqualTo(prices.hoursPerMonth());
        assertThat(served.at("/prices/write-requests/usd").decimalValue())
                .isEqualByComparingTo(prices.price("dynamodb-write-requests").usd());
        assertThat(served.at("/prices/read-requests/per").asInt()).isEqualTo(1_000_000);
        assertThat(served.at("/prices/read-capacity/free").asInt()).isEqualTo(25);
        assertThat(served.has("balances")).isFalse();
    }

    @Test
    void balances_areThereIfTablesAreHeldToTheirCapacity() {
        ObjectNode balances = JsonNodeFactory.instance.objectNode();
        balances.putObject("table/books").put("read", 7.5);

        assertThat(Capacities.of(Prices.current(), balances)
                        .at("/balances/table~1books/read")
                        .asDouble())
                .isEqualTo(7.5);
    }
}

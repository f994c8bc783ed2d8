package classroom.template.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {
    private final Prices prices = Prices.current();

    @Test
    void table_says_its_date_region_and_month() {
        assertThat(prices.date()).matches("\\d{4}-\\d{2}-\\d{2}");
        assertThat(prices.region()).isEqualTo("us-east-2");
        // 31 days of 24 hours
        assertThat(prices.hoursPerMonth()).isEqualTo(744);
    }

    @Test
    void every_price_names_its_pricing_page_and_what_it_was_checked_against() {
        assertThat(prices.all()).isNotEmpty().allSatisfy(price -> {
            assertThat(price.source()).contains("pricing");
            assertThat(price.checked()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb-read-capacity, 25",
        "dynamodb-write-capacity, 25",
        "dynamodb-storage, 25",
        "dynamodb-stream-reads, 2500000",
        "dynamodb-read-requests, 0",
        "dynamodb-write-requests, 0",
        "lambda-requests, 1000000",
        "lambda-duration, 400000",
        "logs-ingested, 5",
        "sqs-requests, 1000000",
        "scheduler-invocations, 14000000",
        "kms-requests, 20000"
    })
    void allowance_is_the_always_free_one(String id, BigDecimal free) {
        assertThat(prices.price(id).free()).isEqualByComparingTo(free);
    }

    @ParameterizedTest
    // 0.00013 x 744; 0.00065 x 744; 10^6 requests; 10^6 requests; 2 GB-months
    @CsvSource({
        "dynamodb-read-capacity, 1, 0.09672",
        "dynamodb-write-capacity, 1, 0.4836",
        "dynamodb-read-requests, 1000000, 0.125",
        "dynamodb-write-requests, 1000000, 0.625",
        "dynamodb-storage, 2, 0.50"
    })
    void units_beyond_the_free_ones_cost_their_price(String id, BigDecimal units, BigDecimal usd) {
        assertThat(prices.price(id).of(units, prices.hoursPerMonth())).isEqualByComparingTo(usd);
    }

    @Test
    void price_of_another_id_is_refused_by_name() {
        assertThatThrownBy(() -> prices.price("gold"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gold");
    }
}

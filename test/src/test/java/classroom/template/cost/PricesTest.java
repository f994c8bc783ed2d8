package classroom.template.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {
    private final Prices prices = Prices.current();

    @Test
    void table_says_its_date_region_and_month() {
        assertThat(prices.date()).isAfterOrEqualTo("2026-09-11");
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

    /** All that the class's own stacks can be charged for, with any setting: a region has each, or no prices at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb-read-capacity",
                "dynamodb-write-capacity",
                "dynamodb-read-requests",
                "dynamodb-write-requests",
                "dynamodb-storage",
                "dynamodb-stream-reads",
                "lambda-requests",
                "lambda-duration",
                "logs-ingested",
                "logs-stored",
                "sqs-requests",
                "scheduler-invocations"
            })
    void price_of_the_class_has_a_source_with_a_date_in_every_other_region(String id) {
        for (String region : Prices.regions()) {
            Price price = Prices.of(region).price(id);
            assertThat(price.region()).isEqualTo(region);
            if (!region.equals(prices.region())) {
                assertThat(price.checked()).as(region).containsPattern("20\\d\\d-\\d\\d-\\d\\d");
            }
        }
    }

    @Test
    void region_that_is_not_named_has_the_prices_of_one_that_is_said() {
        assertThat(Prices.of("").areAssumed()).isTrue();
        assertThat(Prices.of("").region()).isEqualTo("us-east-2");
        assertThat(Prices.of("us-east-2").areAssumed()).isFalse();
    }

    @Test
    void region_without_a_source_has_no_prices_and_the_same_allowance() {
        assertThat(Prices.regions()).containsExactly("us-east-1", "us-east-2");
        Prices unknown = Prices.of("sa-east-1");

        assertThat(unknown.areKnown()).isFalse();
        assertThat(unknown.region()).isEqualTo("sa-east-1");
        assertThat(unknown.price("dynamodb-read-capacity").free()).isEqualByComparingTo("25");
        assertThat(unknown.price("dynamodb-read-capacity").region()).isEqualTo("us-east-2");
        assertThat(Prices.of("us-east-1").areKnown()).isTrue();
    }

    @Test
    void price_of_another_id_is_refused_by_name() {
        assertThatThrownBy(() -> prices.price("gold"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gold");
    }
}

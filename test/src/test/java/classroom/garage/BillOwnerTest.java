package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Invocation.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class BillOwnerTest extends ParkingLotFixture {
    private void cars(int count) {
        for (int i = 0; i < count; i++) {
            stay(
                    "\"placa\":\"CAR" + i + "\"," + OWNER,
                    "2026-11-22T12:00:00Z",
                    "2026-11-22T12:%02d:00Z".formatted(i + 1));
        }
    }

    private static String event(String more) {
        return "{" + OWNER + ",\"month\":\"2026-11\"" + more + "}";
    }

    @Test
    void bill_hasALineForEachCarAndTheirTotal() {
        stay(CAR + "," + OWNER, "2026-11-30T22:00:00Z", "2026-12-01T00:30:00Z");
        stay("\"placa\":\"XYZ9876\"," + OWNER, "2026-11-01T08:00:00Z", "2026-11-01T08:07:00Z");
        stay("\"placa\":\"NOBODYS\"", "2026-11-01T08:00:00Z", "2026-11-01T09:00:00Z");
        stay("\"placa\":\"OTHERS\",\"cpf\":\"55566677788\"", "2026-11-01T08:00:00Z", "2026-11-01T09:00:00Z");

        JsonNode bill = bill(event(",\"ratePerHour\":7.5")).body();

        assertThat(bill.get("items")).hasSize(2);
        assertThat(line(bill, "ABC1234")).isEqualTo("120 minutes 15.00");
        // 7 minutes of 7.50 an hour are 0.875: half a cent goes to the even one.
        assertThat(line(bill, "XYZ9876")).isEqualTo("7 minutes 0.88");
        assertThat(money(bill.get("total"))).isEqualTo(new BigDecimal("15.88"));
        assertThat(bill.get("month").textValue()).isEqualTo("2026-11");
        assertThat(bill.get("ratePerHour").decimalValue()).isEqualByComparingTo("7.5");
        assertThat(bill.get("capacity").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(bill.has("next")).isFalse();
    }

    private static String line(JsonNode bill, String placa) {
        for (JsonNode line : bill.get("items")) {
            if (line.get("placa").textValue().equals(placa)) {
                assertThat(line).hasSize(3);
                return line.get("minutes") + " minutes " + money(line.get("amount"));
            }
        }
        throw new AssertionError("no line for " + placa + ": " + bill);
    }

    /** Jackson's trees drop zeros at the end; more than two decimals fail here. */
    private static BigDecimal money(JsonNode amount) {
        return amount.decimalValue().setScale(2, RoundingMode.UNNECESSARY);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7.5, 0.88", // 0.875
        "3, 7.5, 0.38", // 0.375
        "1, 7.5, 0.12", // 0.125
        "5, 7.5, 0.62", // 0.625
        "1, 0.3, 0.00", // 0.005
        "1, 0.31, 0.01",
        "60, 0.01, 0.01",
        "44640, 10000, 7440000.00",
        "60, 0, 0.00",
    })
    void amount_isExactAndHalfACentGoesToTheEvenOne(int minutes, BigDecimal rate, BigDecimal amount) {
        assertThat(new Bill(new Cpf("11122233344"), "2026-11", rate).amount(BigDecimal.valueOf(minutes)))
                .isEqualTo(amount);
    }

    @Test
    void bill_withoutARate_isSixAnHour() {
        cars(1);

        assertThat(money(bill(event("")).body().get("total"))).isEqualTo(new BigDecimal("0.10"));
    }

    @Test
    void bill_monthWithoutAStay_isNothing() {
        cars(1);

        Reply reply = bill("{" + OWNER + ",\"month\":\"2026-12\"}");

        assertThat(line(reply.body(), "CAR0")).isEqualTo("0 minutes 0.00");
        assertThat(money(reply.body().get("total"))).isEqualTo(new BigDecimal("0.00"));
    }

    @Test
    void bill_ownerOfNoCar_isEmpty() {
        Reply reply = bill(event(""));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body().get("items")).isEmpty();
        assertThat(reply.body().get("count").intValue()).isZero();
    }

    @Test
    void bill_stayThatLasts_countsOnceItHasEnded() {
        enter("{" + CAR + "," + OWNER + ",\"at\":\"2026-11-30T23:00:00Z\"}");
        assertThat(line(bill(event("")).body(), "ABC1234")).isEqualTo("0 minutes 0.00");

        exitAt("2026-12-01T01:00:00Z");

        assertThat(line(bill(event("")).body(), "ABC1234")).isEqualTo("60 minutes 6.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void bill_followingNext_billsEveryCarOnceAndAddsUp(int limit) {
        cars(20);
        TreeSet<String> seen = new TreeSet<>();
        BigDecimal total = BigDecimal.ZERO;
        int pages = 0;
        String next = "";
        do {
            JsonNode page = bill(event(",\"ratePerHour\":7.5,\"limit\":" + limit + next))
                    .body();
            page.get("items")
                    .forEach(line ->
                            assertThat(seen.add(line.get("placa").textValue())).isTrue());
            total = total.add(page.get("total").decimalValue());
            next = page.has("next") ? ",\"next\":" + page.get("next") : "";
            pages++;
        } while (!next.isEmpty());

        assertThat(seen).hasSize(20);
        assertThat(pages).isGreaterThanOrEqualTo(20 / limit);
        assertThat(total)
                .isEqualTo(
                        bill(event(",\"ratePerHour\":7.5")).body().get("total").decimalValue());
    }

    @Test
    void bill_tokenOfAnotherQuery_isBadRequest() {
        cars(2);
        JsonNode next = bill(event(",\"limit\":1")).body().get("next");

        for (String other : new String[] {
            "{\"cpf\":\"55566677788\",\"month\":\"2026-11\",\"next\":" + next + "}",
            "{" + OWNER + ",\"month\":\"2026-12\",\"next\":" + next + "}"
        }) {
            assertThat(bill(other).body().path("field").textValue()).isEqualTo("next");
        }
    }

    /** Its projection: an entry is no write of the index, and a bill reads nothing that it does not need. */
    @Test
    void index_projectsTheMinutesAndNothingElse() {
        putPastTheFunctions(Map.of(
                "placa", AttributeValue.fromS("ABC1234"),
                "cpf", AttributeValue.fromS("11122233344"),
                "obs", AttributeValue.fromS("x".repeat(10_000))));
        enterAt("2026-11-22T12:00:00Z");

        assertThat(dynamoDb.client()
                        .scan(scan -> scan.tableName(table).indexName(ParkingLot.BY_CPF))
                        .items())
                .singleElement()
                .satisfies(item -> assertThat(item).containsOnlyKeys("placa", "cpf", "minutos"));
        assertThat(bill(event("")).body().get("capacity").decimalValue()).isEqualByComparingTo("0.5");
    }

    /**
     * The functions do not accept a placa with a hyphen, but if somebody has put one, paging must continue after it.
     */
    @Test
    void bill_carsPutPastTheFunctions_arePagedAndCountAsNothing() {
        for (String placa : new String[] {"ABC-1234", "XYZ-9876"}) {
            putPastTheFunctions(Map.of(
                    "placa", AttributeValue.fromS(placa),
                    "cpf", AttributeValue.fromS("11122233344"),
                    "minutos", AttributeValue.fromM(Map.of("2026-11", AttributeValue.fromS("many")))));
        }

        JsonNode first = bill(event(",\"limit\":1")).body();
        JsonNode second =
                bill(event(",\"limit\":1,\"next\":" + first.get("next"))).body();

        assertThat(first.at("/items/0/placa")).isNotEqualTo(second.at("/items/0/placa"));
        assertThat(money(second.at("/items/0/amount"))).isEqualTo(new BigDecimal("0.00"));
    }
}

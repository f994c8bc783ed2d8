package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Invocation.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ParkingLotTest extends ParkingLotFixture {
    private static final String NOON = "2026-11-22T12:00:00Z";

    @Test
    void enter_unknownCar_isIn() {
        assertReply(
                enter("{" + CAR + "," + OWNER + ",\"at\":\"2026-11-22T12:00:59.9Z\"}"),
                201,
                "{" + CAR + "," + OWNER + ",\"entrada\":\"" + NOON + "\",\"minutos\":{}}");
    }

    @Test
    void enter_withoutATime_isThisMinute() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MINUTES);

        Instant entry =
                Instant.parse(enter("{" + CAR + "}").body().get("entrada").textValue());

        assertThat(entry).isBetween(before, Instant.now());
        assertThat(entry).isEqualTo(entry.truncatedTo(ChronoUnit.MINUTES));
    }

    @Test
    void enter_timeOfAnotherOffset_isKeptInUtc() {
        assertThat(enterAt("2026-11-30T22:30-03:00").body().get("entrada").textValue())
                .isEqualTo("2026-12-01T01:30:00Z");
    }

    @Test
    void enter_carThatIsIn_isConflictWithTheCar() {
        enterAt(NOON);

        Reply reply = enterAt("2026-11-22T12:30:00Z");

        assertConflict(reply, "The car is in already");
        assertThat(reply.body().at("/current/entrada").textValue()).isEqualTo(NOON);
        assertThat(reply.body().get("current").has("registro")).isFalse();
    }

    @Test
    void enter_sameEntryAgain_isConflict() {
        enterAt(NOON);

        assertConflict(enterAt(NOON), "The car is in already");
    }

    /** Otherwise its stays would overlap, and the same minutes would be counted twice. */
    @Test
    void enter_beforeItLeft_isConflictAndAtThatMinuteItIsNot() {
        stay(CAR, NOON, "2026-11-22T13:00:00Z");

        assertConflict(enterAt("2026-11-22T12:59:00Z"), "The car left later than that");
        assertThat(enterAt("2026-11-22T13:00:00Z").statusCode()).isEqualTo(201);
    }

    @Test
    void enter_withAnotherCpf_isConflictAndWithoutOneTheOwnerStays() {
        stay(CAR + "," + OWNER, NOON, "2026-11-22T13:00:00Z");

        assertConflict(
                enter("{" + CAR + ",\"cpf\":\"55566677788\",\"at\":\"2026-11-22T14:00:00Z\"}"),
                "The car belongs to another CPF: the owner who pays cannot change");
        assertThat(enterAt("2026-11-22T14:00:00Z").body().get("cpf").textValue())
                .isEqualTo("11122233344");
    }

    @Test
    void enter_carPutPastTheFunctions_keepsWhatItHas() {
        putPastTheFunctions(Map.of(
                "placa", AttributeValue.fromS("ABC1234"),
                "marca", AttributeValue.fromS("Fiat"),
                "obs", AttributeValue.fromNs(java.util.List.of("1", "2"))));

        assertReply(
                enterAt(NOON),
                201,
                "{" + CAR + ",\"marca\":\"Fiat\",\"obs\":[1,2],\"entrada\":\"" + NOON + "\",\"minutos\":{}}");
        assertThat(exitAt("2026-11-22T12:01:00Z").statusCode()).isEqualTo(200);
    }

    @Test
    void exit_carThatIsIn_isTheStay() {
        enterAt(NOON);

        assertReply(
                exitAt("2026-11-22T13:30:59Z"),
                200,
                "{" + CAR + ",\"entrada\":\"" + NOON + "\",\"saida\":\"2026-11-22T13:30:00Z\",\"minutes\":90,"
                        + "\"months\":{\"2026-11\":90}}");
    }

    @Test
    void exit_unknownCar_isNotFoundAndMakesNone() {
        assertReply(exit("{" + CAR + "}"), 404, NOT_FOUND);

        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void exit_carThatIsOut_isConflict() {
        stay(CAR, NOON, "2026-11-22T13:00:00Z");

        Reply reply = exitAt("2026-11-22T13:00:00Z");

        assertConflict(reply, "The car is not in");
        assertThat(reply.body().at("/current/saida").textValue()).isEqualTo("2026-11-22T13:00:00Z");
    }

    @Test
    void exit_beforeTheEntry_isConflictAndTheCarIsStillIn() {
        enterAt(NOON);

        assertConflict(exitAt("2026-11-22T11:59:59Z"), "The car came in later than that");
        assertThat(exitAt("2026-11-22T12:00:59Z").body().get("minutes").intValue())
                .isZero();
    }

    @Test
    void exit_inTheMinuteOfTheEntry_isNoMinuteOfNoMonth() {
        enterAt(NOON);

        assertThat(exitAt(NOON).body().get("months")).isEmpty();
        assertReply(time("{" + CAR + "}"), 200, "{" + CAR + ",\"minutes\":0,\"months\":{}}");
    }

    @Test
    void exit_fourYearsAfter_isTakenAndAMinuteMoreIsNot() {
        enterAt("2026-11-15T12:00:00Z");

        assertConflict(
                exitAt("2030-11-15T12:01:00Z"),
                "The car came in more than 1461 days before; let it out earlier, and in again");
        assertThat(exitAt("2030-11-15T12:00:00Z").body().get("months")).hasSize(49);
        assertThat(time("{" + CAR + "}").body().get("minutes").longValue()).isEqualTo(1461 * 24 * 60);
    }

    @Test
    void exit_entryWrittenPastTheFunctions_isConflict() {
        putPastTheFunctions(
                Map.of("placa", AttributeValue.fromS("ABC1234"), "entrada", AttributeValue.fromS("yesterday")));
        assertConflict(exitAt(NOON), "The stored car cannot leave: its entrada is not a time");

        putPastTheFunctions(Map.of("placa", AttributeValue.fromS("ABC1234"), "entrada", AttributeValue.fromS(NOON)));
        assertConflict(
                exitAt("2026-11-22T13:00:00Z"),
                "The stored car allows no entry or exit: its minutos is not a map, or it is full");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-30T23:00:00Z | 2026-12-01T00:00:00Z | {"2026-11":60}
            2026-11-30T23:00:00Z | 2026-12-01T00:01:00Z | {"2026-11":60,"2026-12":1}
            2026-12-01T00:00:00Z | 2026-12-01T00:01:00Z | {"2026-12":1}
            2026-12-31T23:59:59Z | 2027-02-01T00:01:59Z | {"2026-12":1,"2027-01":44640,"2027-02":1}
            2024-02-01T00:00:00Z | 2024-03-01T00:00:00Z | {"2024-02":41760}
            """)
    void stayOverAMonthsEnd_isSplitExactly(String entry, String exit, String months) {
        enterAt(entry);

        assertThat(exitAt(exit).body().get("months")).isEqualTo(classroom.Invocation.json(months));
        assertThat(time("{" + CAR + "}").body().get("months")).isEqualTo(classroom.Invocation.json(months));
    }

    /** Each a second before the full minute: were seconds counted or stays rounded, some would be lost or made up. */
    @Test
    void staysThatFollowEachOther_addUpToTheWholeTime() {
        Instant from = Instant.parse("2026-11-30T20:00:59Z");
        for (int i = 0; i < 20; i++) {
            stay(CAR, from.toString(), from.plusSeconds(1_337).toString());
            from = from.plusSeconds(1_337);
        }

        assertThat(time("{" + CAR + "}").body().get("minutes").longValue())
                .isEqualTo(ChronoUnit.MINUTES.between(
                        Instant.parse("2026-11-30T20:00:00Z"), from.truncatedTo(ChronoUnit.MINUTES)));
    }

    @Test
    void time_whileIn_hasTheEntryAndTheFinishedMinutes() {
        stay(CAR, NOON, "2026-11-22T13:00:00Z");
        enterAt("2026-12-01T08:00:00Z");

        assertReply(
                time("{" + CAR + "}"),
                200,
                "{" + CAR + ",\"minutes\":60,\"months\":{\"2026-11\":60},\"entrada\":\"2026-12-01T08:00:00Z\"}");
    }

    @Test
    void time_ofAMonth_isThatMonths() {
        stay(CAR, NOON, "2026-12-01T00:05:00Z");

        assertReply(
                time("{" + CAR + ",\"month\":\"2026-12\"}"), 200, "{" + CAR + ",\"month\":\"2026-12\",\"minutes\":5}");
        assertReply(
                time("{" + CAR + ",\"month\":\"2027-01\"}"), 200, "{" + CAR + ",\"month\":\"2027-01\",\"minutes\":0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"month\":\"2026-11\""})
    void time_unknownCar_isNotFound(String month) {
        assertReply(time("{" + CAR + month + "}"), 404, NOT_FOUND);
    }

    @Test
    void placa_isKeptAsItIs() {
        enterAt(NOON);

        assertThat(enter("{\"placa\":\"abc1234\",\"at\":\"" + NOON + "\"}").statusCode())
                .isEqualTo(201);
        assertThat(dynamoDb.scan(table)).hasSize(2);
    }
}

package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Invocation.Reply;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TransferVehicleTest extends RegistryFixture {
    private static final String UNO = "{\"cpf\":\"" + ANA + "\",\"placa\":\"ABC1234\",\"aquisicao\":\"2024-05-31\","
            + "\"obs\":{\"multas\":[1,2.50]},\"ano\":2010}";
    private static final String DATE = ",\"aquisicao\":\"2026-11-22\"";

    private static final String RUIS = UNO.replace(ANA, RUI).replace("2024-05-31", "2026-11-22");

    @Test
    void transfer_movesTheWholeVehicle() {
        add(UNO);

        assertReply(transfer("ABC1234", ANA + " " + RUI, DATE), 200, RUIS);

        assertThat(vehicles(ANA, "").body().get("items")).isEmpty();
        assertThat(vehicles(RUI, ",\"year\":2026").body().get("items"))
                .containsExactly(classroom.Invocation.json(RUIS));
        assertThat(owner("ABC1234").body().get("cpf").textValue()).isEqualTo(RUI);
        assertThat(dynamoDb.scan(table)).hasSize(2);
    }

    @Test
    void transfer_withoutADate_isToday() {
        add(UNO);
        LocalDate before = LocalDate.now(ZoneOffset.UTC);

        String date =
                transfer("ABC1234", ANA + " " + RUI, "").body().get("aquisicao").textValue();

        assertThat(LocalDate.parse(date)).isBetween(before, LocalDate.now(ZoneOffset.UTC));
    }

    @Test
    void transfer_thereAndBack_isHowItWas() {
        add(UNO);

        transfer("ABC1234", ANA + " " + RUI, DATE);
        Reply back = transfer("ABC1234", RUI + " " + ANA, ",\"aquisicao\":\"2024-05-31\"");

        assertReply(back, 200, UNO);
        assertThat(add(RUI, "ABC1234", "2026-01-01").statusCode()).isEqualTo(409);
    }

    @Test
    void transfer_nobodysPlaca_isNotFound() {
        add(UNO);

        assertReply(transfer("XYZ9876", ANA + " " + RUI, ""), 404, NOT_FOUND);
    }

    @Test
    void transfer_fromWhoDoesNotOwnIt_isConflictWithTheOwner() {
        add(UNO);

        for (String fromTo : List.of(RUI + " 99988877766", RUI + " " + ANA, "99988877766 " + RUI)) {
            Reply reply = transfer("ABC1234", fromTo, "");

            assertThat(reply.statusCode()).as(fromTo).isEqualTo(409);
            assertThat(reply.body().get("message").textValue()).isEqualTo("The CPF in from does not own this vehicle");
            assertThat(reply.body().get("current").toString())
                    .isEqualTo("{\"placa\":\"ABC1234\",\"cpf\":\"" + ANA + "\"}");
        }
        assertReply(
                owner("ABC1234"), 200, "{\"placa\":\"ABC1234\",\"cpf\":\"" + ANA + "\",\"aquisicao\":\"2024-05-31\"}");
    }

    @Test
    void transfer_again_isConflictAndWithItsTokenItIsNot() {
        add(UNO);
        String token = DATE + ",\"token\":\"t-" + table.substring(0, 20) + "\"";
        assertReply(transfer("ABC1234", ANA + " " + RUI, token), 200, RUIS);

        assertReply(transfer("ABC1234", ANA + " " + RUI, token), 200, RUIS);

        assertThat(transfer("ABC1234", ANA + " " + RUI, DATE).statusCode()).isEqualTo(409);
        assertThat(dynamoDb.scan(table)).hasSize(2);
    }

    /** A caller that sends it again need not remember the day of the first time. */
    @Test
    void transfer_againWithItsTokenOnTheNextDay_isAnsweredAsItWas() {
        add(UNO);
        String token = ",\"token\":\"d-" + table.substring(0, 20) + "\"";
        assertReply(transfer("ABC1234", ANA + " " + RUI, DATE + token), 200, RUIS);

        assertReply(transfer("ABC1234", ANA + " " + RUI, ",\"aquisicao\":\"2026-11-23\"" + token), 200, RUIS);
    }

    @Test
    void transfer_tokenOfAnotherTransfer_isBadRequestAndChangesNothing() {
        add(UNO);
        add(ANA, "XYZ9876", "2024-01-01");
        String token = ",\"token\":\"o-" + table.substring(0, 20) + "\"";
        transfer("ABC1234", ANA + " " + RUI, token);

        Reply reply = transfer("XYZ9876", ANA + " " + RUI, token);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body().get("field").textValue()).isEqualTo("token");
        assertThat(owner("XYZ9876").body().get("cpf").textValue()).isEqualTo(ANA);
    }

    /** Through plain Java it would come out as text and a list. */
    @Test
    void transfer_attributesThatJsonHasNot_areMovedAsTheyAre() {
        add(UNO);
        Map<String, AttributeValue> item = Map.of(
                "cpf", AttributeValue.fromS(ANA),
                "placa", AttributeValue.fromS("ABC1234"),
                "foto", AttributeValue.fromB(SdkBytes.fromUtf8String("jpeg")),
                "multas", AttributeValue.fromNs(List.of("1", "2")));
        putPastTheFunctions(item);

        assertThat(transfer("ABC1234", ANA + " " + RUI, DATE).statusCode()).isEqualTo(200);

        assertThat(dynamoDb.scan(table))
                .filteredOn(each -> each.get("cpf").s().equals(RUI))
                .singleElement()
                .satisfies(moved -> assertThat(moved)
                        .containsEntry("foto", item.get("foto"))
                        .containsEntry("aquisicao", AttributeValue.fromS("2026-11-22"))
                        .extractingByKey("multas")
                        .satisfies(set -> assertThat(set.ns()).containsExactlyInAnyOrder("1", "2")));
    }

    @Test
    void transfer_ofWhatWasWrittenPastTheFunctions_isRefused() {
        putPastTheFunctions(Map.of("cpf", AttributeValue.fromS(ANA), "placa", AttributeValue.fromS("ABC1234")));
        assertThatIsAstray("ABC1234");

        add(ANA, "XYZ9876", "2024-01-01");
        putPastTheFunctions(Map.of("cpf", AttributeValue.fromS(RUI), "placa", AttributeValue.fromS("XYZ9876")));
        assertThatIsAstray("XYZ9876");

        putPastTheFunctions(
                Map.of("cpf", AttributeValue.fromS("placa#NON0000"), "placa", AttributeValue.fromS("NON0000")));
        assertThatIsAstray("NON0000");
    }

    private void assertThatIsAstray(String placa) {
        Reply reply = transfer(placa, ANA + " " + RUI, "");
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().path("message").textValue())
                .isEqualTo("The vehicle is not stored where its owner's CPF says");
    }
}

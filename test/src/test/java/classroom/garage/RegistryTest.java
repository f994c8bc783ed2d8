package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Invocation.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RegistryTest extends RegistryFixture {
    @Test
    void vehiclesOfDifferentShapes_comeBackAsTheyWerePut() {
        List<JsonNode> put = addAll();

        List<JsonNode> back = new ArrayList<>();
        for (String cpf : List.of(ANA, RUI, "99988877766")) {
            vehicles(cpf, "").body().get("items").forEach(back::add);
        }
        assertThat(back).containsExactlyInAnyOrderElementsOf(put);
    }

    @Test
    void add_answersTheVehicle() {
        String uno = "{\"placa\":\"ABC1234\",\"cpf\":\"" + ANA + "\",\"aquisicao\":\"2024-02-29\",\"marca\":\"Fiat\"}";

        assertReply(add(uno), 201, uno);
    }

    @Test
    void add_withoutADate_isToday() {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);

        String date = add("{\"cpf\":\"" + ANA + "\",\"placa\":\"ABC1234\"}")
                .body()
                .get("aquisicao")
                .textValue();

        assertThat(LocalDate.parse(date)).isBetween(before, LocalDate.now(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {ANA, RUI})
    void add_placaThatHasAnOwner_isConflictAndChangesNothing(String cpf) {
        add(ANA, "ABC1234", "2024-05-31");

        Reply reply = add(cpf, "ABC1234", "2025-01-01");

        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().get("message").textValue()).isEqualTo("This placa has an owner already");
        assertThat(reply.body().toString()).doesNotContain(ANA);
        assertThat(dynamoDb.scan(table)).hasSize(2);
        assertThat(owner("ABC1234").body().get("aquisicao").textValue()).isEqualTo("2024-05-31");
    }

    @Test
    void vehicles_areTheOwnersByPlaca() {
        addAll();

        JsonNode page = vehicles(ANA, "").body();

        assertThat(page.get("items"))
                .extracting(vehicle -> vehicle.get("placa").textValue())
                .containsExactly("ABC1234", "BRA2E19", "XYZ9876");
        assertThat(page.get("count").intValue()).isEqualTo(3);
        assertThat(page.get("scanned").intValue()).isEqualTo(3);
        assertThat(page.get("capacity").decimalValue()).isEqualByComparingTo("0.5");
    }

    @ParameterizedTest
    @CsvSource({"2019, ABC1234", "2024, XYZ9876 BRA2E19", "2023, ''", "2, ''"})
    void vehicles_ofAYear_areThoseAcquiredInItByDate(int year, String placas) {
        addAll();

        assertThat(vehicles(ANA, ",\"year\":" + year).body().get("items"))
                .extracting(vehicle -> vehicle.get("placa").textValue())
                .isEqualTo(placas.isEmpty() ? List.of() : List.of(placas.split(" ")));
    }

    /** The local index has a copy of each, which counts towards DynamoDB's 400 KB. */
    @Test
    void add_asLargeAsDynamoDbTakes_andOneByteMore() {
        int rest = 200 * 1024 - ("cpf" + ANA + "placa" + "ABC1234" + "aquisicao" + "2024-05-31" + "obs").length();
        String vehicle = "{\"cpf\":\"" + ANA + "\",\"placa\":\"%s\",\"aquisicao\":\"2024-05-31\",\"obs\":\"%s\"}";

        assertThat(add(vehicle.formatted("ABC1234", "x".repeat(rest))).statusCode())
                .isEqualTo(201);
        Reply tooLarge = add(vehicle.formatted("XYZ9876", "x".repeat(rest + 1)));
        assertThat(tooLarge.statusCode()).isEqualTo(400);
        assertThat(tooLarge.body().path("message").textValue())
                .isEqualTo("obs must be smaller: the item has 204801 bytes, and DynamoDB takes 204800 (200 KB)");
        assertThat(transfer("ABC1234", ANA + " " + RUI, "").statusCode()).isEqualTo(200);
    }

    @Test
    void vehicles_ofNobody_areNone() {
        assertReply(vehicles(ANA, ""), 200, "{\"items\":[],\"count\":0,\"scanned\":0,\"capacity\":0}");
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "3, ''", "1000, ''", "1, ',\"year\":2024'", "3, ',\"year\":2024'"})
    void vehicles_followingNext_seeEachOnce(int limit, String year) {
        for (int i = 0; i < 10; i++) {
            // Some on one day: in the local index they differ only by placa.
            add(ANA, "CAR" + i, "2024-01-0" + (1 + i / 4));
        }
        TreeSet<String> seen = new TreeSet<>();
        String next = "";
        do {
            JsonNode page = vehicles(ANA, ",\"limit\":" + limit + year + next).body();
            page.get("items")
                    .forEach(vehicle -> assertThat(seen.add(vehicle.get("placa").textValue()))
                            .isTrue());
            next = page.has("next") ? ",\"next\":" + page.get("next") : "";
        } while (!next.isEmpty());

        assertThat(seen).hasSize(10);
    }

    @Test
    void vehicles_tokenOfAnotherQuery_isBadRequest() {
        addAll();
        JsonNode next = vehicles(ANA, ",\"limit\":1").body().get("next");

        assertThat(vehicles(RUI, ",\"next\":" + next).body().path("field").textValue())
                .isEqualTo("next");
        assertThat(vehicles(ANA, ",\"year\":2024,\"next\":" + next)
                        .body()
                        .path("field")
                        .textValue())
                .isEqualTo("next");
    }

    @Test
    void owner_isWhoseTheVehicleIs() {
        addAll();

        assertReply(owner("A1"), 200, "{\"placa\":\"A1\",\"cpf\":\"" + RUI + "\",\"aquisicao\":\"2024-06-15\"}");
        assertReply(owner("A2"), 404, NOT_FOUND);
        // Another key: the item is stored as it was put.
        assertThat(owner("abc1234").body().get("cpf").textValue()).isEqualTo("99988877766");
        assertThat(owner("ABC1234").body().get("cpf").textValue()).isEqualTo(ANA);
    }

    /** They prevent two owners of one placa, and no answer contains them. */
    @Test
    void uniquenessItems_areInNoIndexAndAmongNobodysVehicles() {
        int vehicles = addAll().size();

        assertThat(dynamoDb.scan(table)).hasSize(2 * vehicles);
        for (String index : List.of(Registry.BY_PLACA, Registry.BY_ACQUISITION)) {
            assertThat(dynamoDb.client()
                            .scan(scan -> scan.tableName(table).indexName(index))
                            .items())
                    .as(index)
                    .hasSize(vehicles)
                    .allSatisfy(item -> assertThat(item.get("cpf").s()).matches("\\d{11}"));
        }
    }

    /** In two places of an index at once, as it may be while a transfer is under way to it. */
    @Test
    void owner_whenTheIndexKnowsTwo_isWhoAcquiredItLast() {
        for (String owner : List.of(ANA + " 2024-05-31", RUI + " 2025-01-01", "99988877766 2023-01-01")) {
            putPastTheFunctions(Map.of(
                    "cpf", AttributeValue.fromS(owner.split(" ")[0]),
                    "placa", AttributeValue.fromS("ABC1234"),
                    "aquisicao", AttributeValue.fromS(owner.split(" ")[1])));
        }

        assertThat(owner("ABC1234").body().get("cpf").textValue()).isEqualTo(RUI);
    }
}

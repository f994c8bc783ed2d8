package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.DynamoDbLocal;
import classroom.FaultyDynamoDb;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.Reliability;
import classroom.Rules;
import classroom.lambda.Handler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** One car and one vehicle in many hands at once; an IT for its long forms, which only -Pfull runs. */
class GarageConcurrencyIT {
    private static final int THREADS = 16;
    private static final int QUICK = 8;
    private static final int LONG = 200;
    private static final String PLACA = "ABC1234";
    private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    @Test
    void oneCarInManyHands_hasExactlyTheMinutesOfTheStaysThatWereAcknowledged() throws Exception {
        enterAndExit(QUICK);
    }

    @Test
    @Tag("long")
    void oneCarInManyHandsForLong_hasExactlyTheMinutesOfTheStaysThatWereAcknowledged() throws Exception {
        enterAndExit(LONG);
    }

    @Test
    void oneVehicleInManyHands_hasAtNoTimeTwoOwnersOrNone() throws Exception {
        transfer(QUICK);
    }

    @Test
    @Tag("long")
    void oneVehicleInManyHandsForLong_hasAtNoTimeTwoOwnersOrNone() throws Exception {
        transfer(LONG);
    }

    /** Two callers want each entry and each exit; who gets it knows so, though a quarter of the answers is lost. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("long")
    void carsThatTwoLetInAndOut_areInOnceAndOutOnce(boolean answersAreLost) throws Exception {
        int cars = 400;
        String table = dynamoDb.carrosTable();
        Rules rules = new Rules();
        Rules.Rule lost =
                rules.on("UpdateItem", table, answersAreLost ? Rules.oneIn(4, 1) : Rules.nth(), Rules.RESET_AFTER);
        try (FaultyDynamoDb door = new FaultyDynamoDb(dynamoDb.endpoint(), rules)) {
            ParkingLot parkingLot = new ParkingLot(door.client(), table);
            Tally entries = wantedByTwo(cars, new EnterGarage(parkingLot), START);
            int in = count(table, "entrada");
            Tally exits = wantedByTwo(cars, new ExitGarage(parkingLot), START.plus(1, ChronoUnit.HOURS));
            int out = count(table, "saida");

            int acknowledged = entries.done() + exits.done();
            int unknown = entries.unknown() + exits.unknown();
            Reliability.record(
                    answersAreLost ? "reset after the write 1 in 4" : "none",
                    THREADS + " callers let " + cars + " cars in and out, each wanted by two",
                    4L * cars,
                    acknowledged,
                    in + out,
                    entries.twice() + exits.twice() + Math.max(0, acknowledged - in - out));
            System.out.printf("cars: unknown %d, answers lost %d%n", unknown, lost.count());
            assertThat(lost.count() > 0).isEqualTo(answersAreLost);
            assertThat(entries.twice() + exits.twice()).isZero();
            assertThat(in).isEqualTo(cars);
            assertThat(out).isEqualTo(cars);
            assertThat(acknowledged).isBetween(in + out - unknown, in + out);
            for (Map<String, AttributeValue> car : dynamoDb.scan(table)) {
                assertThat(car.get("minutos").m()).containsExactly(Map.entry("2026-11", AttributeValue.fromN("60")));
            }
        }
    }

    /** How many calls were acknowledged, how many cars more than once, and how many ended without a word. */
    private record Tally(int done, int twice, int unknown) {}

    private static Tally wantedByTwo(int cars, Handler function, Instant at) throws Exception {
        AtomicIntegerArray done = new AtomicIntegerArray(cars);
        AtomicInteger unknown = new AtomicInteger();
        inThreads(THREADS, thread -> {
            for (int car = thread / 2; car < cars; car += THREADS / 2) {
                try {
                    Reply reply = Invocation.of(function, "{\"placa\":\"CAR" + car + "\",\"at\":\"" + at + "\"}");
                    assertThat(reply.statusCode()).isIn(200, 201, 409, 503);
                    unknown.addAndGet(reply.statusCode() == 503 ? 1 : 0);
                    done.addAndGet(car, reply.statusCode() < 300 ? 1 : 0);
                } catch (SdkClientException allAnswersLost) {
                    unknown.incrementAndGet();
                }
            }
            return null;
        });
        int sum = 0;
        int more = 0;
        for (int car = 0; car < cars; car++) {
            sum += done.get(car);
            more += Math.max(0, done.get(car) - 1);
        }
        return new Tally(sum, more, unknown.get());
    }

    private int count(String table, String attribute) {
        return (int) dynamoDb.scan(table).stream()
                .filter(car -> car.containsKey(attribute))
                .count();
    }

    private void enterAndExit(int rounds) throws Exception {
        String table = dynamoDb.carrosTable();
        ParkingLot parkingLot = new ParkingLot(dynamoDb.client(), table);
        // Each call, by any caller, moves the time seven minutes forward.
        AtomicLong clock = new AtomicLong();
        AtomicInteger entries = new AtomicInteger();
        AtomicInteger exits = new AtomicInteger();
        AtomicLong minutes = new AtomicLong();
        inThreads(THREADS, thread -> {
            for (int round = 0; round < rounds; round++) {
                Instant at = START.plus(7 * clock.getAndIncrement(), ChronoUnit.MINUTES);
                String event = "{\"placa\":\"" + PLACA + "\",\"at\":\"" + at + "\"}";
                if ((thread + round) % 2 == 0) {
                    Reply reply = Invocation.of(new EnterGarage(parkingLot), event);
                    assertThat(reply.statusCode()).isIn(201, 409);
                    entries.addAndGet(reply.statusCode() == 201 ? 1 : 0);
                } else {
                    Reply reply = Invocation.of(new ExitGarage(parkingLot), event);
                    assertThat(reply.statusCode()).isIn(200, 404, 409);
                    if (reply.statusCode() == 200) {
                        exits.incrementAndGet();
                        minutes.addAndGet(reply.body().get("minutes").longValue());
                    }
                }
            }
            return null;
        });

        var time = Invocation.of(new GetParkingTime(parkingLot), "{\"placa\":\"" + PLACA + "\"}")
                .body();
        System.out.printf(
                "garage: %d threads, %d calls, %d entries, %d exits, %d minutes acknowledged, %s stored%n",
                THREADS, THREADS * rounds, entries.get(), exits.get(), minutes.get(), time.get("minutes"));
        assertThat(exits.get()).isPositive();
        assertThat(time.get("minutes").longValue()).isEqualTo(minutes.get());
        assertThat(entries.get() - exits.get()).isEqualTo(time.has("entrada") ? 1 : 0);
        long ofMonths = 0;
        for (var month : time.get("months")) {
            ofMonths += month.longValue();
        }
        assertThat(ofMonths).isEqualTo(minutes.get());
    }

    private void transfer(int rounds) throws Exception {
        String table = dynamoDb.proprietariosTable();
        Registry registry = new Registry(dynamoDb.client(), table);
        List<String> cpfs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cpfs.add("0000000000" + i);
        }
        add(registry, cpfs.get(0));
        AtomicInteger transfers = new AtomicInteger();
        AtomicInteger additions = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService watcher = Executors.newSingleThreadExecutor();
        try {
            Future<?> watched = watcher.submit((Callable<Void>) () -> {
                while (!over.get()) {
                    assertThat(owners(table, cpfs)).hasSize(1);
                    looks.incrementAndGet();
                }
                return null;
            });
            inThreads(THREADS, thread -> {
                for (int round = 0; round < rounds; round++) {
                    int from = (thread + round) % cpfs.size();
                    int to = (from + 1 + round % 3) % cpfs.size();
                    int status = Invocation.of(
                                    new TransferVehicle(registry),
                                    "{\"placa\":\"" + PLACA + "\",\"from\":\"" + cpfs.get(from) + "\",\"to\":\""
                                            + cpfs.get(to) + "\"}")
                            .statusCode();
                    assertThat(status).isIn(200, 409);
                    transfers.addAndGet(status == 200 ? 1 : 0);
                    additions.addAndGet(add(registry, cpfs.get(to)) == 201 ? 1 : 0);
                }
                return null;
            });
            over.set(true);
            watched.get();
        } finally {
            over.set(true);
            watcher.shutdownNow();
        }

        System.out.printf(
                "registry: %d threads, %d transfers done of %d, %d looks at the table%n",
                THREADS, transfers.get(), THREADS * rounds, looks.get());
        assertThat(transfers.get()).isPositive();
        assertThat(looks.get()).isPositive();
        assertThat(additions.get()).isZero();
        assertThat(owners(table, cpfs)).hasSize(1);
        assertThat(dynamoDb.scan(table)).hasSize(2);
    }

    private static int add(Registry registry, String cpf) {
        return Invocation.of(new AddVehicle(registry), "{\"cpf\":\"" + cpf + "\",\"placa\":\"" + PLACA + "\"}")
                .statusCode();
    }

    /** Who has the vehicle at one moment: all items in one transaction, which is as consistent as a read can be. */
    private List<Map<String, AttributeValue>> owners(String table, List<String> cpfs) {
        while (true) {
            try {
                return dynamoDb
                        .client()
                        .transactGetItems(read -> read.transactItems(cpfs.stream()
                                .map(cpf -> TransactGetItem.builder()
                                        .get(get -> get.tableName(table)
                                                .key(Map.of(
                                                        "cpf", AttributeValue.fromS(cpf),
                                                        "placa", AttributeValue.fromS(PLACA))))
                                        .build())
                                .toList()))
                        .responses()
                        .stream()
                        .map(response -> response.item())
                        .filter(item -> !item.isEmpty())
                        .toList();
            } catch (TransactionCanceledException inTheWay) {
                // A transfer was under way: look again.
            }
        }
    }

    private interface Work {
        Void of(int thread) throws Exception;
    }

    private static void inThreads(int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                all.add(pool.submit(() -> work.of(thread)));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}

package classroom.bench.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The operations for both models. They are the same in every run: there is no clock, and the specification of {@link
 * Random} fixes the numbers for a seed.
 *
 * @param cars the items that are in the tables before
 * @param operations of a parking lot, in the course's mix
 * @param questions of a vehicle registry: each owner's vehicles, each vehicle's owner
 */
record Workload(List<ObjectNode> cars, List<Operation> operations, List<Operation> questions) {
    static final int CARS = 100;
    static final int OWNERS = 60;

    /** The course's 80, 15 and 5 per cent of 1,000. */
    static final int ENTRIES_AND_EXITS = 800;

    static final int TIMES = 150;
    static final int BILLS = 50;

    /** The month of every stay, and the month before it, for which the cars have minutes already. */
    static final String MONTH = "2026-11";

    private static final String MONTH_BEFORE = "2026-10";
    private static final long SEED = 80_15_5;

    /** So few that the last operation is in the same month. */
    private static final int MOST_MINUTES_BETWEEN = 40;

    /** Of the first owners more have a second and third car. */
    private static final int BUSY_OWNERS = 25;

    private static final List<String> MAKES = List.of("Fiat Uno", "Volkswagen Gol", "Chevrolet Onix", "Toyota Corolla");
    private static final List<String> COLOURS = List.of("branco", "prata", "preto", "vermelho", "azul");
    private static final String SCRATCH = "Riscos na porta dianteira esquerda, para-choque amassado, farol trincado. ";

    static Workload course() {
        Random random = new Random(SEED);
        List<ObjectNode> cars = new ArrayList<>();
        for (int i = 0; i < CARS; i++) {
            cars.add(car(i, random));
        }
        return new Workload(List.copyOf(cars), operations(cars, random), questions(cars));
    }

    /** Items differ in shape and size, as the course's do; every fourth has a long story in {@code obs}. */
    private static ObjectNode car(int number, Random random) {
        ObjectNode car = JsonNodeFactory.instance.objectNode();
        car.putObject("placa").put("S", String.format(Locale.ROOT, "BRA%dE%02d", number % 10, number));
        car.putObject("cpf").put("S", cpf(number < OWNERS ? number : random.nextInt(BUSY_OWNERS)));
        car.putObject("aquisicao")
                .put("S", String.format(Locale.ROOT, "20%02d-%02d-15", 10 + number % 15, 1 + number % 12));
        String[] make = MAKES.get(number % MAKES.size()).split(" ");
        car.putObject("marca").put("S", make[0]);
        car.putObject("modelo").put("S", make[1]);
        if (number % 3 == 0) {
            car.putObject("cor").put("S", COLOURS.get(number % COLOURS.size()));
        }
        if (number % 5 == 0) {
            car.putObject("ano").put("N", Integer.toString(2000 + number % 25));
        }
        if (number % 4 == 0) {
            car.putObject("obs").put("S", SCRATCH.repeat(16));
        } else if (number % 2 == 0) {
            car.putObject("obs").put("S", SCRATCH.strip());
        }
        car.putObject("minutos")
                .putObject("M")
                .putObject(MONTH_BEFORE)
                .put("N", Integer.toString(1_000 + random.nextInt(9_000)));
        return car;
    }

    /** Eleven digits with wrong check digits for each of the owners, so they belong to nobody. */
    private static String cpf(int owner) {
        return String.format(Locale.ROOT, "123456%03d12", owner);
    }

    private static List<Operation> operations(List<ObjectNode> cars, Random random) {
        List<Kind> kinds = new ArrayList<>();
        kinds.addAll(Collections.nCopies(ENTRIES_AND_EXITS, Kind.ENTRY));
        kinds.addAll(Collections.nCopies(TIMES, Kind.TIME));
        kinds.addAll(Collections.nCopies(BILLS, Kind.BILL));
        Collections.shuffle(kinds, random);
        List<Operation> operations = new ArrayList<>();
        Set<String> in = new HashSet<>();
        Instant now = Instant.parse(MONTH + "-01T00:00:00Z");
        for (Kind kind : kinds) {
            now = now.plus(1L + random.nextInt(MOST_MINUTES_BETWEEN), ChronoUnit.MINUTES);
            ObjectNode car = cars.get(random.nextInt(CARS));
            String placa = text(car, "placa");
            if (kind == Kind.ENTRY) { // or an exit, of a car that is in
                boolean enters = in.add(placa);
                if (!enters) {
                    in.remove(placa);
                }
                String mark = new UUID(SEED, operations.size()).toString();
                operations.add(new Operation(enters ? Kind.ENTRY : Kind.EXIT, placa, now.toString(), mark));
            } else {
                operations.add(Operation.of(kind, kind == Kind.BILL ? text(car, "cpf") : placa));
            }
        }
        return List.copyOf(operations);
    }

    private static List<Operation> questions(List<ObjectNode> cars) {
        List<Operation> questions = new ArrayList<>();
        Set<String> owners = new TreeSet<>();
        cars.forEach(car -> owners.add(text(car, "cpf")));
        owners.forEach(cpf -> questions.add(Operation.of(Kind.VEHICLES, cpf)));
        cars.forEach(car -> questions.add(Operation.of(Kind.OWNER, text(car, "placa"))));
        return List.copyOf(questions);
    }

    private static String text(ObjectNode car, String name) {
        return car.path(name).path("S").textValue();
    }
}

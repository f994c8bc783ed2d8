package classroom.bench.models;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the measured figures as a table, as JSON and as a chart. */
record Report(String database, Measurement operations, Measurement questions) {
    private static final String NAME = "compare-models";
    private static final String ROW = "%-25s %11s %10s %11s %10s %14s%n";
    private static final String OPERATIONS = Texts.later("%,d operations of a parking lot, the same for both models");
    private static final String QUESTIONS =
            Texts.later("The vehicle registry's questions: whose is each vehicle, what has each owner");
    private static final int COUNT = Workload.ENTRIES_AND_EXITS + Workload.TIMES + Workload.BILLS;

    void print(PrintStream out) {
        out.println(Texts.of("%s: %d cars of %d owners", Texts.of(OPERATIONS, COUNT), Workload.CARS, Workload.OWNERS));
        print(out, operations);
        out.println();
        out.println(Texts.of(QUESTIONS));
        print(out, questions);
        out.println();
        notes().forEach(out::println);
    }

    private static void print(PrintStream out, Measurement measurement) {
        List<Usage> totals = new ArrayList<>();
        for (Map.Entry<Model, Map<Kind, Usage>> used : measurement.usages().entrySet()) {
            Model model = used.getKey();
            out.println();
            out.println(model.table() + ": " + Texts.of(model.keys()));
            row(
                    out,
                    "",
                    Texts.of("requests"),
                    Texts.of("read units"),
                    Texts.of("write units"),
                    Texts.of("bytes sent"),
                    Texts.of("bytes received"));
            used.getValue()
                    .forEach((kind, usage) -> row(
                            out,
                            String.format(Locale.ROOT, "%,5d %s", usage.operations(), Texts.of(kind.toString())),
                            usage));
            Usage total = measurement.total(model);
            row(out, Texts.of("%,5d in all", total.operations()), total);
            for (String place : places(model)) {
                double read = total.read().getOrDefault(place, 0.0);
                double written = total.written().getOrDefault(place, 0.0);
                if (read + written > 0) {
                    row(out, "      " + Texts.of("of it %s", place), "", units(read), units(written), "", "");
                }
            }
            totals.add(total);
        }
        Usage first = totals.get(0);
        Usage second = totals.get(1);
        out.println();
        row(
                out,
                "proprietarios / carros",
                ratio(second.requests(), first.requests()),
                ratio(Usage.sum(second.read()), Usage.sum(first.read())),
                ratio(Usage.sum(second.written()), Usage.sum(first.written())),
                ratio(second.sent(), first.sent()),
                ratio(second.received(), first.received()));
    }

    private static void row(PrintStream out, String name, Usage usage) {
        row(
                out,
                name,
                String.format(Locale.ROOT, "%,d", usage.requests()),
                units(Usage.sum(usage.read())),
                units(Usage.sum(usage.written())),
                String.format(Locale.ROOT, "%,d", usage.sent()),
                String.format(Locale.ROOT, "%,d", usage.received()));
    }

    private static void row(PrintStream out, String name, Object... cells) {
        Object[] all = new Object[cells.length + 1];
        all[0] = name;
        System.arraycopy(cells, 0, all, 1, cells.length);
        out.print(String.format(Locale.ROOT, ROW, all).replaceAll(" +(?=\\R)", ""));
    }

    private static String units(double units) {
        return String.format(Locale.ROOT, "%,.1f", units);
    }

    private static String ratio(double of, double to) {
        return to == 0 ? "" : String.format(Locale.ROOT, "%.2f", of / to);
    }

    private static List<String> places(Model model) {
        List<String> places = new ArrayList<>(List.of(model.table()));
        places.addAll(model.indexes());
        return places;
    }

    private List<String> notes() {
        return List.of(
                Texts.of("Units: what %s says that each request consumed (ReturnConsumedCapacity=INDEXES).", database),
                Texts.of("Bytes: the bodies of requests and answers. Not counted: putting the cars into the tables"
                        + " before."),
                Texts.of("Both models answered everything alike, and have the same cars afterwards."));
    }

    /** Writes {@code compare-models.json} and {@code compare-models.png}, and returns the first of them. */
    Path write(Path folder) throws IOException {
        Path file = folder.resolve(NAME + ".json");
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(file, json.writeValueAsString(json()) + "\n");
        Chart.write(String.format(Locale.ROOT, OPERATIONS, COUNT), operations, folder.resolve(NAME + ".png"));
        return file;
    }

    private ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("comparison", NAME).put("DynamoDB", database);
        root.put("cars", Workload.CARS).put("owners", Workload.OWNERS);
        put(root.putObject("operations"), String.format(Locale.ROOT, OPERATIONS, COUNT), operations);
        put(root.putObject("questions"), QUESTIONS, questions);
        return root;
    }

    private static void put(ObjectNode node, String title, Measurement measurement) {
        node.put("title", title).put("billed cents", measurement.cents());
        measurement.usages().forEach((model, kinds) -> {
            ObjectNode table = node.putObject(model.table());
            table.put("keys", model.keys());
            kinds.forEach((kind, usage) -> put(table.putObject(kind.toString()), usage));
            put(table.putObject("all"), measurement.total(model));
        });
    }

    private static void put(ObjectNode node, Usage usage) {
        node.put("operations", usage.operations()).put("requests", usage.requests());
        ObjectNode read = node.putObject("read units");
        usage.read().forEach(read::put);
        ObjectNode written = node.putObject("write units");
        usage.written().forEach(written::put);
        node.put("bytes sent", usage.sent()).put("bytes received", usage.received());
    }
}

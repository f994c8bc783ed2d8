package classroom.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the measured figures as a table, as JSON and as a chart. */
record Report(String name, Benchmark benchmark, List<Benchmark.Fact> facts, Rounds rounds) {
    void print(PrintStream out) {
        out.println(benchmark.title());
        facts.forEach(fact -> out.println("  " + fact.name() + ": " + fact.value()));
        for (String measure : rounds.measures()) {
            out.println();
            out.printf(Locale.ROOT, "%-28s %10s %21s%n", measure, "median", "quartiles");
            for (String contender : rounds.contenders(measure)) {
                Spread spread = Spread.of(rounds.samples(contender, measure));
                out.printf(
                        Locale.ROOT,
                        "%-28s %10.1f %10.1f %10.1f%n",
                        contender,
                        spread.median(),
                        spread.lower(),
                        spread.upper());
            }
            for (Comparison comparison : benchmark.comparisons()) {
                if (comparison.measures().contains(measure)) {
                    Spread ratio = Spread.of(rounds.ratios(comparison, measure));
                    out.printf(
                            Locale.ROOT,
                            "%s / %s = %.2f (quartiles %.2f to %.2f), %s%n",
                            comparison.contender(),
                            comparison.baseline(),
                            ratio.median(),
                            ratio.lower(),
                            ratio.upper(),
                            comparison.goal().verdict(ratio.median()));
                }
            }
            for (Limit limit : benchmark.limits()) {
                if (limit.measure().equals(measure)) {
                    out.printf("%s: %s%n", limit.contender(), limit.goal().verdict(median(limit.contender(), measure)));
                }
            }
        }
    }

    double median(String contender, String measure) {
        return Spread.of(rounds.samples(contender, measure)).median();
    }

    /** Writes {@code NAME.json} and {@code NAME.png}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(folder.resolve(name + ".json"), json.writeValueAsString(json()) + "\n");
        Chart.write(this, folder.resolve(name + ".png"));
    }

    private ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("benchmark", name).put("title", benchmark.title());
        ObjectNode told = root.putObject("facts");
        facts.forEach(fact -> told.put(fact.name(), fact.value()));
        ObjectNode contenders = root.putObject("contenders");
        for (String contender : rounds.contenders()) {
            ObjectNode measures = contenders.putObject(contender);
            for (String measure : rounds.measures(contender)) {
                ObjectNode node = measures.putObject(measure);
                put(node, rounds.samples(contender, measure));
                ArrayNode samples = node.putArray("samples");
                rounds.samples(contender, measure).forEach(sample -> samples.add(rounded(sample)));
            }
        }
        ArrayNode compared = root.putArray("comparisons");
        for (Comparison comparison : benchmark.comparisons()) {
            ObjectNode node = compared.addObject();
            node.put("contender", comparison.contender());
            node.put("baseline", comparison.baseline());
            node.put("goal", comparison.goal().toString());
            for (String measure : comparison.measures()) {
                put(node.putObject(measure), rounds.ratios(comparison, measure));
            }
        }
        ArrayNode limited = root.putArray("limits");
        for (Limit limit : benchmark.limits()) {
            ObjectNode node = limited.addObject();
            node.put("contender", limit.contender());
            node.put("measure", limit.measure());
            node.put("goal", limit.goal().toString());
            node.put("median", rounded(median(limit.contender(), limit.measure())));
        }
        return root;
    }

    private static void put(ObjectNode node, List<Double> samples) {
        Spread spread = Spread.of(samples);
        node.put("median", rounded(spread.median()));
        node.put("lower", rounded(spread.lower()));
        node.put("upper", rounded(spread.upper()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}

package classroom.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/** Everyone's samples, one a round. */
final class Rounds {
    /** By contender, then by measure; the n-th samples of all are from the same round. */
    private final Map<String, Map<String, List<Double>>> samples = new LinkedHashMap<>();

    private Rounds() {}

    /** Lets every contender warm up and then run once per round. Each round has another order. */
    static Rounds run(List<Contender> contenders, int rounds, long seed, IntConsumer onRound) throws Exception {
        Rounds result = new Rounds();
        for (Contender contender : contenders) {
            contender.warm();
            result.samples.put(contender.name(), new LinkedHashMap<>());
        }
        Random random = new Random(seed);
        List<Contender> order = new ArrayList<>(contenders);
        for (int round = 1; round <= rounds; round++) {
            onRound.accept(round);
            Collections.shuffle(order, random);
            for (Contender contender : order) {
                Map<String, List<Double>> own = result.samples.get(contender.name());
                contender
                        .run()
                        .forEach((measure, value) -> own.computeIfAbsent(measure, name -> new ArrayList<>())
                                .add(value));
            }
        }
        return result;
    }

    List<String> contenders() {
        return List.copyOf(samples.keySet());
    }

    List<String> measures() {
        return samples.values().stream()
                .flatMap(measures -> measures.keySet().stream())
                .distinct()
                .toList();
    }

    List<String> measures(String contender) {
        return List.copyOf(samples.get(contender).keySet());
    }

    /** Those who have the measure. */
    List<String> contenders(String measure) {
        return contenders().stream()
                .filter(name -> samples.get(name).containsKey(measure))
                .toList();
    }

    List<Double> samples(String contender, String measure) {
        return samples.get(contender).get(measure);
    }

    /** The ratio in each round. */
    List<Double> ratios(Comparison comparison, String measure) {
        List<Double> ours = samples(comparison.contender(), measure);
        List<Double> theirs = samples(comparison.baseline(), measure);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round) / theirs.get(round));
        }
        return ratios;
    }
}

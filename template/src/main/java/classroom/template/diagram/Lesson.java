package classroom.template.diagram;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A construct of the stack, with what stands in it and what its functions use.
 *
 * @param functions by name, the class that Lambda runs
 * @param targets by ARN; a part of a table follows its table
 */
public record Lesson(String name, Map<String, String> functions, Map<String, Target> targets, List<Arrow> arrows) {
    /** Those of one function, from the first target to the last. */
    public List<Arrow> arrowsOf(String function) {
        List<String> order = List.copyOf(targets.keySet());
        return arrows.stream()
                .filter(arrow -> arrow.function().equals(function))
                .sorted(Comparator.comparingInt(arrow -> order.indexOf(arrow.target())))
                .toList();
    }

    /**
     * A copy that nobody can change, with the functions so ordered that their arrows cross as little as can be: by the
     * middle of what they use (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
     * structures", the barycenter), else as declared.
     */
    Lesson inOrder() {
        List<String> order = List.copyOf(targets.keySet());
        Map<String, Double> middle = new LinkedHashMap<>();
        functions
                .keySet()
                .forEach(function -> middle.put(
                        function,
                        arrowsOf(function).stream()
                                .mapToInt(arrow -> order.indexOf(arrow.target()))
                                .average()
                                .orElse(order.size())));
        Map<String, String> ordered = new LinkedHashMap<>();
        functions.keySet().stream()
                .sorted(Comparator.comparing(middle::get))
                .forEach(function -> ordered.put(function, functions.get(function)));
        return new Lesson(
                name, Collections.unmodifiableMap(ordered), Collections.unmodifiableMap(targets), List.copyOf(arrows));
    }
}

package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Compares properties of the template with those that a resource has.
 *
 * <p>Of a structure, only the members of the template count: the others have defaults (CloudFormation User Guide,
 * "Detect unmanaged configuration changes to stacks and resources with drift detection"). Of a list, a map and free
 * JSON, the additions count too. The order of a list does not.
 */
final class Differences {
    /** What distinguishes the elements of a list: two elements that have it in common are one element, changed. */
    private static final List<String> NAMES = List.of("Key", "IndexName", "PolicyName", "AttributeName", "Sid");

    private final ResourceType type;
    private final List<Difference> found = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();

    /** @param type {@code null} if nothing is known of the properties */
    private Differences(ResourceType type) {
        this.type = type;
    }

    /** What differs, in the order of the template. */
    List<Difference> found() {
        return List.copyOf(found);
    }

    /** The paths of the properties of the template that could not be read, and so were not compared. */
    List<String> unread() {
        return List.copyOf(unread);
    }

    /**
     * Compares all properties of the template that could be read.
     *
     * @param type the resource type; {@code null} if it is not known: then no member of an object counts as added
     */
    static Differences between(ResourceType type, JsonNode expected, JsonNode actual) {
        Differences differences = new Differences(type);
        differences.structure("", type == null ? MissingNode.getInstance() : type.structure(), expected, actual);
        return differences;
    }

    private void structure(String path, JsonNode definition, JsonNode expected, JsonNode actual) {
        boolean free = definition.has("map") || definition.asText().equals("json");
        expected.properties().forEach(member -> {
            String name = member.getKey();
            if (free || actual.has(name)) {
                compare(path + "/" + name, member(definition, name), member.getValue(), actual.path(name));
            } else {
                unread.add(path + "/" + name);
            }
        });
        if (free) {
            actual.properties().stream()
                    .filter(member -> !expected.has(member.getKey()))
                    .forEach(member -> add(path + "/" + member.getKey(), NullNode.getInstance(), member.getValue()));
        }
    }

    private static JsonNode member(JsonNode definition, String name) {
        return definition.has("map")
                ? definition.get("map")
                : definition.asText().equals("json")
                        ? definition
                        : definition.path("properties").path(name);
    }

    private void compare(String path, JsonNode wanted, JsonNode expected, JsonNode actual) {
        JsonNode definition = type == null ? wanted : type.definition(wanted, expected);
        if (actual.isMissingNode() || actual.isNull()) {
            add(path, expected, NullNode.getInstance());
        } else if (expected.isObject() && actual.isObject()) {
            structure(path, definition, expected, actual);
        } else if (expected.isArray() && actual.isArray()) {
            list(path, definition.isArray() ? definition.get(0) : definition, expected, actual);
        } else if (!same(definition, expected, actual)) {
            add(path, expected, actual);
        }
    }

    /** A parameter gives a text also where a number or a boolean is wanted. */
    private static boolean same(JsonNode definition, JsonNode expected, JsonNode actual) {
        if (!expected.isValueNode() || !actual.isValueNode()) {
            return expected.equals(actual);
        }
        return definition.asText().equals("boolean")
                ? expected.asText().equalsIgnoreCase(actual.asText())
                : expected.asText().equals(actual.asText());
    }

    private void list(String path, JsonNode element, JsonNode expected, JsonNode actual) {
        List<Integer> missing = places(expected);
        List<Integer> added = places(actual);
        Pairs pairs = new Pairs(expected, actual, missing, added);
        pairs.take((one, other) -> isEqual(element, one, other));
        Map<Integer, Integer> changed = pairs.take(Differences::haveOneName);
        changed.putAll(pairs.take((one, other) -> !hasName(one) || !hasName(other)));
        changed.forEach((one, other) -> compare(path + "/" + one, element, expected.get(one), actual.get(other)));
        missing.forEach(place -> add(path + "/" + place, expected.get(place), NullNode.getInstance()));
        added.forEach(place -> add(path + "/" + place, NullNode.getInstance(), actual.get(place)));
    }

    private static List<Integer> places(JsonNode list) {
        return new ArrayList<>(IntStream.range(0, list.size()).boxed().toList());
    }

    /**
     * The elements of two lists.
     *
     * @param missing the places of the expected ones that have no counterpart yet
     * @param added the places of the actual ones that have none
     */
    private record Pairs(JsonNode expected, JsonNode actual, List<Integer> missing, List<Integer> added) {
        /** Takes each pair that fits out of the places, and returns them. */
        SortedMap<Integer, Integer> take(BiPredicate<JsonNode, JsonNode> fits) {
            SortedMap<Integer, Integer> pairs = new TreeMap<>();
            for (Integer one : List.copyOf(missing)) {
                added.stream()
                        .filter(other -> fits.test(expected.get(one), actual.get(other)))
                        .findFirst()
                        .ifPresent(other -> {
                            missing.remove(one);
                            added.remove(other);
                            pairs.put(one, other);
                        });
            }
            return pairs;
        }
    }

    private boolean isEqual(JsonNode definition, JsonNode one, JsonNode other) {
        Differences differences = new Differences(type);
        differences.compare("", definition, one, other);
        return differences.found.isEmpty();
    }

    private static boolean haveOneName(JsonNode one, JsonNode other) {
        return NAMES.stream().anyMatch(name -> one.has(name) && one.get(name).equals(other.get(name)));
    }

    private static boolean hasName(JsonNode element) {
        return NAMES.stream().anyMatch(element::has);
    }

    private void add(String path, JsonNode expected, JsonNode actual) {
        found.add(new Difference(path, expected, actual));
    }
}

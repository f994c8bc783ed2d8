package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a provider treats each property of its resource type. A property's name is its path without list indexes, such as
 * {@code LoggingConfig.LogGroup}; a path includes everything beneath it.
 *
 * <p>A property is carried out. Or it is refused, because ignoring it would change what a function does. Otherwise it
 * is ignored, and the summary names it. A property with the value of {@link #usually} needs nothing and is not named.
 */
public final class Support {
    private final Set<String> carried = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> replacing = new HashSet<>();
    private final Map<String, Set<JsonNode>> usual = new HashMap<>();
    private final Map<String, String> partly = new HashMap<>();

    /** These properties are carried out. */
    public Support carries(String... paths) {
        carried.addAll(Arrays.asList(paths));
        return this;
    }

    /** These properties are carried out, and a change of one of them replaces the resource. */
    public Support carriesReplacing(String... paths) {
        replacing.addAll(Arrays.asList(paths));
        return carries(paths);
    }

    /** These properties refuse the deployment. */
    public Support refuses(String... paths) {
        refused.addAll(Arrays.asList(paths));
        return this;
    }

    /** With this value the property needs nothing: the local class does this anyway. */
    public Support usually(String path, JsonNode value) {
        usual.computeIfAbsent(path, p -> new HashSet<>()).add(value);
        return this;
    }

    /** Passes over a property as long as it has this text. */
    public Support usually(String path, String value) {
        return usually(path, TextNode.valueOf(value));
    }

    /** This property is carried out except for the part that these words describe; the summary uses these words. */
    public Support carriesBut(String path, String without) {
        partly.put(path, without);
        return this;
    }

    /** Whether a change of this top-level property replaces the resource. */
    boolean replaces(String property) {
        return replacing.contains(property);
    }

    /** The paths in these properties that are left out. */
    public List<String> leftOut(JsonNode properties) {
        return notCarried(properties).stream()
                .filter(path -> !refused.contains(path))
                .toList();
    }

    /** The paths in these properties that refuse the deployment. */
    public List<String> refused(JsonNode properties) {
        return notCarried(properties).stream().filter(refused::contains).toList();
    }

    private List<String> notCarried(JsonNode properties) {
        List<String> found = new ArrayList<>();
        collect("", properties, found);
        return found.stream().distinct().toList();
    }

    private void collect(String path, JsonNode value, List<String> found) {
        if (value.isArray() && partly(path)) {
            value.forEach(element -> collect(path, element, found));
        } else if (value.isObject() && (path.isEmpty() || partly(path))) {
            value.properties().forEach(entry -> {
                String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                if (!carried.contains(below)
                        && !usual.getOrDefault(below, Set.of()).contains(entry.getValue())) {
                    collect(below, entry.getValue(), found);
                }
            });
        } else {
            found.add(partly.getOrDefault(path, path));
        }
    }

    /** Whether some path beneath this one is known, so that the value must be looked into. */
    private boolean partly(String path) {
        String prefix = path + ".";
        return carried.stream().anyMatch(known -> known.startsWith(prefix))
                || usual.keySet().stream().anyMatch(known -> known.startsWith(prefix));
    }
}

package classroom.infra.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The events with which a class tries a function, good and bad, from the file {@code examples/<function>.json} of this
 * app. They stand in the template, so that they come with the function wherever it is deployed from.
 */
final class Examples {
    /** The member of the function's metadata that the console looks for. */
    static final String METADATA = "classroom:examples";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "event";

    private Examples() {}

    /**
     * The examples of a function, empty if it has no file: each {@code {en, pt, event}}, and {@code answer} if there is
     * a status to expect. The event is a text: CDK would leave empty objects out, and numbers keep their digits.
     *
     * @param function its name in the lessons
     */
    static List<Map<String, Object>> of(String function) {
        List<Map<String, Object>> examples = new ArrayList<>();
        try (InputStream file = Examples.class.getResourceAsStream("/classroom/infra/examples/" + function + ".json")) {
            if (file != null) {
                for (JsonNode each : JSON.readTree(file)) {
                    Map<String, Object> example = new TreeMap<>();
                    each.properties().forEach(member -> {
                        JsonNode value = member.getValue();
                        example.put(member.getKey(), member.getKey().equals(EVENT) ? value.toString() : value.asText());
                    });
                    examples.add(example);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The examples of " + function, e);
        }
        return examples;
    }
}

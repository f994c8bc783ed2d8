package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request of a JSON protocol, or one structure in it, read by its members: each is there with its type, or not at
 * all.
 *
 * @param caller who asks
 * @param operation what for
 * @param json the members, checked
 * @param members their types, and how the service refuses a request that lacks one
 */
public record JsonRequest(Identity caller, String operation, JsonNode json, Members members) {

    /** The names of all members, known or not. */
    public Iterable<String> names() {
        return json::fieldNames;
    }

    /** Whether a member is there. */
    public boolean has(String member) {
        return json.hasNonNull(member);
    }

    /** A text, {@code ""} if it is not there. */
    public String text(String member) {
        return json.path(member).asText("");
    }

    /**
     * A text that must be there.
     *
     * @throws AwsError as {@link Members#missing} says, if it is not there or empty
     */
    public String required(String member) {
        String text = text(member);
        if (text.isEmpty()) {
            throw members.missing(member);
        }
        return text;
    }

    /** A number, or {@code absent}. */
    public int integer(String member, int absent) {
        return json.path(member).asInt(absent);
    }

    /** A number that may be large, such as a time, or {@code absent}. */
    public long number(String member, long absent) {
        return json.path(member).asLong(absent);
    }

    /** A yes or no, or {@code absent}. */
    public boolean flag(String member, boolean absent) {
        return json.path(member).asBoolean(absent);
    }

    /** A list of texts, empty if it is not there. */
    public List<String> texts(String member) {
        return json.path(member).valueStream().map(JsonNode::asText).toList();
    }

    /** A map of texts in their order, empty if it is not there. */
    public Map<String, String> map(String member) {
        Map<String, String> map = new LinkedHashMap<>();
        json.path(member)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    /** A structure, with no members if it is not there. */
    public JsonRequest structure(String member) {
        return new JsonRequest(caller, operation, json.path(member), members);
    }

    /** A list of structures, empty if it is not there. */
    public List<JsonRequest> structures(String member) {
        return json.path(member)
                .valueStream()
                .map(one -> new JsonRequest(caller, operation, one, members))
                .toList();
    }
}

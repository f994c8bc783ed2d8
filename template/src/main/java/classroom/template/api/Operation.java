package classroom.template.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An operation of an API.
 *
 * @param name such as {@code GetItem}
 * @param input what its requests may be
 * @param resources where in a request its resources are named, such as {@code TableName} or {@code
 *     TransactItems.[].Get.TableName}; {@code []} is each element of a list, {@code {}} each key of a map
 * @param route where a REST service has it; {@code null} for other services
 */
public record Operation(String name, Shape input, List<String> resources, Route route) {

    /**
     * Removes from a request, at every depth, the members that this operation does not have. AWS ignores them. IAM and
     * the database must see the same request.
     */
    public void dropUnknown(ObjectNode request) {
        input.dropUnknown(request);
    }

    /** Returns the names and ARNs of a request's resources, if the request has the right form. */
    public List<String> resources(JsonNode request) {
        List<String> found = new ArrayList<>();
        resources.forEach(path -> collect(request, List.of(path.split("\\.")), found));
        return found;
    }

    /** Puts others in place of the names and ARNs of a request's resources, where it has the right form. */
    public void rename(JsonNode request, UnaryOperator<String> other) {
        resources.forEach(path -> rename(request, List.of(path.split("\\.")), other));
    }

    private static void rename(JsonNode node, List<String> path, UnaryOperator<String> other) {
        String first = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (first.equals("[]")) {
            node.forEach(each -> rename(each, rest, other));
        } else if (!(node instanceof ObjectNode object)) {
            return;
        } else if (first.equals("{}")) {
            ObjectNode before = object.deepCopy();
            object.removeAll();
            before.properties().forEach(each -> object.set(other.apply(each.getKey()), each.getValue()));
        } else if (!rest.isEmpty()) {
            rename(object.path(first), rest, other);
        } else if (object.path(first).isTextual()) {
            object.put(first, other.apply(object.path(first).textValue()));
        }
    }

    private static void collect(JsonNode node, List<String> path, List<String> found) {
        if (path.isEmpty()) {
            // DynamoDB Local takes a number for its digits.
            if (node.isValueNode() && !node.isNull()) {
                found.add(node.asText());
            }
            return;
        }
        List<String> rest = path.subList(1, path.size());
        switch (path.get(0)) {
            case "{}" -> node.fieldNames().forEachRemaining(found::add);
            case "[]" -> node.forEach(each -> collect(each, rest, found));
            default -> collect(node.path(path.get(0)), rest, found);
        }
    }
}

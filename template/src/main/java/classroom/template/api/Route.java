package classroom.template.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an operation of a REST service is found.
 *
 * @param method of HTTP
 * @param path the parts between its slashes; one in braces is any text, the value of that label
 * @param query what the query must say, such as {@code List=ALL}; most often {@code ""}
 */
public record Route(String method, List<String> path, String query) {

    /** @param uri path and query */
    static Route of(String method, String uri) {
        int mark = uri.indexOf('?');
        return mark < 0
                ? new Route(method, parts(uri), "")
                : new Route(method, parts(uri.substring(0, mark)), uri.substring(mark + 1));
    }

    /** The parts between the slashes of a path that begins with one; a slash at the end is not counted. */
    public static List<String> parts(String path) {
        return List.of(path.substring(1).split("/"));
    }

    boolean matches(String asked, List<String> parts, Map<String, String> parameters) {
        if (!method.equals(asked) || path.size() != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!isLabel(path.get(i)) && !path.get(i).equals(parts.get(i))) {
                return false;
            }
        }
        int equals = query.indexOf('=');
        return equals < 0 || query.substring(equals + 1).equals(parameters.get(query.substring(0, equals)));
    }

    /** The values of the labels in a path that fits. */
    public Map<String, String> labels(List<String> parts) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            if (isLabel(path.get(i))) {
                labels.put(path.get(i).substring(1, path.get(i).length() - 1), parts.get(i));
            }
        }
        return labels;
    }

    private static boolean isLabel(String part) {
        return part.startsWith("{");
    }
}

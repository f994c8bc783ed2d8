package classroom.cloud.lambda.api;

import classroom.cloud.gateway.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A call with its path and query taken apart and decoded.
 *
 * @param path the parts between slashes, an empty last one left out
 */
record Request(Call call, List<String> path, Map<String, String> query) {

    static Request of(Call call) {
        List<String> path = new ArrayList<>();
        for (String part : call.path().substring(1).split("/")) {
            // A plus sign in a path is itself.
            path.add(decode(part.replace("+", "%2B")));
        }
        Map<String, String> query = new HashMap<>();
        for (String pair : call.query().split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new Request(call, List.copyOf(path), Map.copyOf(query));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A broken escape names nothing that exists.
            return text;
        }
    }

    /** The value of a query parameter, {@code null} if it is not there or empty. */
    String parameter(String name) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}

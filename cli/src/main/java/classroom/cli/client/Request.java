package classroom.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A request of one of AWS's protocols, unsigned.
 *
 * @param service its signing name, such as {@code logs}
 * @param path percent-encoded, with its query
 */
public record Request(String service, String method, String path, Map<String, String> headers, byte[] body) {
    /** The others speak version 1.0. */
    private static final Set<String> JSON_1_1 = Set.of("logs", "ssm", "budgets");

    /**
     * An operation of a JSON protocol.
     *
     * @param target the value of {@code X-Amz-Target}, such as {@code DynamoDBStreams_20120810.ListStreams}
     */
    public static Request json(String service, String target, byte[] input) {
        String version = JSON_1_1.contains(service) ? "1.1" : "1.0";
        return new Request(
                service,
                "POST",
                "/",
                Map.of("Content-Type", "application/x-amz-json-" + version, "X-Amz-Target", target),
                input);
    }

    /** An operation of a query protocol: {@code Action}, {@code Version} and the parameters, as a form. */
    public static Request form(String service, String form) {
        return new Request(
                service,
                "POST",
                "/",
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads from a service with REST paths. */
    public static Request get(String service, String path) {
        return new Request(service, "GET", path, Map.of(), new byte[0]);
    }

    /** A segment of a path or a value of a query, percent-encoded. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

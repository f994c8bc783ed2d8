package classroom.cli.leftovers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An operation that lists something in pages.
 *
 * @param operation the {@code X-Amz-Target} of a JSON protocol, or the path of a REST one
 * @param list the member of the answer that holds the items
 * @param sent the parameter that asks for the page after a token
 * @param returned the member that holds this token
 */
record Listing(String service, String operation, String list, String sent, String returned) {
    /** One page. */
    JsonNode ask(Aws aws, Map<String, ?> request) {
        if (!operation.startsWith("/")) {
            return aws.json(service, operation, request);
        }
        String query = request.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + Aws.encode(parameter.getValue().toString()))
                .collect(Collectors.joining("&"));
        return aws.rest(service, operation + (query.isEmpty() ? "" : "?" + query));
    }
}

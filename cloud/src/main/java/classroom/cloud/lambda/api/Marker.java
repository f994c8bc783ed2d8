package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Pages of a list: {@code Marker} and {@code MaxItems} of the Lambda API.
 *
 * @param name of the list in the answer
 * @param most elements of a page
 * @param place by which the list is ordered
 */
record Marker<T>(String name, int most, Function<T, String> place) {

    /** The page of {@code all} that a request asks for. */
    ObjectNode page(List<T> all, Request request, Function<T, ObjectNode> described) {
        int start = start(all, request.parameter("Marker"));
        int end = Math.min(all.size(), start + Math.min(most, request.input().integer("MaxItems", most)));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray(name);
        all.subList(start, end).forEach(one -> list.add(described.apply(one)));
        if (end < all.size()) {
            String last = place.apply(all.get(end - 1));
            answer.put("NextMarker", Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        }
        return answer;
    }

    /** The index of the first element after a marker, which may be {@code null}. */
    private int start(List<T> all, String marker) {
        if (marker == null) {
            return 0;
        }
        String last;
        try {
            last = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidParameterValueException", "The pagination token is malformed");
        }
        int start = 0;
        while (start < all.size() && place.apply(all.get(start)).compareTo(last) <= 0) {
            start++;
        }
        return start;
    }
}

package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Pages of a list that is ordered by name: {@code Marker} and {@code MaxItems} of the Lambda API. */
final class Marker {
    private Marker() {}

    /** The marker of the page after this name. */
    static String after(String name) {
        return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The index of the first element after the request's marker. */
    static <T> int start(Request request, List<T> all, Function<T, String> name) {
        String marker = request.parameter("Marker");
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
        while (start < all.size() && name.apply(all.get(start)).compareTo(last) <= 0) {
            start++;
        }
        return start;
    }

    /** The request's {@code MaxItems}. */
    static int maxItems(JsonRequest input) {
        return input.integer("MaxItems", 10_000);
    }
}

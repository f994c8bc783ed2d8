package classroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A client of AWS's protocols, for the commands and for those without the AWS CLI: Lambda's REST paths, the JSON
 * protocols, the query protocols, and the pages of any list. Whom it asks is its {@link Wire}'s matter. What a service
 * refuses is a {@link ServiceException}; a class that does not run is a {@link NotRunningException}.
 */
public final class Client {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Wire wire;

    public Client(Wire wire) {
        this.wire = wire;
    }

    /**
     * A client of the class on {@code 127.0.0.1:port}.
     *
     * @param region the class's region, which the requests are signed for
     * @param accessKey who asks, such as {@link classroom.cloud.identity.Identities#TEACHER}
     */
    public Client(int port, String region, String accessKey) {
        this(new Loopback(port, region, accessKey));
    }

    /**
     * Invokes a function and waits for its answer ({@code RequestResponse}, {@code LogType=Tail}).
     *
     * @return a failure of the function, too, with a {@link Invocation#functionError() functionError}
     */
    public Invocation invoke(String function, byte[] event) {
        Answer answer = send(new Request(
                "lambda",
                "POST",
                "/2015-03-31/functions/" + Request.encode(function) + "/invocations",
                Map.of(
                        "Content-Type", "application/json",
                        "X-Amz-Invocation-Type", "RequestResponse",
                        "X-Amz-Log-Type", "Tail"),
                event));
        String tail = answer.headers()
                .firstValue("X-Amz-Log-Result")
                .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .orElse("");
        String error = answer.headers().firstValue("X-Amz-Function-Error").orElse(null);
        return new Invocation(answer.status(), error, answer.body(), tail);
    }

    /**
     * Calls one operation of a service with a JSON protocol.
     *
     * @param target the value of {@code X-Amz-Target}, such as {@code DynamoDBStreams_20120810.ListStreams}
     */
    public JsonNode call(String signingName, String target, JsonNode input) {
        return send(Request.json(signingName, target, input.toString().getBytes(StandardCharsets.UTF_8)))
                .json();
    }

    /**
     * Reads from a service with REST paths.
     *
     * @param path with its query, such as {@code /2015-03-31/functions/}
     */
    public JsonNode get(String signingName, String path) {
        return send(Request.get(signingName, path)).json();
    }

    /**
     * Calls one operation of a service with a query protocol.
     *
     * @param operation {@code Action} and {@code Version}, such as {@code Action=ListRoles&Version=2010-05-08}
     * @return the result, in the shape of JSON
     */
    public JsonNode query(String signingName, String operation, JsonNode input) {
        String parameters = form(input);
        String action = operation.replaceFirst("Action=(\\w+).*", "$1");
        return send(Request.form(signingName, parameters.isEmpty() ? operation : operation + "&" + parameters))
                .result(action);
    }

    /** Gives every item of a list, page by page as it is read. */
    public void each(Listing listing, JsonNode input, Consumer<JsonNode> item) {
        ObjectNode request = input.deepCopy();
        JsonNode token;
        do {
            JsonNode page = page(listing, request);
            page.path(listing.list()).forEach(item);
            token = page.path(listing.returned());
            request.set(listing.sent(), token);
        } while (!token.asText("").isEmpty());
    }

    private JsonNode page(Listing listing, JsonNode input) {
        String operation = listing.operation();
        if (operation.startsWith("/")) {
            return get(listing.service(), input.isEmpty() ? operation : operation + "?" + form(input));
        }
        return operation.startsWith("Action=")
                ? query(listing.service(), operation, input)
                : call(listing.service(), operation, input);
    }

    private static String form(JsonNode input) {
        return input.properties().stream()
                .map(each ->
                        each.getKey() + "=" + Request.encode(each.getValue().asText()))
                .collect(Collectors.joining("&"));
    }

    /** Sends a request as it is. */
    public Answer send(Request request) {
        Answer answer = wire.send(request);
        if (answer.status() >= 300) {
            throw answer.refusal();
        }
        return answer;
    }
}

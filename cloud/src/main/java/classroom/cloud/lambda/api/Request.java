package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.FormReader;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Protocol;
import classroom.template.api.Api;
import classroom.template.api.Operation;
import classroom.template.api.Route;
import classroom.template.api.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A call with its path and query taken apart and decoded.
 *
 * @param operation what it asks for
 * @param labels the parts of the path that the operation's have a name for
 * @param input its members, wherever they are in the call; {@code null} until they are {@linkplain #read read}
 */
record Request(
        Call call, Operation operation, Map<String, String> labels, Map<String, String> query, JsonRequest input) {

    /**
     * Finds the operation of a call.
     *
     * @throws AwsError if the service has none of this method and path
     */
    static Request of(Call call, Api api) {
        // A plus sign in a path is itself.
        List<String> path = Route.parts(call.path()).stream()
                .map(part -> decode(part.replace("+", "%2B")))
                .toList();
        Map<String, String> query = new HashMap<>();
        for (String pair : call.query().split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        // AWS answers "Unable to determine service/operation name" here.
        Operation operation = api.routed(call.method(), path, query)
                .orElseThrow(
                        () -> AwsError.notCarriedOut("UnknownOperationException", call.method() + " " + call.path()));
        return new Request(call, operation, operation.route().labels(path), Map.copyOf(query), null);
    }

    /**
     * This request with its members.
     *
     * @throws AwsError if they break what the model says
     */
    Request read(Members members) {
        Shape shape = operation.input();
        ObjectNode json = shape.hasPayload() ? JsonNodeFactory.instance.objectNode() : Protocol.json(call.body());
        shape.members().forEach((name, member) -> {
            String[] place = shape.place(name).split(" ");
            String text = switch (place[0]) {
                case "uri" -> labels.get(place[1]);
                case "querystring" -> parameter(place[1]);
                case "header" ->
                    call.header(place[1].toLowerCase(Locale.ROOT))
                            .filter(value -> !value.isEmpty())
                            .orElse(null);
                default -> null;
            };
            if (text != null) {
                json.set(name, FormReader.scalar(member.type(), text));
            } else if (place.length > 1) {
                json.remove(name); // In the body it means nothing.
            }
        });
        return new Request(call, operation, labels, query, members.read(call.caller(), operation, json));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A broken escape names nothing that exists.
            return text;
        }
    }

    /** The value of a label of the path, {@code null} if the operation's path has none of this name. */
    String label(String name) {
        return labels.get(name);
    }

    /** The value of a query parameter, {@code null} if it is not there or empty. */
    String parameter(String name) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}

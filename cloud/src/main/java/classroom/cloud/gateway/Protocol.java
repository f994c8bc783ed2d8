package classroom.cloud.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The wire formats of AWS's protocols, the parts that several services of the class share. */
public final class Protocol {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Protocol() {}

    /**
     * The JSON object in a request's body; an empty body is an empty object.
     *
     * @throws AwsError {@code SerializationException} if the body is anything else
     */
    public static ObjectNode json(byte[] body) {
        try {
            JsonNode node = body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new AwsError(400, "SerializationException", "The request body is not JSON");
        }
        throw new AwsError(400, "SerializationException", "The request body is not a JSON object");
    }

    /** The JSON text of a node. */
    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // A tree is always written.
        }
    }

    /** A JSON answer; {@code version} is the protocol's, {@code 1.0} or {@code 1.1}. */
    static Reply jsonReply(String version, JsonNode body) {
        return new Reply(200, Map.of("Content-Type", "application/x-amz-json-" + version), bytes(body));
    }

    /** An error of a JSON protocol; {@code type} is the code, with a name space if the service writes one. */
    public static Reply jsonError(String version, AwsError error, String type) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("__type", type);
        if (error.getMessage() != null) {
            body.put("message", error.getMessage());
        }
        int status = error.status() < 500 ? 400 : error.status(); // The JSON protocols have no other 4xx.
        return new Reply(status, Map.of("Content-Type", "application/x-amz-json-" + version), bytes(body));
    }

    /** An error of a REST JSON service such as Lambda: the code in the header {@code x-amzn-ErrorType}. */
    private static Reply restJsonError(AwsError error) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("Type", error.status() < 500 ? "User" : "Service")
                .put("message", error.getMessage());
        return new Reply(
                error.status(),
                Map.of("Content-Type", "application/json", "x-amzn-ErrorType", error.code()),
                bytes(body));
    }

    /**
     * The form of a query protocol's request, from its body or, for GET, its query string.
     *
     * @throws AwsError {@code InvalidAction} for another method: the protocol has these two
     */
    public static Map<String, String> form(Call call) {
        if (!call.method().equals("POST") && !call.method().equals("GET")) {
            throw new AwsError(400, "InvalidAction", "An action takes POST or GET, not " + call.method());
        }
        return pairs(call.body().length == 0 ? call.query() : new String(call.body(), StandardCharsets.UTF_8));
    }

    /** The parameters of a request's query string; one without a value has the value {@code ""}. */
    public static Map<String, String> query(Call call) {
        return pairs(call.query());
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                form.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    /** An XML answer. */
    public static Reply xmlReply(int status, String document) {
        return new Reply(status, Map.of("Content-Type", "text/xml"), document.getBytes(StandardCharsets.UTF_8));
    }

    /** An error of a query protocol; the names of errors of the signature are other than in JSON. */
    public static Reply queryError(Call call, AwsError error, String namespace) {
        String code = switch (error.code()) {
            case Signature.MISSING -> "MissingAuthenticationToken";
            case Signature.INCOMPLETE -> "IncompleteSignature";
            case Signature.UNKNOWN_KEY -> "InvalidClientTokenId";
            case "AccessDeniedException" -> "AccessDenied";
            // "Common errors" of the API references; the JSON protocols have a code of its own for a wrong type.
            case "SerializationException" -> "ValidationError";
            default -> error.code();
        };
        return xmlReply(
                code.equals("AccessDenied") ? 403 : error.status(),
                new Xml()
                        .open("ErrorResponse", namespace)
                        .open("Error")
                        .element("Type", error.status() < 500 ? "Sender" : "Receiver")
                        .element("Code", code)
                        .element("Message", error.getMessage())
                        .element("Detail", "")
                        .close("Error")
                        .element("RequestId", call.requestId())
                        .close("ErrorResponse")
                        .toString());
    }

    /** An error of a REST XML service such as S3, whose codes for refused callers are its own. */
    public static Reply restXmlError(Call call, AwsError error) {
        String code = switch (error.code()) {
            case Signature.UNKNOWN_KEY -> "InvalidAccessKeyId";
            case "AccessDeniedException" -> "AccessDenied";
            case "InternalFailure" -> "InternalError";
            case "ForbiddenException" -> "AccessDenied";
            case Body.MALFORMED -> "InvalidRequest";
            case Body.TIMED_OUT -> "RequestTimeout";
            case Body.TOO_LARGE -> "EntityTooLarge";
            default -> error.code();
        };
        return new Reply(
                code.equals("AccessDenied") ? 403 : error.status(),
                Map.of("Content-Type", "application/xml"),
                new Xml()
                        .open("Error")
                        .element("Code", code)
                        .element("Message", error.getMessage())
                        .element("Resource", call.path())
                        .element("RequestId", call.requestId())
                        .close("Error")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An error for a request that no service could be found for, in the protocol that the request is in: JSON with a
     * target header, query with a form, else REST.
     */
    static Reply error(Call call, AwsError error) {
        if (call.header("x-amz-target").isPresent()) {
            String version = call.header("content-type").orElse("").endsWith("1.0") ? "1.0" : "1.1";
            return jsonError(version, error, "com.amazon.coral.service#" + error.code());
        }
        if (call.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
            return queryError(call, error, "");
        }
        return restJsonError(error);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "MalformedQueryString", "The request is not percent-encoded: " + e.getMessage());
        }
    }
}

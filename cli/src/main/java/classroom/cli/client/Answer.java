package classroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What a service answered: HTTP status, headers and body, and how the protocols of AWS read them. */
public record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body of a JSON or REST protocol; an empty object when it is empty. */
    JsonNode json() {
        try {
            return body.length == 0 ? NODES.objectNode() : Client.JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("The answer is not JSON: " + text(), e);
        }
    }

    /** The result of an action of a query protocol, in the shape of JSON: a list of {@code member}s is an array. */
    JsonNode result(String action) {
        try {
            return xml().path(action + "Result");
        } catch (IOException e) {
            throw new UncheckedIOException("The answer is not XML: " + text(), e);
        }
    }

    /**
     * What a status of 300 and above means. JSON protocols name the error in {@code __type} ("ns#Code"), Lambda in
     * {@code x-amzn-ErrorType} ("Code:uri"), query protocols in the element {@code Code}.
     */
    public ServiceException refusal() {
        JsonNode answer;
        try {
            answer = text().startsWith("<") ? xml() : Client.JSON.readTree(body);
        } catch (IOException e) {
            answer = NODES.textNode(text());
        }
        JsonNode error = answer.path("Error").isObject() ? answer.path("Error") : answer;
        JsonNode named = error.has("__type") ? error.path("__type") : error.path("Code");
        String type = headers.firstValue("x-amzn-ErrorType").orElse(named.asText("HTTP " + status));
        String code = type.substring(type.indexOf('#') + 1);
        code = code.contains(":") ? code.substring(0, code.indexOf(':')) : code;
        JsonNode message = error.has("message") ? error.path("message") : error.path("Message");
        String words = message.isTextual() ? message.textValue() : answer.isTextual() ? answer.textValue() : code;
        return new ServiceException(status, code, words);
    }

    private JsonNode xml() throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default one prints.
            builder.setErrorHandler(new DefaultHandler());
            return json(builder.parse(new ByteArrayInputStream(body)).getDocumentElement());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    private static JsonNode json(Element element) {
        ArrayNode members = NODES.arrayNode();
        ObjectNode others = NODES.objectNode();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals("member")) {
                members.add(json(child));
            } else if (node instanceof Element child) {
                others.set(child.getTagName(), json(child));
            }
        }
        if (!members.isEmpty()) {
            return members;
        }
        return others.isEmpty() ? NODES.textNode(element.getTextContent()) : others;
    }
}

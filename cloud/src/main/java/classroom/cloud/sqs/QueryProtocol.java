package classroom.cloud.sqs;

import classroom.cloud.gateway.Xml;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The answers of SQS's older protocol, which clients of before 2023 speak: the JSON of the newer one as XML. The names
 * are those of the SQS API reference.
 */
final class QueryProtocol {
    /** XML elements by the name of the list or map that they are of. */
    private static final Map<String, String> ELEMENTS = Map.of(
            "Messages", "Message",
            "QueueUrls", "QueueUrl",
            "Failed", "BatchResultErrorEntry",
            "Attributes", "Attribute",
            "MessageAttributes", "MessageAttribute",
            "Tags", "Tag");

    private QueryProtocol() {}

    /** The XML of an answer. */
    static String response(String action, ObjectNode answer, String requestId) {
        Xml xml = new Xml().open(action + "Response", SqsApi.NAMESPACE);
        if (!answer.isEmpty()
                || action.startsWith("Get")
                || action.startsWith("List")
                || action.startsWith("Receive")) {
            xml.open(action + "Result");
            write(xml, action, answer);
            xml.close(action + "Result");
        }
        return xml.open("ResponseMetadata")
                .element("RequestId", requestId)
                .close("ResponseMetadata")
                .close(action + "Response")
                .toString();
    }

    private static void write(Xml xml, String action, JsonNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            String element = ELEMENTS.getOrDefault(member.getKey(), action + "ResultEntry");
            if (value.isArray()) {
                value.forEach(one -> {
                    if (one.isObject()) {
                        xml.open(element);
                        write(xml, action, one);
                        xml.close(element);
                    } else {
                        xml.element(element, one.asText());
                    }
                });
            } else if (value.isObject()) {
                writeMap(xml, element, value);
            } else {
                xml.element(member.getKey(), value.asText());
            }
        }
    }

    private static void writeMap(Xml xml, String element, JsonNode map) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(map.properties());
        for (Map.Entry<String, JsonNode> entry : entries) {
            xml.open(element).element(element.equals("Tag") ? "Key" : "Name", entry.getKey());
            if (entry.getValue().isObject()) {
                xml.open("Value");
                entry.getValue()
                        .properties()
                        .forEach(member ->
                                xml.element(member.getKey(), member.getValue().asText()));
                xml.close("Value");
            } else {
                xml.element("Value", entry.getValue().asText());
            }
            xml.close(element);
        }
    }
}

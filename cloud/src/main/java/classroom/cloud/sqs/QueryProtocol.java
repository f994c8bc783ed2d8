package classroom.cloud.sqs;

import classroom.cloud.gateway.Xml;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SQS's older protocol, which clients of before 2023 speak: a form with numbered members in, XML out. Here it is turned
 * into the JSON of the newer one and back; the names are those of the SQS API reference.
 */
final class QueryProtocol {
    /** Lists of the JSON protocol by the name of their elements in a form. */
    private static final Map<String, String> LISTS = Map.of(
            "AttributeName", "AttributeNames",
            "MessageAttributeName", "MessageAttributeNames",
            "MessageSystemAttributeName", "MessageSystemAttributeNames",
            "TagKey", "TagKeys",
            "SendMessageBatchRequestEntry", "Entries",
            "DeleteMessageBatchRequestEntry", "Entries",
            "ChangeMessageVisibilityBatchRequestEntry", "Entries");

    /** Maps of the JSON protocol by the name of their entries in a form. */
    private static final Map<String, String> MAPS = Map.of(
            "Attribute", "Attributes",
            "Tag", "Tags",
            "MessageAttribute", "MessageAttributes");

    /** XML elements by the name of the list or map that they are of. */
    private static final Map<String, String> ELEMENTS = Map.of(
            "Messages", "Message",
            "QueueUrls", "QueueUrl",
            "Failed", "BatchResultErrorEntry",
            "Attributes", "Attribute",
            "MessageAttributes", "MessageAttribute",
            "Tags", "Tag");

    private QueryProtocol() {}

    /** The request of a form. */
    static ObjectNode request(Map<String, String> form) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        Map<String, Map<Integer, Map<String, String>>> numbered = new TreeMap<>();
        form.forEach((key, value) -> {
            String[] parts = key.split("\\.", 3);
            if (parts.length > 1 && parts[1].matches("[0-9]{1,4}")) {
                numbered.computeIfAbsent(parts[0], name -> new TreeMap<>())
                        .computeIfAbsent(Integer.valueOf(parts[1]), number -> new TreeMap<>())
                        .put(parts.length == 3 ? parts[2] : "", value);
            } else {
                request.put(key, value);
            }
        });
        numbered.forEach((name, elements) -> {
            if (MAPS.containsKey(name)) {
                ObjectNode map = request.putObject(MAPS.get(name));
                elements.values().forEach(element -> putEntry(map, element));
            } else {
                ArrayNode list = request.putArray(LISTS.getOrDefault(name, name));
                elements.values().forEach(element -> {
                    if (element.containsKey("")) {
                        list.add(element.get(""));
                    } else {
                        list.add(request(element));
                    }
                });
            }
        });
        return request;
    }

    /** An entry of a map: {@code Name} or {@code Key}, and {@code Value} or, of a structure, {@code Value.Member}. */
    private static void putEntry(ObjectNode map, Map<String, String> element) {
        String key = element.getOrDefault("Name", element.getOrDefault("Key", ""));
        if (element.containsKey("Value")) {
            map.put(key, element.get("Value"));
            return;
        }
        ObjectNode value = map.putObject(key);
        element.forEach((member, text) -> {
            if (member.startsWith("Value.")) {
                value.put(member.substring("Value.".length()), text);
            }
        });
    }

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

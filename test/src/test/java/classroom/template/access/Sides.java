package classroom.template.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Minimal templates, written with single quotes. */
final class Sides {
    static final String GET = document("dynamodb:GetItem");
    static final String PUT = document("dynamodb:PutItem");

    private Sides() {}

    /** A stack of these resources. */
    static Side of(String... resources) {
        try {
            return Side.of(new ObjectMapper()
                    .readTree(("{'Resources': {" + String.join(",", resources) + "}}").replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static String resource(String id, String type, String properties) {
        return "'" + id + "': {'Type': 'AWS::" + type + "', 'Properties': {" + properties + "}}";
    }

    /** A policy that allows one action. */
    private static String document(String action) {
        return "{'Statement': [{'Effect': 'Allow', 'Action': '" + action + "', 'Resource': '*'}]}";
    }
}

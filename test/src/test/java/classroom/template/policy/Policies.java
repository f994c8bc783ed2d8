package classroom.template.policy;

import classroom.template.policy.PolicyDocument.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Policies and requests as one reads them: JSON with single quotes. */
final class Policies {
    static final String PREFIX = "arn:aws:dynamodb:us-east-2:000000000000:";
    static final String BOOKS = PREFIX + "table/books";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private Policies() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A document of these statements, comma-separated. */
    static PolicyDocument document(String statements) {
        return document(Kind.IDENTITY, statements);
    }

    static PolicyDocument document(Kind kind, String statements) {
        return PolicyDocument.parse(
                "Policy", kind, json("{'Version': '2012-10-17', 'Statement': [" + statements + "]}"));
    }
}

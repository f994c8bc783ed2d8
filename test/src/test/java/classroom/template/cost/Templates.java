package classroom.template.cost;

import classroom.template.Template;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Minimal templates, written with single quotes; the stack is called S. */
final class Templates {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Templates() {}

    /** A stack of these resources, as members of the section. */
    static Map<String, Template> resources(String... members) {
        return Map.of("S", parse("{'Resources': {" + String.join(",", members) + "}}"));
    }

    static Template parse(String json) {
        return Template.parse(read(json));
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A provisioned table, with more properties if there are any. */
    static String table(String id, int read, int write, String... properties) {
        return resource(
                id,
                "AWS::DynamoDB::Table",
                "'ProvisionedThroughput': " + capacity(read, write),
                String.join(",", properties));
    }

    /** A table on demand with these maxima; a maximum of zero is not written. */
    static String onDemand(String id, int read, int write, String... properties) {
        String maxima = (read == 0 ? "" : "'MaxReadRequestUnits': " + read)
                + (read == 0 || write == 0 ? "" : ",")
                + (write == 0 ? "" : "'MaxWriteRequestUnits': " + write);
        return resource(
                id,
                "AWS::DynamoDB::Table",
                "'BillingMode': 'PAY_PER_REQUEST', 'OnDemandThroughput': {" + maxima + "}",
                String.join(",", properties));
    }

    static String indexes(String... indexes) {
        return "'GlobalSecondaryIndexes': [" + String.join(",", indexes) + "]";
    }

    static String index(String name, int read, int write) {
        return "{'IndexName': '" + name + "', 'ProvisionedThroughput': " + capacity(read, write) + "}";
    }

    static String resource(String id, String type, String... properties) {
        List<String> present =
                List.of(properties).stream().filter(text -> !text.isEmpty()).toList();
        return "'" + id + "': {'Type': '" + type + "', 'Properties': {" + String.join(",", present) + "}}";
    }

    static List<Violation> check(String... resources) {
        return check(resources(resources), 1, BigDecimal.ZERO);
    }

    static List<Violation> check(Map<String, Template> stacks, int students, BigDecimal maxMonthlyUsd) {
        return Guard.check(CostReport.of(stacks, students), maxMonthlyUsd, Set.of());
    }

    private static String capacity(int read, int write) {
        return "{'ReadCapacityUnits': " + read + ", 'WriteCapacityUnits': " + write + "}";
    }
}

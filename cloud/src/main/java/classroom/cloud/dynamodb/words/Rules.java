package classroom.cloud.dynamodb.words;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What AWS refuses of a request by itself, before it looks for the table: members that contradict each other. DynamoDB
 * Local takes some of it, and says the rest in other words or later. The first rule that a request breaks is told.
 */
final class Rules {
    /**
     * A rule.
     *
     * @param operations the operations
     * @param refusal AWS's words for a request that breaks it
     * @param recorded date and source of the words
     */
    record Rule(Set<String> operations, Function<JsonNode, Optional<String>> refusal, String recorded) {}

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String DYNALITE = "2020-09-09 mhart/dynalite 3.2.1";
    private static final String SUITE = "2026-05-14 nubo-db/dynamodb-conformance 0ba4393";
    private static final String ON_DEMAND = "2026-07-24 nubo-db/dynoxide CHANGELOG, eu-west-2";

    private static final List<String> INDEXES = List.of("LocalSecondaryIndexes", "GlobalSecondaryIndexes");
    private static final Set<String> CREATE = Set.of("CreateTable");
    private static final Set<String> BOTH = Set.of("CreateTable", "UpdateTable");

    /** In the order in which AWS looks. */
    static final List<Rule> TABLE = List.of(
            new Rule(Set.of("Scan"), Rules::segments, SUITE),
            new Rule(BOTH, Rules::onDemandThroughput, ON_DEMAND),
            new Rule(BOTH, Rules::provisionedThroughput, DYNALITE),
            new Rule(BOTH, Rules::encryption, "2026-11-30 API Reference, SSESpecification: only KMS is supported"),
            new Rule(CREATE, Rules::keySchema, SUITE),
            new Rule(CREATE, table -> undefined(table, table), DYNALITE),
            new Rule(CREATE, Rules::emptyIndexes, DYNALITE),
            new Rule(
                    CREATE,
                    table -> first(table, "LocalSecondaryIndexes", index -> localIndex(table, index)),
                    DYNALITE),
            new Rule(
                    CREATE,
                    table -> first(table, "GlobalSecondaryIndexes", index -> undefined(table, index)),
                    DYNALITE),
            new Rule(BOTH, Rules::indexThroughput, DYNALITE),
            new Rule(CREATE, Rules::projections, DYNALITE),
            new Rule(CREATE, Rules::stream, "2026-08-18 nubo-db/dynoxide 9366d25"),
            new Rule(BOTH, Rules::indexNames, SUITE));

    private Rules() {}

    /** @throws AwsError if a request breaks a rule */
    static void check(String operation, JsonNode request) {
        for (Rule rule : TABLE) {
            if (rule.operations().contains(operation)) {
                rule.refusal().apply(request).ifPresent(words -> {
                    throw new AwsError(400, "ValidationException", words);
                });
            }
        }
    }

    private static Optional<String> segments(JsonNode scan) {
        if (scan.has("Segment") && !scan.has("TotalSegments")) {
            return Optional.of("The TotalSegments parameter is required but was not present in the request when Segment"
                    + " parameter is present");
        }
        if (scan.has("TotalSegments") && !scan.has("Segment")) {
            return Optional.of("The Segment parameter is required but was not present in the request when parameter"
                    + " TotalSegments is present");
        }
        int segment = scan.path("Segment").asInt();
        int total = scan.path("TotalSegments").asInt();
        return when(
                scan.has("Segment") && segment >= total,
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: " + segment
                        + " is not less than TotalSegments: " + total);
    }

    private static Optional<String> onDemandThroughput(JsonNode table) {
        boolean creates = table.has("KeySchema");
        boolean provisioned =
                table.path("BillingMode").asText(creates ? "PROVISIONED" : "").equals("PROVISIONED");
        return Stream.of("MaxReadRequestUnits", "MaxWriteRequestUnits")
                .filter(member ->
                        provisioned && table.path("OnDemandThroughput").has(member))
                .map(member -> INVALID + member + " for OnDemandThroughput cannot be specified when "
                        + (creates ? "table BillingMode is PROVISIONED." : "the table BillingMode is PROVISIONED"))
                .findFirst();
    }

    private static Optional<String> provisionedThroughput(JsonNode table) {
        if (isOnDemand(table)) {
            return when(
                    table.has("ProvisionedThroughput"),
                    INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                            + " PAY_PER_REQUEST");
        }
        return when(
                table.has("KeySchema") && !table.has("ProvisionedThroughput"),
                INVALID + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
                        + " PROVISIONED");
    }

    private static Optional<String> encryption(JsonNode table) {
        return when(
                table.path("SSESpecification").path("SSEType").asText().equals("AES256"),
                INVALID + "SSEType AES256 is not supported");
    }

    private static Optional<String> keySchema(JsonNode table) {
        return when(
                table.path("KeySchema").size()
                        > table.path("AttributeDefinitions").size(),
                "Invalid KeySchema: Some index key attribute have no definition");
    }

    /** Attributes of a key that the table does not define. */
    private static Optional<String> undefined(JsonNode table, JsonNode tableOrIndex) {
        List<String> defined = names(table.path("AttributeDefinitions"));
        List<String> keys = names(tableOrIndex.path("KeySchema"));
        return when(
                !defined.containsAll(keys),
                INVALID + "Some index key attributes are not defined in AttributeDefinitions. Keys: " + keys
                        + ", AttributeDefinitions: " + defined);
    }

    private static Optional<String> emptyIndexes(JsonNode table) {
        return INDEXES.stream()
                .filter(kind -> table.has(kind) && table.path(kind).isEmpty())
                .map(kind -> INVALID + "List of " + kind + " is empty")
                .findFirst();
    }

    private static Optional<String> localIndex(JsonNode table, JsonNode index) {
        if (table.path("KeySchema").size() < 2) {
            return Optional.of(
                    INVALID + "Table KeySchema does not have a range key, which is required when specifying a"
                            + " LocalSecondaryIndex");
        }
        String name = index.path("IndexName").asText();
        List<String> keys = names(index.path("KeySchema"));
        String partition = names(table.path("KeySchema")).get(0);
        return undefined(table, index)
                .or(() ->
                        when(keys.size() < 2, INVALID + "Index KeySchema does not have a range key for index: " + name))
                .or(() -> when(
                        !keys.get(0).equals(partition),
                        INVALID + "Index KeySchema does not have the same leading hash key as table KeySchema for"
                                + " index: " + name + ". index hash key: " + keys.get(0) + ", table hash key: "
                                + partition));
    }

    private static Optional<String> indexThroughput(JsonNode table) {
        if (!isOnDemand(table)) {
            return first(
                    table,
                    "GlobalSecondaryIndexes",
                    index -> when(
                            !index.has("ProvisionedThroughput"),
                            INVALID + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: "
                                    + index.path("IndexName").asText()));
        }
        Stream<JsonNode> updates =
                table.path("GlobalSecondaryIndexUpdates").valueStream().flatMap(JsonNode::valueStream);
        return Stream.concat(table.path("GlobalSecondaryIndexes").valueStream(), updates)
                .filter(index -> index.has("ProvisionedThroughput"))
                .map(index -> INVALID + "ProvisionedThroughput should not be specified for index: "
                        + index.path("IndexName").asText() + " when BillingMode is PAY_PER_REQUEST")
                .findFirst();
    }

    private static Optional<String> projections(JsonNode table) {
        return indexes(table)
                .map(index -> index.path("Projection"))
                .filter(projection -> projection.has("NonKeyAttributes") && projection.has("ProjectionType"))
                .map(projection -> projection.path("ProjectionType").asText())
                .filter(type -> !type.equals("INCLUDE"))
                .map(type -> INVALID + "ProjectionType is " + type + ", but NonKeyAttributes is specified")
                .findFirst();
    }

    private static Optional<String> stream(JsonNode table) {
        JsonNode stream = table.path("StreamSpecification");
        return when(
                stream.has("StreamViewType") && !stream.path("StreamEnabled").asBoolean(),
                INVALID + "Table is being created with a stream disabled, UpdateViewType should not be specified");
    }

    private static Optional<String> indexNames(JsonNode table) {
        Set<String> names = new HashSet<>();
        return indexes(table)
                .map(index -> index.path("IndexName").asText())
                .filter(name -> !names.add(name))
                .map(name -> INVALID + "Duplicate index name: " + name)
                .findFirst();
    }

    private static Stream<JsonNode> indexes(JsonNode table) {
        return INDEXES.stream().flatMap(kind -> table.path(kind).valueStream());
    }

    private static Optional<String> first(JsonNode table, String kind, Function<JsonNode, Optional<String>> refusal) {
        return table.path(kind)
                .valueStream()
                .map(refusal)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isOnDemand(JsonNode table) {
        return table.path("BillingMode").asText().equals("PAY_PER_REQUEST");
    }

    private static List<String> names(JsonNode elements) {
        return elements.valueStream()
                .map(element -> element.path("AttributeName").asText())
                .toList();
    }

    private static Optional<String> when(boolean broken, String words) {
        return broken ? Optional.of(words) : Optional.empty();
    }
}

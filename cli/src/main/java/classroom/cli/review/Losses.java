package classroom.cli.review;

import classroom.cli.review.Deployments.Deployment;
import classroom.template.Resource;
import classroom.template.access.Side;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tables and other stores that CloudFormation would delete or replace, or whose data would expire from then on.
 *
 * <p>Source: AWS CloudFormation Template Reference, "Update requires" of each property; "DeletionPolicy attribute" and
 * "UpdateReplacePolicy attribute".
 */
final class Losses {
    /**
     * The types that store data, and the properties whose change replaces a resource. If a type's properties are not
     * listed, any change counts. Logs and queues are not in the list: their content expires anyway.
     */
    private static final Map<String, Optional<Set<String>>> STORES = Map.ofEntries(
            Map.entry(
                    "AWS::DynamoDB::Table",
                    Optional.of(
                            Set.of("TableName", "KeySchema", "LocalSecondaryIndexes", "ImportSourceSpecification"))),
            Map.entry(
                    "AWS::DynamoDB::GlobalTable",
                    Optional.of(Set.of("TableName", "KeySchema", "LocalSecondaryIndexes"))),
            Map.entry("AWS::S3::Bucket", Optional.of(Set.of("BucketName"))),
            Map.entry("AWS::SecretsManager::Secret", Optional.of(Set.of("Name"))),
            Map.entry("AWS::Cognito::UserPool", Optional.empty()),
            Map.entry("AWS::EFS::FileSystem", Optional.empty()),
            Map.entry("AWS::KMS::Key", Optional.of(Set.of())),
            Map.entry("AWS::Kinesis::Stream", Optional.of(Set.of("Name"))),
            Map.entry("AWS::RDS::DBCluster", Optional.empty()),
            Map.entry("AWS::RDS::DBInstance", Optional.empty()));

    /** The types whose content counts when they only move: nobody who renames a construct wants to empty them. */
    private static final Set<String> FILLED = Set.of("AWS::SQS::Queue", "AWS::Logs::LogGroup");

    /** Their order says nothing: they are compared by this member. */
    private static final Map<String, String> UNORDERED =
            Map.of("LocalSecondaryIndexes", "IndexName", "AttributeDefinitions", "AttributeName");

    private static final Set<Resource.Retention> KEPT =
            Set.of(Resource.Retention.RETAIN, Resource.Retention.RETAIN_EXCEPT_ON_CREATE, Resource.Retention.SNAPSHOT);

    private Losses() {}

    /**
     * One store whose data would be deleted, or would no longer belong to the stack.
     *
     * @param type of the resource
     * @param name physical
     * @param id logical
     * @param why in words, with the template's names in backticks from {@link Markdown#code}
     * @param isLost whether the data is gone; otherwise it stays in the account, outside the stack
     */
    record Loss(String type, String name, String id, String why, boolean isLost) {}

    static List<Loss> of(Deployment deployment) {
        List<Loss> losses = new ArrayList<>();
        Moves moves = Moves.of(deployment);
        deployment
                .base()
                .ifPresent(before -> before.included()
                        .values()
                        .forEach(resource -> moves.from(resource.id())
                                .filter(move -> STORES.containsKey(move.type()) || FILLED.contains(move.type()))
                                .map(move -> moved(before, resource, move))
                                .or(() -> loss(deployment, resource))
                                .ifPresent(losses::add)));
        return losses;
    }

    private static Loss moved(Side before, Resource had, Moves.Move move) {
        boolean kept = KEPT.contains(had.deletionPolicy());
        String to = Markdown.code(move.to());
        if (move.name() != null) {
            String why =
                    Texts.of("it moves to %s with its name: CloudFormation refuses that until this one is deleted", to);
            return loss(before, had, why, !kept);
        }
        return kept
                ? loss(
                        before,
                        had,
                        Texts.of("it moves to %s: a new one is made, and this one stays in the account", to),
                        false)
                : loss(before, had, Texts.of("it moves to %s: a new one is made, and this one is deleted", to), true);
    }

    private static Optional<Loss> loss(Deployment deployment, Resource had) {
        if (!STORES.containsKey(had.type())) {
            return Optional.empty();
        }
        Side before = deployment.before();
        Optional<Side> head = deployment.head();
        Optional<Resource> has = head.map(side -> side.resources().get(had.id()));
        boolean keptIfDeleted = KEPT.contains(had.deletionPolicy());
        if (has.isEmpty()) {
            String why = head.isEmpty()
                    ? Texts.of("its stack is no longer in the app")
                    : Texts.of("it is no longer in the template");
            String name = before.name(had.id());
            boolean again = head.isPresent()
                    && head.get().resources().values().stream()
                            .anyMatch(other -> other.type().equals(had.type())
                                    && head.get().name(other.id()).equals(name));
            return Optional.of(loss(
                    before,
                    had,
                    again ? Texts.of("%s under this logical id: renamed, it is created again", why) : why,
                    !keptIfDeleted));
        }
        Resource now = has.get();
        if (!now.type().equals(had.type())) {
            return Optional.of(
                    loss(before, had, Texts.of("it becomes a %s", Markdown.code(now.type())), !keptIfDeleted));
        }
        if (!head.get().included().containsKey(now.id())) {
            String why =
                    Texts.of("its condition %s does not hold any more", Markdown.code(String.valueOf(now.condition())));
            return Optional.of(loss(before, had, why, !keptIfDeleted));
        }
        ObjectNode old = before.bestProperties(had.id());
        ObjectNode fresh = head.get().bestProperties(now.id());
        return replaced(before, had, now, old, fresh)
                .or(() -> expiring(old, fresh).map(why -> loss(before, had, why, true)));
    }

    /**
     * What deletes data from now on that stayed so far. Sources: DynamoDB Developer Guide, "Using time to live (TTL) in
     * DynamoDB"; S3 User Guide, "Managing the lifecycle of objects"; Kinesis Data Streams Developer Guide, "Change the
     * data retention period".
     */
    private static Optional<String> expiring(ObjectNode old, ObjectNode fresh) {
        JsonNode ttl = fresh.path("TimeToLiveSpecification");
        JsonNode had = old.path("TimeToLiveSpecification");
        if (isOn(ttl) && !(isOn(had) && attribute(ttl).equals(attribute(had)))) {
            return Optional.of(Texts.of(
                    "time to live is switched on: items go when the time in their %s has come, also those that"
                            + " are there already",
                    attribute(ttl)));
        }
        for (JsonNode rule : fresh.path("LifecycleConfiguration").path("Rules")) {
            if (!contains(old.path("LifecycleConfiguration").path("Rules"), rule)
                    && rule.toString().contains("Expiration")
                    && !rule.path("Status").asText().equals("Disabled")) {
                return Optional.of(Texts.of(
                        "a lifecycle rule that is new or changed deletes objects: %s", Markdown.code(rule.toString())));
            }
        }
        int kept = old.path("RetentionPeriodHours").asInt(24);
        int keeps = fresh.path("RetentionPeriodHours").asInt(24);
        return keeps < kept
                ? Optional.of(Texts.of("records stay for %d hours instead of %d", keeps, kept))
                : Optional.empty();
    }

    private static boolean contains(JsonNode elements, JsonNode element) {
        for (JsonNode one : elements) {
            if (one.equals(element)) {
                return true;
            }
        }
        return false;
    }

    /** Only the deployment knows a value that is not carried out: then it may be. */
    private static boolean isOn(JsonNode ttl) {
        return ttl.has("Enabled") && !ttl.path("Enabled").asText().equalsIgnoreCase("false");
    }

    private static String attribute(JsonNode ttl) {
        return words(ttl.path("AttributeName"));
    }

    private static Optional<Loss> replaced(Side before, Resource had, Resource now, ObjectNode old, ObjectNode fresh) {
        Set<String> names = new TreeSet<>();
        old.fieldNames().forEachRemaining(names::add);
        fresh.fieldNames().forEachRemaining(names::add);
        Optional<Set<String>> replacing = STORES.get(had.type());
        List<String> why = new ArrayList<>();
        for (String name : names) {
            JsonNode from = sorted(name, old.path(name));
            JsonNode to = sorted(name, fresh.path(name));
            boolean definitions = name.equals("AttributeDefinitions");
            if (!from.equals(to)
                    && (definitions
                            ? redefined(from, to)
                            : replacing.isEmpty() || replacing.get().contains(name))) {
                why.add(Texts.of("%s changes from %s to %s", Markdown.code(name), words(from), words(to)));
            }
        }
        if (why.isEmpty()) {
            return Optional.empty();
        }
        String told = Texts.of("it would be replaced: %s", String.join("; ", why));
        if (old.path("TableName").isTextual() && old.path("TableName").equals(fresh.path("TableName"))) {
            told = Texts.of(
                    "%s. CloudFormation refuses to replace a table that keeps its name, until someone deletes"
                            + " it by hand",
                    told);
        }
        boolean kept = KEPT.contains(had.updateReplacePolicy()) && KEPT.contains(now.updateReplacePolicy());
        return Optional.of(loss(before, had, told, !kept));
    }

    /** "Replacement if you edit an existing AttributeDefinition"; adding or removing one replaces nothing. */
    private static boolean redefined(JsonNode from, JsonNode to) {
        Map<String, String> types = new TreeMap<>();
        from.forEach(definition -> types.put(
                definition.path("AttributeName").asText(),
                definition.path("AttributeType").asText()));
        for (JsonNode definition : to) {
            String type = types.get(definition.path("AttributeName").asText());
            if (type != null && !type.equals(definition.path("AttributeType").asText())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode sorted(String property, JsonNode value) {
        String by = UNORDERED.get(property);
        if (by == null || !value.isArray()) {
            return value;
        }
        Map<String, JsonNode> sorted = new TreeMap<>();
        value.forEach(element -> sorted.put(element.path(by).asText() + " " + element, element));
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        array.addAll(sorted.values());
        return array;
    }

    private static String words(JsonNode value) {
        if (value instanceof MissingNode) {
            return Texts.of("nothing");
        }
        if (value.isArray() && value.path(0).has("AttributeName")) {
            List<String> members = new ArrayList<>();
            value.forEach(key -> members.add(key.path("AttributeName").asText() + " "
                    + key.path("KeyType").asText(key.path("AttributeType").asText())));
            return Markdown.code(String.join(", ", members));
        }
        return Markdown.code(value.isTextual() ? value.textValue() : value.toString());
    }

    private static Loss loss(Side before, Resource had, String why, boolean isLost) {
        return new Loss(had.type(), before.name(had.id()), had.id(), why, isLost);
    }
}

package classroom.cli.review;

import classroom.cli.review.Deployments.Deployment;
import classroom.template.Resource;
import classroom.template.access.Side;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pairs resources that only have another logical id, as after a construct was renamed: one is gone and one is new, of
 * one type and with equal properties and attributes, where what they refer to is the same or is paired itself.
 *
 * <p>Source: AWS CDK Developer Guide, "Preserve deployed resources when refactoring CDK code": CloudFormation takes
 * another logical id for another resource.
 */
final class Moves {
    /** The CDK gives them another logical id whenever what they publish changes. */
    private static final Set<String> MADE_ANEW = Set.of("AWS::Lambda::Version", "AWS::ApiGateway::Deployment");

    /** The types of which an account has one with a name, so that no second one can be made beside it. */
    private static final Set<String> NAMED = Set.of(
            "AWS::DynamoDB::GlobalTable",
            "AWS::DynamoDB::Table",
            "AWS::IAM::Group",
            "AWS::IAM::InstanceProfile",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Role",
            "AWS::IAM::User",
            "AWS::Kinesis::Stream",
            "AWS::Lambda::Function",
            "AWS::Logs::LogGroup",
            "AWS::S3::Bucket",
            "AWS::SNS::Topic",
            "AWS::SQS::Queue",
            "AWS::Scheduler::Schedule",
            "AWS::SecretsManager::Secret",
            "AWS::StepFunctions::StateMachine");

    /** Attributes that are compared otherwise, or that say nothing of what the resource is. */
    private static final List<String> APART = List.of("Type", "Properties", "Metadata", "DependsOn");

    private static final TextNode ITS_ID = TextNode.valueOf("its logical id");

    private final Side before;
    private final Side after;

    /** By the old logical id. */
    private final Map<String, Move> moves = new LinkedHashMap<>();

    private Moves(Side before, Side after) {
        this.before = before;
        this.after = after;
    }

    /**
     * A resource under another logical id.
     *
     * @param from the old logical id
     * @param to the new logical id
     * @param name the physical name that both have and only one can have, or null
     * @param isOneOfSeveral whether others are equal, so that it may be another's
     */
    record Move(String type, String from, String to, String name, boolean isOneOfSeveral) {}

    /** What makes two resources equal. */
    private record Shape(String type, JsonNode attributes, JsonNode properties) {}

    static Moves of(Deployment deployment) {
        Moves moves = new Moves(deployment.before(), deployment.after());
        if (deployment.before() != null && deployment.after() != null) {
            moves.pair();
        }
        return moves;
    }

    /** In the order of the old template. */
    List<Move> all() {
        return before == null
                ? List.of()
                : before.resources().keySet().stream()
                        .filter(moves::containsKey)
                        .map(moves::get)
                        .toList();
    }

    /** The move of the resource that had this logical id. */
    Optional<Move> from(String id) {
        return Optional.ofNullable(moves.get(id));
    }

    /** Those that nothing moved refers to are found first, then those that refer only to them, and so on. */
    private void pair() {
        int found;
        do {
            found = moves.size();
            Map<String, String> oldIds = moves.values().stream().collect(Collectors.toMap(Move::to, Move::from));
            Side called = oldIds.isEmpty() ? after : after.calling(oldIds);
            Map<Shape, List<Resource>> gone = shapes(before, after, moves.keySet());
            Map<Shape, List<Resource>> fresh = shapes(called, before, oldIds.keySet());
            gone.forEach((shape, had) -> pair(had, fresh.getOrDefault(shape, List.of())));
        } while (moves.size() > found);
    }

    /** Equal ones are paired in the templates' order, which a renamed construct does not change. */
    private void pair(List<Resource> had, List<Resource> has) {
        boolean isOneOfSeveral = had.size() > 1 || has.size() > 1;
        for (int i = 0; i < Math.min(had.size(), has.size()); i++) {
            Resource from = had.get(i);
            String name = name(from.type(), before.bestProperties(from.id()));
            moves.put(from.id(), new Move(from.type(), from.id(), has.get(i).id(), name, isOneOfSeveral));
        }
    }

    /** The resources of a side that the other does not have, less those that are paired already. */
    private static Map<Shape, List<Resource>> shapes(Side side, Side other, Set<String> paired) {
        Map<Shape, List<Resource>> shapes = new LinkedHashMap<>();
        side.resources().values().stream()
                .filter(resource -> side.included().containsKey(resource.id()))
                .filter(resource -> !other.resources().containsKey(resource.id()))
                .filter(resource -> !paired.contains(resource.id()) && !MADE_ANEW.contains(resource.type()))
                .forEach(resource -> shapes.computeIfAbsent(shape(side, resource), shape -> new ArrayList<>())
                        .add(resource));
        return shapes;
    }

    private static Shape shape(Side side, Resource resource) {
        ObjectNode attributes = side.written(resource.id()).deepCopy();
        attributes.remove(APART);
        JsonNode properties = side.bestProperties(resource.id()).deepCopy();
        return new Shape(resource.type(), attributes, withoutId(properties, resource.id()));
    }

    /** The CDK makes some names of the logical id, such as that of an inline policy. */
    private static JsonNode withoutId(JsonNode node, String id) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(withoutId(member.getValue(), id)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withoutId(array.get(i), id));
            }
        }
        return node.isTextual() && node.textValue().equals(id) ? ITS_ID : node;
    }

    /** The name that only one can have, or null: {@code TableName} of a table, {@code Name} of others. */
    private static String name(String type, ObjectNode properties) {
        if (!NAMED.contains(type)) {
            return null;
        }
        String kind = type.replaceFirst(".*::(Global)?", "");
        return Stream.of(kind + "Name", "Name")
                .map(member -> properties.path(member).textValue())
                .filter(name -> name != null)
                .findFirst()
                .orElse(null);
    }
}

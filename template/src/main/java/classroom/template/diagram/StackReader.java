package classroom.template.diagram;

import classroom.template.AwsEnvironment;
import classroom.template.Resource;
import classroom.template.access.Access;
import classroom.template.access.Accesses;
import classroom.template.access.Side;
import classroom.template.diagram.Target.Kind;
import classroom.template.policy.Condition;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.Statement;
import classroom.template.policy.Statement.Effect;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the boxes and arrows of one stack: who is allowed what on which table comes from the policies, not from what
 * the functions are called.
 */
final class StackReader {
    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
    private static final String LOG_GROUP = "AWS::Logs::LogGroup";

    private final String stack;
    private final Side side;
    private final Map<String, Access> accesses;
    private final Map<String, Lesson> lessons = new LinkedHashMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, Lesson> lessonOf = new LinkedHashMap<>();
    private final Set<String> logging = new LinkedHashSet<>();

    StackReader(String stack, Side side) {
        this.stack = stack;
        this.side = side;
        accesses = Accesses.ofFunctions(side);
        side.resources().values().forEach(this::lesson); // in the template's order
        each("AWS::DynamoDB::Table", this::table);
        each("AWS::SQS::Queue", this::queue);
        each(FUNCTION, (resource, properties) -> {
            String handler = properties.path("Handler").asText();
            lesson(resource).functions().put(side.name(resource.id()), handler);
            lessonOf.put(side.name(resource.id()), lesson(resource));
        });
        each(FUNCTION, (resource, properties) -> permissions(side.name(resource.id()), properties));
        each(MAPPING, (resource, properties) -> mapping(properties));
    }

    /** In the template's order, but for those in which nothing stands. */
    List<Lesson> lessons() {
        return lessons.values().stream()
                .filter(lesson ->
                        !lesson.functions().isEmpty() || !lesson.targets().isEmpty())
                .map(Lesson::inOrder)
                .toList();
    }

    /** What there is beside the lessons. */
    List<String> notes() {
        Map<String, Integer> left = new TreeMap<>();
        Set<String> days = new LinkedHashSet<>();
        Set<String> roles = new LinkedHashSet<>();
        each(
                FUNCTION,
                (resource, properties) ->
                        roles.add(properties.path("Role").asText().replaceFirst(".*/", "")));
        each(
                LOG_GROUP,
                (resource, properties) ->
                        days.add(properties.path("RetentionInDays").asText("ever")));
        for (Resource resource : side.resources().values()) {
            switch (resource.type()) {
                case "AWS::DynamoDB::Table", "AWS::SQS::Queue", FUNCTION, MAPPING, LOG_GROUP -> {
                    // Drawn, or told of in words of its own.
                }
                case "AWS::IAM::Role" -> {
                    if (!roles.contains(side.name(resource.id()))) {
                        left.merge(resource.type(), 1, Integer::sum);
                    }
                }
                default -> left.merge(resource.type(), 1, Integer::sum);
            }
        }
        List<String> notes = new ArrayList<>();
        if (!logging.isEmpty()) {
            notes.add("Not drawn: each function's log group, kept " + String.join(" or ", days) + " days, on which its"
                    + " role allows " + String.join(", ", logging) + ".");
        }
        left.forEach((type, count) -> notes.add("Not drawn: " + count + " " + type + " of " + stack + "."));
        return notes;
    }

    private void table(Resource resource, ObjectNode table) {
        String name = side.name(resource.id());
        String arn = AwsEnvironment.UNKNOWN.arn("dynamodb", "table/" + name);
        Map<String, String> types = new LinkedHashMap<>();
        table.path("AttributeDefinitions")
                .forEach(attribute -> types.put(
                        attribute.path("AttributeName").asText(),
                        attribute.path("AttributeType").asText()));
        add(resource, new Target(arn, Kind.TABLE, name, name, List.of(keys(table, types), capacity(table))));
        for (JsonNode index : table.path("LocalSecondaryIndexes")) {
            String indexName = index.path("IndexName").asText();
            List<String> details = List.of(keys(index, types), projection(index));
            add(resource, new Target(arn + "/index/" + indexName, Kind.LOCAL_INDEX, name, indexName, details));
        }
        for (JsonNode index : table.path("GlobalSecondaryIndexes")) {
            String indexName = index.path("IndexName").asText();
            List<String> details = List.of(keys(index, types), projection(index), capacity(index));
            add(resource, new Target(arn + "/index/" + indexName, Kind.GLOBAL_INDEX, name, indexName, details));
        }
        JsonNode stream = table.path("StreamSpecification").path("StreamViewType");
        if (stream.isTextual()) {
            List<String> details = List.of("every change as " + stream.asText());
            add(resource, new Target(arn + "/stream/LABEL", Kind.STREAM, name, name, details));
        }
    }

    private static String keys(JsonNode tableOrIndex, Map<String, String> types) {
        List<String> keys = new ArrayList<>();
        for (JsonNode key : tableOrIndex.path("KeySchema")) {
            String attribute = key.path("AttributeName").asText();
            keys.add((key.path("KeyType").asText().equals("HASH") ? "partition " : "sort ") + attribute + " ("
                    + types.getOrDefault(attribute, "?") + ")");
        }
        return String.join(" · ", keys);
    }

    private static String projection(JsonNode index) {
        JsonNode projection = index.path("Projection");
        List<String> more = new ArrayList<>();
        projection.path("NonKeyAttributes").forEach(attribute -> more.add(attribute.asText()));
        String type = projection.path("ProjectionType").asText();
        return "projects " + (more.isEmpty() ? type : "the keys, " + String.join(", ", more));
    }

    private static String capacity(JsonNode tableOrIndex) {
        JsonNode provisioned = tableOrIndex.path("ProvisionedThroughput");
        if (provisioned.has("ReadCapacityUnits")) {
            return "provisioned: " + provisioned.path("ReadCapacityUnits").asText() + " read, "
                    + provisioned.path("WriteCapacityUnits").asText() + " write units";
        }
        JsonNode most = tableOrIndex.path("OnDemandThroughput");
        return most.isMissingNode()
                ? "on demand"
                : "on demand: at most " + most.path("MaxReadRequestUnits").asText("?") + " read, "
                        + most.path("MaxWriteRequestUnits").asText("?") + " write units";
    }

    private void queue(Resource resource, ObjectNode queue) {
        String name = side.name(resource.id());
        JsonNode seconds = queue.path("MessageRetentionPeriod");
        List<String> details =
                seconds.isMissingNode() ? List.of() : List.of("messages kept " + seconds.asLong() / 3600 + " hours");
        add(resource, new Target(AwsEnvironment.UNKNOWN.arn("sqs", name), Kind.QUEUE, name, name, details));
    }

    private void permissions(String function, ObjectNode properties) {
        Access access = accesses.get(function);
        if (access == null) {
            return;
        }
        String log = AwsEnvironment.UNKNOWN.arn(
                "logs",
                "log-group:" + properties.path("LoggingConfig").path("LogGroup").asText() + ":*");
        for (PolicyDocument document : access.parsed()) {
            for (Statement statement : document.statements()) {
                for (String pattern : statement.resources()) {
                    if (pattern.equals(log)) {
                        logging.addAll(words(statement));
                    } else {
                        allowed(function, statement, pattern);
                    }
                }
            }
        }
        for (String other : access.others()) {
            add(Arrow.of(function, elsewhere(other), List.of()));
        }
    }

    private void allowed(String function, Statement statement, String pattern) {
        List<Target> covered = statement.isNotResource() ? List.of() : covered(pattern);
        if (covered.isEmpty()) {
            covered = List.of(elsewhere(statement.isNotResource() ? "all but " + pattern : pattern));
        }
        List<String> conditions = statement.conditions().stream()
                .map(Condition::key)
                .map(key -> key.substring(key.indexOf(':') + 1))
                .distinct()
                .toList();
        List<String> notes =
                conditions.isEmpty() ? List.of() : List.of("on conditions of " + String.join(" and ", conditions));
        covered.forEach(
                target -> add(Arrow.of(function, target, words(statement)).noting(notes)));
    }

    /** What a pattern of resources covers of what is drawn. */
    private List<Target> covered(String pattern) {
        int wildcard = pattern.indexOf('*');
        return targets.values().stream()
                .filter(target -> wildcard < 0
                        ? target.arn().equals(pattern)
                        : wildcard > 0 && target.arn().startsWith(pattern.substring(0, wildcard)))
                .toList();
    }

    /** @param pattern of resources, or what else a role allows in words */
    private static Target elsewhere(String pattern) {
        String name = pattern.replaceFirst("^arn:aws:", "");
        return new Target(pattern, Kind.ELSEWHERE, name, name, List.of());
    }

    private static List<String> words(Statement statement) {
        String before =
                (statement.effect() == Effect.DENY ? "denied: " : "") + (statement.isNotAction() ? "all but " : "");
        return statement.actions().stream()
                .map(action -> before + action.substring(action.indexOf(':') + 1))
                .toList();
    }

    private void mapping(ObjectNode mapping) {
        String function = functionOf(mapping.path("FunctionName").asText());
        if (!lessonOf.containsKey(function)) {
            return;
        }
        target(mapping.path("EventSourceArn").asText())
                .ifPresent(source -> add(Arrow.of(function, source, List.of())
                        .noting(List.of("event source mapping: " + batches(mapping)))
                        .leadingBack()));
        target(mapping.path("DestinationConfig")
                        .path("OnFailure")
                        .path("Destination")
                        .asText())
                .ifPresent(queue -> add(
                        Arrow.of(function, queue, List.of()).noting(List.of("on failure, what the mapping gives up"))));
    }

    private static String batches(ObjectNode mapping) {
        List<String> words = new ArrayList<>();
        words.add("batches of " + mapping.path("BatchSize").asText("100"));
        if (mapping.has("MaximumRetryAttempts")) {
            words.add(mapping.path("MaximumRetryAttempts").asText() + " retries");
        }
        if (mapping.path("BisectBatchOnFunctionError").asBoolean()) {
            words.add("bisected");
        }
        return String.join(", ", words);
    }

    /** By its name or ARN, with the version or alias that follows or without. */
    private static String functionOf(String text) {
        return text.startsWith("arn:") ? text.split(":")[6] : text.split(":")[0];
    }

    private Optional<Target> target(String arn) {
        return Optional.ofNullable(targets.get(arn));
    }

    private void add(Resource resource, Target target) {
        targets.put(target.arn(), target);
        lesson(resource).targets().put(target.arn(), target);
        lessonOf.put(target.arn(), lesson(resource));
    }

    private void add(Arrow arrow) {
        Lesson lesson = lessonOf.get(arrow.function());
        lesson.targets().computeIfAbsent(arrow.target(), arn -> {
            Lesson home = lessonOf.get(arn);
            return home == null ? elsewhere(arn) : targets.get(arn).seenFromAfar(home.name());
        });
        List<Arrow> arrows = lesson.arrows();
        for (int i = 0; i < arrows.size(); i++) {
            if (arrows.get(i).function().equals(arrow.function())
                    && arrows.get(i).target().equals(arrow.target())) {
                arrows.set(i, arrows.get(i).with(arrow));
                return;
            }
        }
        arrows.add(arrow);
    }

    /** The construct below the stack that a resource is of. */
    private Lesson lesson(Resource resource) {
        String[] path = resource.metadata().path("aws:cdk:path").asText().split("/");
        return lessons.computeIfAbsent(
                path.length > 2 ? path[1] : stack,
                name -> new Lesson(name, new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>()));
    }

    private interface Visit {
        void visit(Resource resource, ObjectNode properties);
    }

    private void each(String type, Visit visit) {
        for (Resource resource : side.resources().values()) {
            if (resource.type().equals(type)) {
                visit.visit(resource, side.bestProperties(resource.id()));
            }
        }
    }
}

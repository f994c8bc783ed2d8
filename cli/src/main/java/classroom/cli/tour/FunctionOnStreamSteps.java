package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A function that is called for each change: in order, again when it fails, and not forever. */
final class FunctionOnStreamSteps {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String[] LINE = {"event", "Author", "Title", "Rating", "refused"};

    private FunctionOnStreamSteps() {}

    static void teach(Walk walk) {
        JsonNode mapping = connection(walk);

        walk.step(Texts.of("The function's log of the changes so far"));
        String group = logGroup(walk);
        walk.asking(Texts.of("Logs FilterLogEvents of %s", group));
        List<JsonNode> lines = lines(walk, group, walk.changes().total());
        lines.subList(0, 2).forEach(line -> walk.show("", Json.select(line, LINE)));
        walk.tell(Texts.of(
                "… %d lines for %d changes", lines.size(), walk.changes().total()));

        walk.step(Texts.of("Write past the functions: a rating of 11 between two good books"));
        put(walk, "Ana Souza", "Before", 4);
        put(walk, "Ana Souza", "Poison", 11);
        put(walk, "Ana Souza", "After", 5);
        walk.changes().inserted(3);
        walk.note(Texts.of("The table takes anything. The function on the stream does not."));

        poison(walk, mapping, group);
    }

    private static JsonNode connection(Walk walk) {
        walk.step(Texts.of("What connects the stream to the function"));
        JsonNode mapping = mapping(walk);
        walk.asking("Lambda ListEventSourceMappings");
        walk.show(
                "",
                Json.select(
                        mapping,
                        "StartingPosition",
                        "BatchSize",
                        "MaximumRetryAttempts",
                        "MaximumRecordAgeInSeconds",
                        "BisectBatchOnFunctionError",
                        "FunctionResponseTypes",
                        "DestinationConfig",
                        "State"));
        walk.check(mapping.path("State").asText().equals("Enabled"), Texts.of("the mapping must be enabled"));
        walk.check(
                mapping.path("MaximumRetryAttempts").asInt() >= 0
                        && mapping.path("BisectBatchOnFunctionError").asBoolean(),
                Texts.of("retries must be bounded and a failing batch be cut in two"));
        walk.note(Texts.of("The mapping reads the shards and calls the function with the new records, in batches."));
        return mapping;
    }

    private static void poison(Walk walk, JsonNode mapping, String group) {
        walk.step(Texts.of("The good ones are handled"));
        walk.asking(Texts.of("Logs FilterLogEvents of %s", group));
        List<JsonNode> all = lines(walk, group, walk.changes().total());
        List<JsonNode> refused =
                all.stream().filter(line -> line.has("refused")).toList();
        for (String title : List.of("Before", "After")) {
            walk.show("", Json.select(about(all, title), LINE));
        }
        walk.check(
                refused.stream().allMatch(line -> line.path("Title").asText().equals("Poison")) && !refused.isEmpty(),
                Texts.of("the function must refuse only the poison record"));

        walk.step(Texts.of("The poison was tried again, then put aside"));
        walk.show("", Json.select(refused.get(0), LINE));
        walk.tell(Texts.of("… %d times", refused.size()));
        JsonNode message = receive(walk, mapping);
        int tries = mapping.path("MaximumRetryAttempts").asInt() + 1;
        walk.check(
                refused.size() >= tries && refused.size() <= 2 * tries,
                Texts.of("the poison must be tried %d times alone, and now and then in a batch", tries));
        walk.check(
                message.at("/DDBStreamBatchInfo/batchSize").asInt() == 1,
                Texts.of("only the poison record must be put aside"));
        walk.note(Texts.of(
                "With MaximumRetryAttempts %d, a record that is alone is tried %d times. Tries before that were in a"
                        + " batch, which was cut in two.",
                tries - 1, tries));

        walk.step(Texts.of("Fetch the poison from the stream, where the message says it is"));
        JsonNode record = fetch(walk, message.path("DDBStreamBatchInfo"));
        walk.check(
                record.at("/dynamodb/NewImage/Title/S").asText().equals("Poison"),
                Texts.of("the message must say where the poison is"));
        walk.note(Texts.of("The queue holds the place, not the record: the stream keeps it for 24 hours."));
    }

    /** The one mapping of the class. */
    static JsonNode mapping(Walk walk) {
        JsonNode mappings = walk.lambda("/2015-03-31/event-source-mappings/?FunctionName=books-changes")
                .path("EventSourceMappings");
        walk.check(mappings.size() == 1, Texts.of("books-changes must have one event source mapping"));
        return mappings.get(0);
    }

    private static String logGroup(Walk walk) {
        return walk.lambda("/2015-03-31/functions/books-changes")
                .at("/Configuration/LoggingConfig/LogGroup")
                .asText();
    }

    /**
     * Returns the function's own lines as soon as they contain this number of changes; a change may occur again, but
     * none is missing.
     */
    private static List<JsonNode> lines(Walk walk, String group, int changes) {
        return walk.until(Texts.of("the function must tell %d changes", changes), PATIENCE, () -> {
            List<JsonNode> lines = new ArrayList<>();
            Set<String> events = new HashSet<>();
            String next = "";
            do {
                JsonNode page = walk.quietly(new Operation(
                        Service.LOGS, "FilterLogEvents", "{logGroupName: '%s'%s}".formatted(group, next)));
                for (JsonNode event : page.path("events")) {
                    String message = event.path("message").asText();
                    if (message.startsWith("{")) {
                        lines.add(Json.of(message));
                        events.add(Json.of(message).path("eventID").asText());
                    }
                }
                next = page.hasNonNull("nextToken")
                        ? ", nextToken: '%s'".formatted(page.path("nextToken").asText())
                        : "";
            } while (!next.isEmpty());
            return events.size() >= changes ? Optional.of(lines) : Optional.empty();
        });
    }

    private static JsonNode about(List<JsonNode> lines, String title) {
        return lines.stream()
                .filter(line -> line.path("Title").asText().equals(title))
                .findFirst()
                .orElseThrow(() -> new StepFailed(Texts.of("the function must tell of %s", title)));
    }

    private static void put(Walk walk, String author, String title, int rating) {
        walk.dynamodb(
                "PutItem",
                "{TableName: 'books', Item: {Author: {S: '%s'}, Title: {S: '%s'}, Rating: {N: '%d'}}}"
                        .formatted(author, title, rating));
    }

    private static JsonNode receive(Walk walk, JsonNode mapping) {
        String arn = mapping.at("/DestinationConfig/OnFailure/Destination").asText();
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        String url = walk.quietly(new Operation(Service.SQS, "GetQueueUrl", "{QueueName: '%s'}".formatted(name)))
                .path("QueueUrl")
                .asText();
        walk.asking(Texts.of("SQS ReceiveMessage from %s", name));
        JsonNode message = walk.until(Texts.of("the poison must arrive at the queue"), PATIENCE, () -> {
            JsonNode messages = walk.quietly(new Operation(
                            Service.SQS, "ReceiveMessage", "{QueueUrl: '%s', WaitTimeSeconds: 1}".formatted(url)))
                    .path("Messages");
            return messages.isEmpty() ? Optional.empty() : Optional.of(messages.get(0));
        });
        JsonNode body = Json.of(message.path("Body").asText());
        walk.show("", Json.select(body.path("requestContext"), "functionArn", "condition", "approximateInvokeCount"));
        walk.show(
                "",
                Json.select(
                        body.path("DDBStreamBatchInfo"), "streamArn", "shardId", "startSequenceNumber", "batchSize"));
        walk.quietly(new Operation(
                Service.SQS,
                "DeleteMessage",
                "{QueueUrl: '%s', ReceiptHandle: '%s'}"
                        .formatted(url, message.path("ReceiptHandle").asText())));
        return body;
    }

    private static JsonNode fetch(Walk walk, JsonNode place) {
        String iterator = walk.streams("GetShardIterator", """
                        {StreamArn: '%s', ShardId: '%s', ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: '%s'}
                        """.formatted(
                                place.path("streamArn").asText(),
                                place.path("shardId").asText(),
                                place.path("startSequenceNumber").asText()))
                .text("/ShardIterator");
        return walk.streams(
                        "GetRecords",
                        "{ShardIterator: '%s', Limit: 1}".formatted(iterator),
                        "/Records/0/dynamodb/NewImage")
                .at("/Records/0");
    }
}

package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import classroom.cli.option.Help;
import classroom.cli.option.JsonOutput;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.Terminal;
import classroom.cloud.console.Console;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: where the class runs and what is in it. */
@Command(
        name = "status",
        description = "Shows where the class runs, and its tables, functions and queues.",
        exitCodeList = "3:no class runs there, or it failed")
public final class StatusCommand implements Callable<Integer> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Listing STACKS = new Listing(
            "cloudformation", "Action=DescribeStacks&Version=2010-05-15", "Stacks", "NextToken", "NextToken");
    private static final Listing QUEUES =
            new Listing("sqs", "AmazonSQS.ListQueues", "QueueUrls", "NextToken", "NextToken");

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        running.wire().requireClass();
        ObjectNode status = status();
        PrintStream out = Terminal.standard().out();
        if (json.isAsked()) {
            JsonOutput.print(status);
        } else {
            show(out, status);
        }
        return 0;
    }

    private ObjectNode status() {
        Client client = running.client();
        JsonNode described = RunningControl.describe(client);
        ObjectNode status = JsonOutput.answer().put("url", running.url());
        for (String member : List.of("pid", "home", "started", "data", "throttles")) {
            status.set(member, described.path(member));
        }
        status.put("console", described.path("console").asBoolean() ? running.url() + Console.PATH : null);
        status.put("code", described.path("edited").asBoolean() ? "edited" : "deployed");
        ArrayNode stacks = status.putArray("stacks");
        client.each(
                STACKS,
                NODES.objectNode(),
                stack -> stacks.addObject()
                        .put("name", stack.path("StackName").asText())
                        .put("status", stack.path("StackStatus").asText()));
        ArrayNode tables = status.putArray("tables");
        running.tables().forEach(name -> table(client, name, tables.addObject()));
        ArrayNode functions = status.putArray("functions");
        running.functions().forEach(functions::add);
        ArrayNode queues = status.putArray("queues");
        client.each(QUEUES, NODES.objectNode(), url -> queue(client, url.asText(), queues.addObject()));
        return status;
    }

    private static void table(Client client, String name, ObjectNode entry) {
        JsonNode table = client.call(
                        "dynamodb",
                        "DynamoDB_20120810.DescribeTable",
                        NODES.objectNode().put("TableName", name))
                .path("Table");
        entry.put("name", name).put("status", table.path("TableStatus").asText());
        ArrayNode keys = entry.putArray("keys");
        table.path("KeySchema")
                .forEach(key -> keys.add(key.path("AttributeName").asText()));
        entry.put("items", table.path("ItemCount").asLong())
                .put(
                        "readUnits",
                        table.at("/ProvisionedThroughput/ReadCapacityUnits").asLong())
                .put(
                        "writeUnits",
                        table.at("/ProvisionedThroughput/WriteCapacityUnits").asLong());
    }

    private static void queue(Client client, String url, ObjectNode entry) {
        ObjectNode request = NODES.objectNode().put("QueueUrl", url);
        request.putArray("AttributeNames").add("All");
        JsonNode attributes =
                client.call("sqs", "AmazonSQS.GetQueueAttributes", request).path("Attributes");
        entry.put("name", url.replaceFirst(".*/", ""))
                .put("messages", attributes.path("ApproximateNumberOfMessages").asLong())
                .put(
                        "inFlight",
                        attributes.path("ApproximateNumberOfMessagesNotVisible").asLong());
    }

    private static void show(PrintStream out, JsonNode status) {
        String started =
                TIME.format(Instant.parse(status.path("started").asText()).atZone(ZoneId.systemDefault()));
        out.println(Texts.of("a class runs on %s", status.path("url").asText()));
        out.println(
                "  " + Texts.of("process %d, started at %s", status.path("pid").asLong(), started));
        out.println("  " + Texts.of("folder %s", status.path("home").asText()));
        if (status.path("console").isTextual()) {
            out.println("  " + Texts.of("console %s", status.path("console").asText()));
        }
        out.println("  "
                + (status.path("data").isTextual()
                        ? Texts.of(
                                "data %s keeps its tables", status.path("data").asText())
                        : Texts.of("its tables end with it")));
        if (status.path("throttles").asBoolean()) {
            out.println("  " + Texts.of("it throttles as AWS does"));
        }
        if (status.path("code").asText().equals("edited")) {
            out.println("  " + Texts.of("its functions run edited code"));
        }
        List<String> lines = new ArrayList<>();
        status.path("stacks")
                .forEach(stack -> lines.add(row(stack, stack.path("status").asText())));
        list(out, Texts.of("stacks"), lines);
        status.path("tables")
                .forEach(table -> lines.add(
                        row(table, Texts.of("%s items", table.path("items").asText()))));
        list(out, Texts.of("tables"), lines);
        JsonNode functions = status.path("functions");
        out.println(Texts.of("functions") + ": " + functions.size());
        if (!functions.isEmpty()) {
            out.println(wrapped(functions.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))));
        }
        status.path("queues")
                .forEach(queue -> lines.add(row(
                        queue,
                        Texts.of(
                                "%s messages, %s being read",
                                queue.path("messages").asText(),
                                queue.path("inFlight").asText()))));
        list(out, Texts.of("queues"), lines);
    }

    private static String row(JsonNode named, String text) {
        return "%-20s %s".formatted(named.path("name").asText(), text);
    }

    private static String wrapped(String names) {
        return names.replaceAll("(.{1,74})(, |$)", "  $1$2" + System.lineSeparator())
                .stripTrailing()
                .replaceAll(" +(?=\\R)", "");
    }

    /** Prints and empties them. */
    private static void list(PrintStream out, String title, List<String> lines) {
        out.println(title + ": " + (lines.isEmpty() ? Texts.of("none") : lines.size()));
        lines.forEach(line -> out.println("  " + line));
        lines.clear();
    }
}

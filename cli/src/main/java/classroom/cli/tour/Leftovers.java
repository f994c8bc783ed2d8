package classroom.cli.tour;

import classroom.cli.client.Client;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What there still is after everything has been destroyed, as the class's own APIs and the machine tell. */
final class Leftovers {
    private final Client client;
    private final Set<Long> before;

    /**
     * @param client of the class, which still runs
     * @param before the processes that were there before the class
     */
    Leftovers(Client client, Set<Long> before) {
        this.client = client;
        this.before = before;
    }

    /** The processes that this one has started. */
    static Set<Long> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    /**
     * The remaining resources, by kind; each an array, which may be empty. The stream of a deleted table does not
     * count: it can still be read for a day, as on AWS, and costs nothing.
     */
    Map<String, JsonNode> inClass() {
        Map<String, JsonNode> left = new LinkedHashMap<>();
        left.put(
                Texts.of("tables"),
                call("dynamodb", "DynamoDB_20120810.ListTables").path("TableNames"));
        left.put(
                Texts.of("functions"),
                client.get("lambda", "/2015-03-31/functions/").path("Functions"));
        left.put(
                Texts.of("event source mappings"),
                client.get("lambda", "/2015-03-31/event-source-mappings/").path("EventSourceMappings"));
        left.put(
                Texts.of("log groups"),
                call("logs", "Logs_20140328.DescribeLogGroups").path("logGroups"));
        left.put(Texts.of("queues"), call("sqs", "AmazonSQS.ListQueues").path("QueueUrls"));
        return left;
    }

    /** How many processes of the class there still are. */
    long inMachine() {
        return processes().stream().filter(pid -> !before.contains(pid)).count();
    }

    private JsonNode call(String signingName, String target) {
        return client.call(signingName, target, JsonNodeFactory.instance.objectNode());
    }
}

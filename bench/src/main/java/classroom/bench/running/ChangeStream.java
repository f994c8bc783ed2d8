package classroom.bench.running;

import classroom.cli.client.Client;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A table of books and the function on its stream. The handled changes are read from the function's log afterwards: the
 * local class stores the time of each line, so nothing else runs during the measurement.
 */
public record ChangeStream(Client client, String table, FunctionLog log) {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);
    private static final long BETWEEN_LOOKS_MS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Puts a book with a rating, in a separate call. */
    public void put(String author, String title, int rating) {
        ObjectNode item = key(author, title);
        item.putObject("Rating").put("N", Integer.toString(rating));
        client.call("dynamodb", "DynamoDB_20120810.PutItem", request().set("Item", item));
    }

    /**
     * A change of a book that has been handled.
     *
     * @param rating the new rating; 0 if there is none
     * @param at the end of the invocation that handled it, in milliseconds of the clock
     */
    public record Change(String event, String author, String title, int rating, long at) {}

    /**
     * Waits until everything that has been written so far is handled.
     *
     * @throws TimeoutException if it is not for a quarter of an hour
     */
    public void awaitEnd() throws InterruptedException, IOException, TimeoutException {
        String mark = "mark " + System.nanoTime();
        long begin = System.currentTimeMillis();
        put(mark, mark, 1);
        client.call("dynamodb", "DynamoDB_20120810.DeleteItem", request().set("Key", key(mark, mark)));
        handled(mark, 2, begin);
    }

    /**
     * Waits until this number of changes of an author's books is handled.
     *
     * @param begin changes before this time are ignored, in milliseconds of the clock
     * @return all of them, in the order in which they were handled
     * @throws TimeoutException if there are fewer after a quarter of an hour
     */
    public List<Change> handled(String author, int changes, long begin)
            throws InterruptedException, IOException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<Change> handled = changes(log.since(begin)).stream()
                    .filter(change -> change.author().equals(author))
                    .toList();
            if (handled.size() >= changes) {
                return handled;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(
                        log.function() + " has handled " + handled.size() + " of " + changes + " changes of " + author);
            }
            Thread.sleep(BETWEEN_LOOKS_MS);
        }
    }

    /** The function logs a line for each change; those of an invocation that has not ended are not handled yet. */
    private static List<Change> changes(List<FunctionLog.Line> lines) throws IOException {
        List<Change> handled = new ArrayList<>();
        List<JsonNode> open = new ArrayList<>();
        for (FunctionLog.Line line : lines) {
            if (line.text().startsWith("{")) {
                open.add(JSON.readTree(line.text()));
            } else if (line.text().startsWith("END ")) {
                for (JsonNode change : open) {
                    handled.add(new Change(
                            change.path("event").asText(),
                            change.path("Author").asText(),
                            change.path("Title").asText(),
                            change.at("/Rating/new").asInt(),
                            line.at()));
                }
                open.clear();
            }
        }
        return handled;
    }

    private ObjectNode request() {
        return JsonNodeFactory.instance.objectNode().put("TableName", table);
    }

    private static ObjectNode key(String author, String title) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        key.putObject("Author").put("S", author);
        key.putObject("Title").put("S", title);
        return key;
    }
}

package classroom.bench.running;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log of a function in a local class. */
public record FunctionLog(Client client, String function) {
    private static final Pattern MEMORY = Pattern.compile("Max Memory Used: (\\d+) MB");

    /**
     * A line.
     *
     * @param at when it came to the class, in milliseconds of the clock
     */
    public record Line(long at, String text) {}

    /** All lines from a time on, in their order. */
    public List<Line> since(long milliseconds) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("logGroupName", "/aws/lambda/" + function)
                .put("startTime", milliseconds);
        List<Line> lines = new ArrayList<>();
        client.each(
                Listing.LOG_EVENTS,
                request,
                event -> lines.add(new Line(
                        event.path("timestamp").asLong(),
                        event.path("message").asText().strip())));
        return lines;
    }

    /** The most memory that a process of the function has had, as its reports say it. */
    public OptionalInt memoryMb() {
        return since(0).stream()
                .map(line -> memoryMb(line.text()))
                .flatMapToInt(OptionalInt::stream)
                .max();
    }

    /** Returns the memory in a log's report, if the system measures it. */
    public static OptionalInt memoryMb(String log) {
        Matcher reported = MEMORY.matcher(log);
        return reported.find() ? OptionalInt.of(Integer.parseInt(reported.group(1))) : OptionalInt.empty();
    }
}

package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.cli.option.Help;
import classroom.cli.option.Names;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.Terminal;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code table}: the items of a table, a line each. */
@Command(
        name = "table",
        description = "Shows the items of a table, a page at a time, and what reading them costs.",
        footer = {
            "",
            "It reads with Scan, as the teacher. On a terminal Enter shows the next page. Long values are cut, and the"
                    + " attributes for which a line has no room are named below the table."
        })
public final class TableCommand implements Callable<Integer> {
    private static final String DYNAMODB = "DynamoDB_20120810.";
    private static final int MOST = 1000;

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Parameters(
            index = "0",
            paramLabel = "TABLE",
            completionCandidates = Names.Tables.class,
            description = "The table's name.")
    private String table;

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "20",
            description = "Items on a page, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int items;

    @Option(names = "--all", description = "Shows all pages, and does not wait for Enter.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    private double units;
    private long shown;

    @Override
    public Integer call() {
        if (items < 1 || items > MOST) {
            throw new ParameterException(spec.commandLine(), Texts.of("--items takes 1 to %d, not %d", MOST, items));
        }
        running.wire().requireClass();
        Client client = running.client();
        PrintStream out = Terminal.standard().out();
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("TableName", table)
                .put("Limit", items)
                .put("ReturnConsumedCapacity", "TOTAL");
        List<String> keys = keys(client);
        JsonNode next;
        do {
            JsonNode page = client.call("dynamodb", DYNAMODB + "Scan", request);
            units += page.at("/ConsumedCapacity/CapacityUnits").asDouble();
            shown += page.path("Count").asLong();
            ItemTable.of(keys, page.path("Items")).print(out, width());
            next = page.path("LastEvaluatedKey");
            request.set("ExclusiveStartKey", next);
        } while (!next.isMissingNode() && goesOn(out));
        out.println(cost(!next.isMissingNode()));
        return 0;
    }

    private List<String> keys(Client client) {
        ObjectNode name = JsonNodeFactory.instance.objectNode().put("TableName", table);
        List<String> keys = new ArrayList<>();
        try {
            client.call("dynamodb", DYNAMODB + "DescribeTable", name)
                    .at("/Table/KeySchema")
                    .forEach(key -> keys.add(key.path("AttributeName").asText()));
        } catch (ServiceException e) {
            if (e.code().equals("ResourceNotFoundException") || e.code().equals("ValidationException")) {
                throw running.noTable(table);
            }
            throw e;
        }
        return keys;
    }

    private boolean goesOn(PrintStream out) {
        if (all) {
            return true;
        }
        Console console = System.console();
        if (console == null || !Terminal.standard().moving()) {
            return false;
        }
        out.flush();
        String answer = console.readLine("%s", Texts.of("Enter: more   q: end "));
        return answer != null && answer.isBlank();
    }

    private String cost(boolean more) {
        String read = String.format(Locale.ROOT, "%.1f", units);
        return shown == 0
                ? Texts.of("no items; reading them cost %s read units", read)
                : more
                        ? Texts.of(
                                "%d items and there are more (--all shows them); reading these cost %s read units",
                                shown, read)
                        : Texts.of("%d items, all there are; reading them cost %s read units", shown, read);
    }

    /** Of the terminal, as picocli finds it out for its help; elsewhere 80. */
    private int width() {
        return spec.usageMessage().autoWidth(true).width();
    }
}

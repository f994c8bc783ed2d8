package classroom.cli.command;

import classroom.cli.terminal.Terminal;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Items as lines and attributes as columns, the key first. */
final class ItemTable {
    private static final String GAP = "  ";

    /** A narrower column tells nothing. */
    private static final int LEAST = 6;

    private static final int MOST = 30;

    private final Map<String, List<String>> columns;

    private ItemTable(Map<String, List<String>> columns) {
        this.columns = columns;
    }

    /** @param keys the attributes of the table's key */
    static ItemTable of(List<String> keys, JsonNode items) {
        TreeSet<String> others = new TreeSet<>();
        items.forEach(item -> item.fieldNames().forEachRemaining(others::add));
        keys.forEach(others::remove);
        List<String> names = new ArrayList<>(keys);
        names.addAll(others);
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(
                    name, items.valueStream().map(item -> text(item.path(name))).toList());
        }
        return new ItemTable(columns);
    }

    /** A value as a person writes it: without DynamoDB's types, which each attribute value names. */
    private static String text(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        Map.Entry<String, JsonNode> typed = value.properties().iterator().next();
        JsonNode inner = typed.getValue();
        return switch (typed.getKey()) {
            case "L", "SS", "NS", "BS" ->
                inner.valueStream()
                        .map(each -> each.isObject() ? text(each) : each.asText())
                        .collect(Collectors.joining(", ", "[", "]"));
            case "M" ->
                inner.properties().stream()
                        .map(member -> member.getKey() + ": " + text(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case "NULL" -> "null";
            default -> inner.asText().replaceAll("\\s+", " ");
        };
    }

    void print(PrintStream out, int width) {
        if (columns.values().stream().allMatch(List::isEmpty)) {
            return;
        }
        Map<String, Integer> widths = widths(width);
        out.println(line(widths, name -> name));
        out.println(line(widths, name -> "-".repeat(widths.get(name))));
        int rows = columns.values().iterator().next().size();
        for (int row = 0; row < rows; row++) {
            int number = row;
            out.println(line(widths, name -> columns.get(name).get(number)));
        }
        List<String> left = columns.keySet().stream()
                .filter(name -> !widths.containsKey(name))
                .toList();
        if (!left.isEmpty()) {
            out.println(Texts.of("not shown, for lack of room: %s", String.join(", ", left)));
        }
    }

    /** As wide as their values, up to a bound; a column that does not fit gets the rest, or is left out. */
    private Map<String, Integer> widths(int width) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        int room = width;
        for (Map.Entry<String, List<String>> column : columns.entrySet()) {
            int wanted = Math.max(
                    length(column.getKey()),
                    column.getValue().stream().mapToInt(ItemTable::length).max().orElse(0));
            int given = Math.min(Math.min(wanted, MOST), room);
            if (given < Math.min(wanted, LEAST)) {
                break;
            }
            widths.put(column.getKey(), given);
            room -= given + GAP.length();
        }
        return widths;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String line(Map<String, Integer> widths, UnaryOperator<String> cell) {
        return widths.entrySet().stream()
                .map(column -> {
                    String text = Terminal.clip(cell.apply(column.getKey()), column.getValue());
                    return text + " ".repeat(column.getValue() - length(text));
                })
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}

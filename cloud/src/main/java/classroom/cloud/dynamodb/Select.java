package classroom.cloud.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of a PartiQL {@code SELECT}.
 *
 * @param projection the texts of what is selected; {@code *} alone for everything
 * @param rest the statement from {@code FROM} on
 * @param index the index's name, {@code null} for the table itself
 * @param order the attributes of {@code ORDER BY}, and whether each is in descending order
 */
record Select(
        List<String> projection, String rest, String table, String index, boolean hasIn, Map<String, Boolean> order) {
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']++|'')*+'|\"(?:[^\"]++|\"\")*+\"|[\\w-]+|\\S", Pattern.UNICODE_CHARACTER_CLASS);

    /** Reads a statement; one that is no {@code SELECT} of this form is empty. */
    static Optional<Select> of(String statement) {
        List<MatchResult> tokens = TOKEN.matcher(statement).results().toList();
        int from = find(tokens, "FROM");
        if (tokens.isEmpty() || !is(tokens.get(0), "SELECT") || from < 0 || from + 1 >= tokens.size()) {
            return Optional.empty();
        }
        List<String> projection = new ArrayList<>();
        int begin = tokens.get(0).end();
        int depth = 0;
        for (int i = 1; i <= from; i++) {
            String text = tokens.get(i).group();
            depth += text.equals("[") ? 1 : text.equals("]") ? -1 : 0;
            if (i == from || depth == 0 && text.equals(",")) {
                projection.add(statement.substring(begin, tokens.get(i).start()).strip());
                begin = tokens.get(i).end();
            }
        }
        boolean hasIndex =
                from + 3 < tokens.size() && tokens.get(from + 2).group().equals(".");
        return Optional.of(new Select(
                projection,
                statement.substring(tokens.get(from).start()),
                name(tokens.get(from + 1).group()),
                hasIndex ? name(tokens.get(from + 3).group()) : null,
                find(tokens, "IN") > 0,
                order(tokens)));
    }

    private static Map<String, Boolean> order(List<MatchResult> tokens) {
        Map<String, Boolean> order = new LinkedHashMap<>();
        int by = find(tokens, "ORDER") + 1;
        if (by == 0 || by >= tokens.size() || !is(tokens.get(by), "BY")) {
            return order;
        }
        String last = "";
        for (MatchResult token : tokens.subList(by + 1, tokens.size())) {
            if (is(token, "DESC")) {
                order.put(last, true);
            } else if (!is(token, "ASC") && !token.group().equals(",")) {
                last = name(token.group());
                order.put(last, false);
            }
        }
        return order;
    }

    private static int find(List<MatchResult> tokens, String keyword) {
        for (int i = 0; i < tokens.size(); i++) {
            if (is(tokens.get(i), keyword)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean is(MatchResult token, String keyword) {
        return token.group().equalsIgnoreCase(keyword);
    }

    private static String name(String text) {
        return text.startsWith("\"") ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }

    boolean isDescending(String attribute) {
        return order.getOrDefault(attribute, false);
    }

    /** Those of the attributes that are not selected. */
    List<String> project(List<String> attributes) {
        List<String> selected = projection.stream().map(Select::name).toList();
        return selected.contains("*")
                ? List.of()
                : attributes.stream()
                        .filter(attribute -> !selected.contains(attribute))
                        .toList();
    }

    /** The statement that selects these attributes too. */
    String withProjection(List<String> more) {
        return "SELECT " + String.join(", ", projection)
                + more.stream()
                        .map(attribute -> ", \"" + attribute.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining())
                + " " + rest;
    }

    /** The statement that selects everything. */
    String ofAll() {
        return "SELECT * " + rest;
    }

    /**
     * The reading of what a statement writes.
     *
     * @param before how many of its parameters stand before the condition
     */
    record Reading(String statement, int before) {}

    /** What an UPDATE or DELETE is about: it names its item by its key. */
    static Optional<Reading> reading(String statement) {
        List<MatchResult> tokens = TOKEN.matcher(statement).results().toList();
        int where = find(tokens, "WHERE");
        if (where < 0) {
            return Optional.empty();
        }
        int end = find(tokens, "RETURNING");
        String condition = statement.substring(
                tokens.get(where).start(),
                end < 0 ? statement.length() : tokens.get(end).start());
        long before = tokens.subList(0, where).stream()
                .filter(token -> token.group().equals("?"))
                .count();
        return Optional.of(new Reading("SELECT * FROM \"" + tableOf(statement) + "\" " + condition, (int) before));
    }

    /** The table of a statement that writes. */
    static String tableOf(String statement) {
        List<MatchResult> tokens = TOKEN.matcher(statement).results().toList();
        int at = is(tokens.get(0), "UPDATE") ? 1 : 2;
        return at < tokens.size() ? name(tokens.get(at).group()) : "";
    }

    /** The bytes of the names and literals in a statement that writes, about those of what it writes. */
    static int literals(String statement) {
        List<MatchResult> tokens = TOKEN.matcher(statement).results().toList();
        int begin = Math.max(find(tokens, "VALUE"), find(tokens, "SET"));
        return tokens.stream()
                .skip(begin + 1)
                .takeWhile(token -> !is(token, "WHERE"))
                .mapToInt(token ->
                        token.group().matches("\\W") ? 0 : name(token.group()).length())
                .sum();
    }
}

package classroom.template.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one PartiQL statement does and to what (DynamoDB Developer Guide, "PartiQL for DynamoDB" and "IAM security
 * policies with PartiQL for DynamoDB").
 *
 * <p>Only the verb and the table or index are read. Anything in which a second table could hide, such as a nested
 * {@code SELECT} or a comment, is {@link UnreadableRequest}.
 *
 * @param action such as {@code PartiQLSelect}
 * @param table the table's name or ARN
 * @param index the index's name, {@code null} for the table itself
 */
record PartiQl(String action, String table, String index) {
    private static final Set<String> VERBS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "FROM", "EXISTS");

    private static final Pattern MENTIONED =
            Pattern.compile("\\b(?:FROM|INTO|UPDATE)[\\s(@]+(?:\"([^\"]+)\"|([\\w-]+))", Pattern.CASE_INSENSITIVE);

    private enum Type {
        WORD,
        QUOTED,
        OTHER
    }

    private record Token(Type type, String text) {
        boolean is(String keyword) {
            return type == Type.WORD && text.equalsIgnoreCase(keyword);
        }
    }

    static PartiQl parse(String statement) {
        List<Token> tokens = tokens(statement);
        String verb = tokens.isEmpty() ? "" : tokens.get(0).text().toUpperCase(Locale.ROOT);
        int at = switch (verb) {
            case "SELECT" -> indexOf("FROM", tokens, statement) + 1;
            case "INSERT" -> after("INTO", tokens, statement);
            case "DELETE" -> after("FROM", tokens, statement);
            case "UPDATE" -> 1;
            default -> throw unreadable(statement);
        };
        int end = at + 1;
        String index = null;
        if (isDot(tokens, end)) {
            index = name(tokens, end + 1, statement);
            end += 2;
        }
        if (end < tokens.size() && tokens.get(end).text().equals(",")) {
            throw unreadable(statement);
        }
        // The verb of a statement comes first and occurs once.
        int from = verb.equals("SELECT") ? at : 1;
        for (int i = 1; i < tokens.size(); i++) {
            boolean own = i == from - 1 || i == 1 && verb.equals("DELETE");
            if (!own
                    && tokens.get(i).type() == Type.WORD
                    && VERBS.contains(tokens.get(i).text().toUpperCase(Locale.ROOT))) {
                throw unreadable(statement);
            }
        }
        String action = "PartiQL" + verb.charAt(0) + verb.substring(1).toLowerCase(Locale.ROOT);
        return new PartiQl(action, name(tokens, at, statement), index);
    }

    /**
     * The table of a statement or, of one that cannot be read, the first that it mentions; none if it mentions none.
     */
    static List<String> tables(String statement) {
        try {
            return List.of(parse(statement).table());
        } catch (UnreadableRequest e) {
            Matcher mentioned = MENTIONED.matcher(statement);
            return mentioned.find()
                    ? List.of(mentioned.group(1) == null ? mentioned.group(2) : mentioned.group(1))
                    : List.of();
        }
    }

    private static int after(String keyword, List<Token> tokens, String statement) {
        if (tokens.size() < 2 || !tokens.get(1).is(keyword)) {
            throw unreadable(statement);
        }
        return 2;
    }

    private static int indexOf(String keyword, List<Token> tokens, String statement) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is(keyword)) {
                return i;
            }
        }
        throw unreadable(statement);
    }

    private static boolean isDot(List<Token> tokens, int i) {
        return i < tokens.size()
                && tokens.get(i).text().equals(".")
                && tokens.get(i).type() == Type.OTHER;
    }

    private static String name(List<Token> tokens, int i, String statement) {
        if (i >= tokens.size() || tokens.get(i).type() == Type.OTHER) {
            throw unreadable(statement);
        }
        return tokens.get(i).text();
    }

    private static UnreadableRequest unreadable(String statement) {
        return new UnreadableRequest("cannot tell the table of the PartiQL statement " + statement);
    }

    private static List<Token> tokens(String statement) {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < statement.length()) {
            char c = statement.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '\'' || c == '"') {
                int end = endOfQuoted(statement, i);
                String text = statement.substring(i + 1, end).replace("" + c + c, "" + c);
                tokens.add(new Token(c == '"' ? Type.QUOTED : Type.OTHER, text));
                i = end + 1;
            } else if (isWordPart(c)) {
                int end = i;
                while (end < statement.length() && isWordPart(statement.charAt(end))) {
                    end++;
                }
                tokens.add(new Token(Type.WORD, statement.substring(i, end)));
                i = end;
            } else if (c == '`' || statement.startsWith("--", i) || statement.startsWith("/*", i)) {
                throw unreadable(statement);
            } else {
                tokens.add(new Token(Type.OTHER, String.valueOf(c)));
                i++;
            }
        }
        return tokens;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    /** The index of the closing quote; a doubled quote is one quote of the text. */
    private static int endOfQuoted(String statement, int open) {
        char quote = statement.charAt(open);
        int end = open + 1;
        while (end < statement.length()) {
            if (statement.charAt(end) == quote) {
                if (end + 1 == statement.length() || statement.charAt(end + 1) != quote) {
                    return end;
                }
                end++;
            }
            end++;
        }
        throw unreadable(statement);
    }
}

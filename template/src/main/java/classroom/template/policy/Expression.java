package classroom.template.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The attribute names and key values of a DynamoDB expression (DynamoDB Developer Guide, "Using expressions in
 * DynamoDB").
 *
 * <p>It reads tokens and knows at each whether an operand or an operator must follow. That is enough to distinguish
 * names from keywords; it does not check types. An expression that it cannot read is {@link UnreadableRequest}, never
 * an expression without names.
 */
final class Expression {

    /** The grammar: where a name is allowed, and which words are keywords. */
    enum Kind {
        PROJECTION(Set.of()),
        CONDITION(Set.of("AND", "OR", "IN", "BETWEEN")),
        UPDATE(Set.of("SET", "REMOVE", "ADD", "DELETE"));

        private final Set<String> keywords;

        Kind(Set<String> keywords) {
            this.keywords = keywords;
        }
    }

    private enum Type {
        WORD,
        PLACEHOLDER,
        VALUE,
        INDEX,
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        DOT,
        END
    }

    private record Token(Type type, String text) {}

    private static final Token END = new Token(Type.END, "");

    private final String text;
    private final Kind kind;
    private final JsonNode placeholders;
    private final List<Token> tokens = new ArrayList<>();

    /**
     * An expression.
     *
     * @param placeholders the request's {@code ExpressionAttributeNames}
     */
    Expression(String text, Kind kind, JsonNode placeholders) {
        this.text = text;
        this.kind = kind;
        this.placeholders = placeholders;
        tokenize();
    }

    /** The top-level attributes it names, in order: {@code a} of {@code a.b[0]}. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        // An update begins with a keyword, the others with an operand.
        boolean operandNext = kind != Kind.UPDATE;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.type()) {
                case WORD, PLACEHOLDER -> {
                    if (isNested(i)) {
                        operandNext = false;
                    } else if (!operandNext) {
                        requireKeyword(token);
                        operandNext = true;
                    } else if (!isNot(token) && !isFunction(i)) {
                        names.add(name(token));
                        operandNext = false;
                    }
                }
                case OPERATOR, OPEN, COMMA -> operandNext = true;
                case VALUE, INDEX, CLOSE -> operandNext = false;
                case DOT -> requireWord(token(i + 1));
                default -> throw new IllegalStateException(token.toString());
            }
        }
        return names;
    }

    /** The value placeholders that it says are equal to this attribute, such as {@code :author}. */
    List<String> equalTo(String attribute) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).type() == Type.OPERATOR && tokens.get(i).text().equals("=")) {
                if (isAttribute(i - 1, attribute) && token(i + 1).type() == Type.VALUE) {
                    values.add(token(i + 1).text());
                } else if (isAttribute(i + 1, attribute) && token(i - 1).type() == Type.VALUE) {
                    values.add(token(i - 1).text());
                }
            }
        }
        return values;
    }

    private boolean isAttribute(int i, String attribute) {
        Token token = token(i);
        return (token.type() == Type.WORD || token.type() == Type.PLACEHOLDER)
                && !isNested(i)
                && token(i + 1).type() != Type.DOT
                && token(i + 1).type() != Type.INDEX
                && name(token).equals(attribute);
    }

    private boolean isNested(int i) {
        return token(i - 1).type() == Type.DOT;
    }

    private boolean isNot(Token token) {
        return kind == Kind.CONDITION
                && token.type() == Type.WORD
                && token.text().equalsIgnoreCase("NOT");
    }

    private boolean isFunction(int i) {
        return token(i).type() == Type.WORD && token(i + 1).type() == Type.OPEN;
    }

    private void requireKeyword(Token token) {
        if (token.type() != Type.WORD || !kind.keywords.contains(token.text().toUpperCase(Locale.ROOT))) {
            throw unreadable();
        }
    }

    private void requireWord(Token token) {
        if (token.type() != Type.WORD && token.type() != Type.PLACEHOLDER) {
            throw unreadable();
        }
    }

    private String name(Token token) {
        if (token.type() == Type.WORD) {
            return token.text();
        }
        JsonNode name = placeholders.path(token.text());
        if (!name.isTextual()) {
            throw new UnreadableRequest(
                    "ExpressionAttributeNames lacks " + token.text() + " of the expression " + text);
        }
        return name.textValue();
    }

    private Token token(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : END;
    }

    private UnreadableRequest unreadable() {
        return new UnreadableRequest("cannot read the expression " + text);
    }

    private void tokenize() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (isWordStart(c)) {
                i = add(Type.WORD, i, endOfWord(i));
            } else if (c == '#' || c == ':') {
                i = add(c == '#' ? Type.PLACEHOLDER : Type.VALUE, i, endOfWord(i + 1));
            } else if (c == '[') {
                i = add(Type.INDEX, i, endOfIndex(i));
            } else {
                i = punctuation(c, i);
            }
        }
    }

    private int punctuation(char c, int i) {
        return switch (c) {
            case '(' -> add(Type.OPEN, i, i + 1);
            case ')' -> add(Type.CLOSE, i, i + 1);
            case ',' -> add(Type.COMMA, i, i + 1);
            case '.' -> add(Type.DOT, i, i + 1);
            case '=', '+', '-' -> add(Type.OPERATOR, i, i + 1);
            case '<' -> add(Type.OPERATOR, i, i + (isAt(i + 1, '=') || isAt(i + 1, '>') ? 2 : 1));
            case '>' -> add(Type.OPERATOR, i, i + (isAt(i + 1, '=') ? 2 : 1));
            default -> throw unreadable();
        };
    }

    private int add(Type type, int from, int to) {
        tokens.add(new Token(type, text.substring(from, to)));
        return to;
    }

    private boolean isAt(int i, char c) {
        return i < text.length() && text.charAt(i) == c;
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private int endOfWord(int from) {
        int end = from;
        while (end < text.length() && (isWordStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private int endOfIndex(int open) {
        int end = open + 1;
        while (end < text.length() && (isDigit(text.charAt(end)) || Character.isWhitespace(text.charAt(end)))) {
            end++;
        }
        if (!isAt(end, ']')) {
            throw unreadable();
        }
        return end + 1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

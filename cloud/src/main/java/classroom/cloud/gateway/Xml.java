package classroom.cloud.gateway;

import java.util.Collection;
import java.util.function.BiConsumer;

/** An XML document, written from the outside in. */
public final class Xml {
    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Opens the root element; no name space if it is empty. */
    public Xml open(String name, String namespace) {
        text.append('<').append(name);
        if (!namespace.isEmpty()) {
            text.append(" xmlns=\"").append(namespace).append('"');
        }
        text.append('>');
        return this;
    }

    /** Opens an element. */
    public Xml open(String name) {
        return open(name, "");
    }

    /** Closes an element. */
    public Xml close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    /** A list of the query protocol: {@code member} elements, each with what {@code content} writes of one item. */
    public <T> Xml list(String name, Iterable<T> items, BiConsumer<Xml, T> content) {
        open(name);
        for (T item : items) {
            open("member");
            content.accept(this, item);
            close("member");
        }
        return close(name);
    }

    /** A list likewise, or nothing if there are no items. */
    public <T> Xml some(String name, Collection<T> items, BiConsumer<Xml, T> content) {
        return items.isEmpty() ? this : list(name, items, content);
    }

    /** Text alone, escaped: the content of a list's {@code member} that is a string. */
    public Xml text(String value) {
        text.append(escaped(value));
        return this;
    }

    /** A text as it may stand in an element, or between quotation marks in an attribute. */
    public static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        value.codePoints().forEach(character -> append(character, escaped));
        return escaped.toString();
    }

    /** An element with text, escaped. */
    public Xml element(String name, String value) {
        return open(name).text(value).close(name);
    }

    /** An element with text, or nothing if the text is {@code null}. */
    public Xml optional(String name, String value) {
        return value == null ? this : element(name, value);
    }

    private static void append(int character, StringBuilder text) {
        switch (character) {
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '&' -> text.append("&amp;");
            case '"' -> text.append("&quot;");
            // A parser would turn a bare carriage return into a line feed.
            case '\r' -> text.append("&#13;");
            default -> text.appendCodePoint(isXml(character) ? character : REPLACEMENT);
        }
    }

    /** "Extensible Markup Language (XML) 1.0", Char: no parser takes a document with another one, escaped or not. */
    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || character >= ' ' && character < Character.MIN_SURROGATE
                || character > Character.MAX_SURROGATE && character < 0xFFFE
                || character >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

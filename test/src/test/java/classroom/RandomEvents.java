package classroom;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events of every kind: valid ones, valid ones with a change, any JSON, text that only looks like JSON, and events as
 * large as Lambda accepts.
 */
public final class RandomEvents {
    private static final int LARGEST = 6 * 1024 * 1024;

    /** JSON's own text, so that a value may be one that no JSON library would write. */
    private static final List<String> ODD = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1.0",
            "1e0",
            "0e999999999999",
            "1e126",
            "-1E-131",
            "9e125",
            "1e-130",
            "1e999999999999",
            "-1e-99999999999",
            "99999999999999999999999999999999999999",
            "100000000000000000000000000000000000000",
            "123456789012345678901234567890123456789",
            "0.12345678901234567890123456789012345678",
            "12345678901234567890.12345678901234567890",
            "NaN",
            "Infinity",
            "01",
            "+1",
            ".5",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\\uffff\"",
            "\"\\x\"",
            "\"\u0001\"",
            "\"é漢😀\"",
            "\"A\"",
            "\"1\"",
            "[]",
            "{}",
            "[[]]",
            "{\"\":{}}",
            "{\"S\":\"x\"}",
            "{\"\\ud800\":1}",
            "[\"x\",\"x\"]",
            "[\"x\",\"y\"]");

    private static final List<byte[]> JUNK = List.of(
            bytes("\ufeff"),
            bytes("\u0000"),
            bytes("\""),
            bytes("{"),
            bytes("}"),
            bytes("["),
            bytes("]"),
            bytes(","),
            bytes(":"),
            bytes("\\"),
            bytes("\\ud800"),
            bytes("//"),
            bytes("1e"),
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xc3},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80});

    private final List<JsonNode> valid;
    private final List<String> names;

    private RandomEvents(List<JsonNode> valid, List<String> names) {
        this.valid = valid;
        this.names = names;
    }

    /** @param valid events that the function's contract allows; kinds with more events occur more often */
    public static RandomEvents like(String... valid) {
        List<JsonNode> events = Arrays.stream(valid).map(Invocation::json).toList();
        List<String> names = new ArrayList<>(List.of("", "id", "Author", "Version", "\\ud800", "x"));
        for (JsonNode event : events) {
            event.fieldNames().forEachRemaining(names::add);
        }
        return new RandomEvents(events, names);
    }

    /** A token with each of its characters changed, cut off at each, and extended. */
    public static List<String> spoiled(String token) {
        List<String> spoiled =
                new ArrayList<>(List.of(token + "=", token + "A", token + " ", "A" + token, token + token));
        for (int i = 0; i < token.length(); i++) {
            for (char other : new char[] {'A', 'z', '_', '+', '~'}) {
                if (token.charAt(i) != other) {
                    spoiled.add(token.substring(0, i) + other + token.substring(i + 1));
                }
            }
            spoiled.add(token.substring(0, i));
        }
        return spoiled;
    }

    /** How a failure shows an event. */
    public static String shown(byte[] event) {
        String text = new String(event, StandardCharsets.ISO_8859_1);
        return text.length() <= 1_000 ? text : text.substring(0, 1_000) + "… (" + event.length + " bytes)";
    }

    /** Seeds that are neighbours would begin alike. */
    public static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    public byte[] event(Random random) {
        JsonNode event = valid.get(random.nextInt(valid.size()));
        int kind = random.nextInt(1_000);
        if (kind < 250) {
            return bytes(event.toString());
        }
        if (kind < 620) {
            return bytes(changed(random, event));
        }
        if (kind < 720) {
            return bytes(value(random, 4));
        }
        if (kind < 780) {
            return bytes(object(random, 3));
        }
        if (kind < 985) {
            return scratched(random, bytes(random.nextBoolean() ? event.toString() : changed(random, event)));
        }
        if (kind < 997) {
            return nested(random, event);
        }
        return large(random, event);
    }

    /** Returns the event with one of its values replaced, left out, repeated or beside another. */
    private String changed(Random random, JsonNode event) {
        StringBuilder text = new StringBuilder();
        Change change = new Change(random, random.nextInt(size(event)));
        change.write(event, text);
        return text.toString();
    }

    private static int size(JsonNode node) {
        int size = 1;
        for (JsonNode child : node) {
            size += size(child);
        }
        return size;
    }

    /** Writes an event, with another value at the place with this number. */
    private final class Change {
        private final Random random;
        private int left;

        Change(Random random, int at) {
            this.random = random;
            this.left = at;
        }

        void write(JsonNode node, StringBuilder text) {
            if (left-- == 0 && !node.isContainerNode()) {
                text.append(value(random, 2));
            } else if (node.isArray()) {
                boolean here = left == -1;
                text.append('[');
                for (int i = 0; i < node.size(); i++) {
                    text.append(i == 0 ? "" : ",");
                    write(node.get(i), text);
                }
                if (here) {
                    text.append(node.isEmpty() ? "" : ",").append(value(random, 2));
                }
                text.append(']');
            } else if (node.isObject()) {
                object(node, text, left == -1);
            } else {
                text.append(node);
            }
        }

        private void object(JsonNode node, StringBuilder text, boolean here) {
            int how = here ? random.nextInt(4) : -1;
            List<String> fields = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                StringBuilder value = new StringBuilder();
                write(field.getValue(), value);
                fields.add("\"" + field.getKey() + "\":" + value);
            }
            if (how == 0 && !fields.isEmpty()) {
                fields.remove(random.nextInt(fields.size()));
            } else if (how == 1 && !fields.isEmpty()) {
                fields.add(pick(random, fields));
            } else if (how == 2) {
                fields.add(field(random, 2));
            } else if (how == 3) {
                text.append(value(random, 2));
                return;
            }
            text.append('{').append(String.join(",", fields)).append('}');
        }
    }

    private String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 9)) {
            case 0, 1, 2 -> pick(random, ODD);
            case 3 -> number(random);
            case 4 -> Integer.toString(random.nextInt(12) - 2);
            case 5, 6 -> string(random);
            case 7 -> {
                List<String> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(random, depth - 1));
                }
                yield "[" + String.join(",", elements) + "]";
            }
            default -> object(random, depth - 1);
        };
    }

    private String object(Random random, int depth) {
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.add(field(random, depth));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private String field(Random random, int depth) {
        String name = random.nextInt(3) == 0 ? string(random) : "\"" + pick(random, names) + "\"";
        return name + ":" + value(random, depth);
    }

    private static String number(Random random) {
        StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : "");
        digits.append(1 + random.nextInt(9));
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 45); i > 0; i--) {
            digits.append(random.nextInt(10));
        }
        if (random.nextBoolean()) {
            digits.append('.');
            for (int i = random.nextInt(40); i >= 0; i--) {
                digits.append(random.nextInt(10));
            }
        }
        return random.nextInt(3) == 0 ? digits + "e" + (random.nextInt(400) - 200) : digits.toString();
    }

    private static String string(Random random) {
        int length = random.nextInt(30) == 0 ? random.nextInt(5_000) : random.nextInt(8);
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(12)) {
                case 0 -> text.append(String.format("\\u%04x", random.nextInt(0x10000)));
                case 1 -> text.append("😀");
                case 2 -> text.append("\\\"");
                case 3 -> text.append("\\n");
                case 4 -> text.append('é');
                default -> text.append((char) ('A' + random.nextInt(26)));
            }
        }
        return text.append('"').toString();
    }

    /** Bytes changed, put in, taken out or cut off. */
    private static byte[] scratched(Random random, byte[] event) {
        byte[] bytes = event;
        for (int more = random.nextInt(3); more >= 0 && bytes.length > 0; more--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(8));
            byte[] before = Arrays.copyOf(bytes, at);
            byte[] after = Arrays.copyOfRange(bytes, at, bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) random.nextInt(256);
                    yield changed;
                }
                case 1 -> join(before, pick(random, JUNK), after);
                case 2 -> join(before, Arrays.copyOfRange(bytes, to, bytes.length));
                case 3 -> join(before, Arrays.copyOfRange(bytes, at, to), after);
                default -> before;
            };
        }
        return bytes;
    }

    /** A value as deep as DynamoDB takes, a little deeper, or far deeper than a parser's stack. */
    private byte[] nested(Random random, JsonNode event) {
        int depth = pick(random, List.of(30, 31, 32, 33, 98, 99, 100, 101, 5_000, 500_000));
        boolean lists = random.nextBoolean();
        String value = (lists ? "[" : "{\"a\":").repeat(depth) + "1" + (lists ? "]" : "}").repeat(depth);
        return with(event, "\"deep\":" + value);
    }

    /** As much as an event may have, of one thing. */
    private byte[] large(Random random, JsonNode event) {
        String part = pick(random, List.of("[", "9", "x", "{\"a\":1},", "\\u0000", "1e5,", "😀"));
        int room = (LARGEST - 2_000) / part.getBytes(StandardCharsets.UTF_8).length;
        String filling = part.repeat(room);
        String value = part.endsWith(",")
                ? "[" + filling + "0]"
                : part.equals("9") || part.equals("[") ? filling : "\"" + filling + "\"";
        return random.nextInt(4) == 0 ? bytes("{\"" + filling + "\":1}") : with(event, "\"large\":" + value);
    }

    private static byte[] with(JsonNode event, String field) {
        String text = event.toString();
        return bytes(text.substring(0, text.length() - 1) + (event.isEmpty() ? "" : ",") + field + "}");
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}

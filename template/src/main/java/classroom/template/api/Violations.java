package classroom.template.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * What breaks the constraints of a request, in the words in which AWS's services say it: members that are missing,
 * lengths, ranges, patterns and enumerations, at every depth. The words, the paths and how values are printed are those
 * of answers recorded on AWS (docs/decisions/0038).
 */
public final class Violations {
    /** AWS names no more than this at once. */
    static final int MOST = 10;

    private final List<String> found = new ArrayList<>();

    private Violations() {}

    /**
     * The violations of a request, each a sentence such as {@code Value 'a' at 'tableName' failed to satisfy
     * constraint: Member must have length greater than or equal to 3}. They are in the order of the model: AWS has none
     * that lasts.
     *
     * @param request whose values have the types of the model
     */
    public static List<String> of(Shape input, JsonNode request) {
        if (!input.isConstrained()) {
            return List.of();
        }
        Violations violations = new Violations();
        violations.members(input, request, null);
        return violations.found;
    }

    /** The violations of one value of a request, which has this name. */
    public static List<String> of(Shape shape, JsonNode value, String member) {
        Violations violations = new Violations();
        violations.check(shape, value, new Place(null, lower(member)));
        return violations.found;
    }

    /** All of them in AWS's sentence, such as {@code 2 validation errors detected: …; …}. */
    public static String sentence(List<String> violations) {
        List<String> named = violations.subList(0, Math.min(MOST, violations.size()));
        return named.size() + (named.size() == 1 ? " validation error" : " validation errors") + " detected: "
                + String.join("; ", named);
    }

    private void members(Shape structure, JsonNode value, Place place) {
        structure.members().forEach((name, shape) -> {
            JsonNode member = value.path(name);
            if (member.isMissingNode() || member.isNull()) {
                if (structure.required().contains(name)) {
                    add("null", new Place(place, lower(name)), "Member must not be null");
                }
            } else if (shape.isConstrained()) {
                check(shape, member, new Place(place, lower(name)));
            }
        });
    }

    private void check(Shape shape, JsonNode value, Place place) {
        if (shape.isBounded()) {
            own(shape, value).forEach(constraint -> add(printed(shape, value), place, constraint));
        }
        if (shape.isStructure()) {
            members(shape, value, place);
        } else if (shape.key() != null) {
            entries(shape, value, place);
        } else if (shape.element() != null && shape.element().isConstrained()) {
            if (value.valueStream().anyMatch(each -> breaks(shape.element(), each))) {
                add(printed(shape, value), place, "Member must satisfy constraint: " + all(shape.element()));
            }
            int number = 0;
            for (JsonNode each : value) {
                inside(shape.element(), each, new Place(place, Integer.toString(++number)));
            }
        }
    }

    private void entries(Shape map, JsonNode value, Place place) {
        if (map.key().isBounded()
                && value.propertyStream()
                        .anyMatch(
                                entry -> !breaksText(map.key(), entry.getKey()).isEmpty())) {
            add(printed(map, value), place, "Map keys must satisfy constraint: " + all(map.key()));
        }
        if (map.element().isConstrained()) {
            if (value.valueStream().anyMatch(each -> breaks(map.element(), each))) {
                add(printed(map, value), place, "Map value must satisfy constraint: " + all(map.element()));
            }
            value.properties()
                    .forEach(entry -> inside(map.element(), entry.getValue(), new Place(place, entry.getKey())));
        }
    }

    /** What is in an element of a list or map; its own constraints are told of the list or map. */
    private void inside(Shape element, JsonNode value, Place place) {
        Place member = new Place(place, "member");
        if (element.isStructure()) {
            members(element, value, member);
        } else if (element.element() != null && element.element().isConstrained()) {
            int number = 0;
            for (JsonNode each : value) {
                inside(element.element(), each, new Place(member, Integer.toString(++number)));
            }
        }
    }

    private static boolean breaks(Shape shape, JsonNode value) {
        return shape.isBounded() && !own(shape, value).isEmpty();
    }

    /** The constraints of a value itself that it breaks. */
    private static List<String> own(Shape shape, JsonNode value) {
        return switch (shape.type()) {
            case "enum" -> shape.values().contains(value.asText()) ? List.of() : List.of(enumeration(shape));
            case "string" -> breaksText(shape, value.asText());
            case "list", "map" -> outside(shape, value.size(), "length");
            case "blob" -> outside(shape, value.asText().replace("=", "").length() * 3L / 4, "length");
            case "integer", "long" -> outside(shape, value.asLong(), "value");
            default -> List.of();
        };
    }

    private static List<String> breaksText(Shape shape, String text) {
        if (shape.excuses(text)) {
            return List.of();
        }
        List<String> length = outside(shape, text.codePointCount(0, text.length()), "length");
        if (shape.matches(text)) {
            return length;
        }
        List<String> both = new ArrayList<>(List.of(form(shape)));
        both.addAll(length);
        return both;
    }

    private static List<String> outside(Shape shape, long size, String what) {
        if (size < shape.min()) {
            return List.of(least(shape, what));
        }
        return size > shape.max() ? List.of(most(shape, what)) : List.of();
    }

    private static String enumeration(Shape shape) {
        return "Member must satisfy enum value set: " + shape.values();
    }

    private static String form(Shape shape) {
        return "Member must satisfy regular expression pattern: " + shape.pattern();
    }

    private static String least(Shape shape, String what) {
        return "Member must have " + what + " greater than or equal to " + shape.min();
    }

    private static String most(Shape shape, String what) {
        return "Member must have " + what + " less than or equal to " + shape.max();
    }

    /** All constraints of the elements of a list, or of a map's keys or values. */
    private static String all(Shape element) {
        String what = element.type().equals("integer") || element.type().equals("long") ? "value" : "length";
        StringJoiner all = new StringJoiner(", ", "[", "]");
        if (!element.values().isEmpty()) {
            all.add(enumeration(element));
        }
        if (element.max() != Long.MAX_VALUE) {
            all.add(most(element, what));
        }
        if (element.min() != Long.MIN_VALUE) {
            all.add(least(element, what));
        }
        if (!element.pattern().isEmpty()) {
            all.add(form(element));
        }
        return all.toString();
    }

    private void add(String value, Place place, String constraint) {
        found.add("Value " + value + (value.isEmpty() ? "at '" : " at '") + place + "' failed to satisfy constraint: "
                + constraint);
    }

    private static String printed(Shape shape, JsonNode value) {
        return shape.isSensitive() ? "" : "'" + text(shape, value) + "'";
    }

    /** A value as AWS's Java prints it. */
    static String text(Shape shape, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "null";
        }
        if (shape.isStructure()) {
            return shape.printedMembers().stream()
                    .map(name -> lower(name) + "=" + text(shape.members().get(name), value.path(name)))
                    .collect(Collectors.joining(", ", shape.name() + "(", ")"));
        }
        if (shape.key() != null) {
            return value.propertyStream()
                    .map(entry -> entry.getKey() + "=" + text(shape.element(), entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return shape.element() == null
                ? value.asText()
                : value.valueStream()
                        .map(each -> text(shape.element(), each))
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String lower(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Where in a request a value is, as AWS writes it: {@code keySchema.1.member.keyType}. */
    private record Place(Place around, String name) {
        @Override
        public String toString() {
            return around == null ? name : around + "." + name;
        }
    }
}

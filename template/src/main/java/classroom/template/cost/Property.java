package classroom.template.cost;

import classroom.template.Outlook;
import classroom.template.language.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value in a resource's properties, with its path, as {@link Outlook} knows it before a deployment. A value that only
 * the deployment decides is unknown: a rule that reads it refuses it, because nobody can say what it costs.
 */
final class Property {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode value;
    private final String path;
    private final Context context;
    private final boolean unknown;

    private Property(JsonNode value, String path, Context context, boolean unknown) {
        this.value = value;
        this.path = path;
        this.context = context;
        this.unknown = unknown;
    }

    static Property of(JsonNode written, String path, Outlook outlook, Appraisal appraisal) {
        return new Property(written, path, new Context(outlook, appraisal), false);
    }

    String path() {
        return path;
    }

    /** All possible values of a member, and for lists their elements: unknown values too, but not missing ones. */
    List<Property> all(String name) {
        if (unknown) {
            return List.of(this);
        }
        List<Property> all = new ArrayList<>();
        context.read(value.path(name), path + "." + name, all);
        return all;
    }

    /** Whether a member can be left out. */
    boolean mayLack(String name) {
        return !unknown && context.outlook.of(value.path(name)).stream().anyMatch(JsonNode::isMissingNode);
    }

    /** A member that is one value or absent; anything else is refused. */
    Property member(String name) {
        if (unknown) {
            return this;
        }
        List<Property> all = all(name);
        String where = path + "." + name;
        if (all.isEmpty()) {
            return new Property(MissingNode.getInstance(), where, context, false);
        }
        if (all.size() == 1 && !all.get(0).unknown && !mayLack(name)) {
            return all.get(0);
        }
        Property unsettled = new Property(value.path(name), where, context, true);
        unsettled.refuseUnknown();
        return unsettled;
    }

    /** The JSON that this text holds; the property itself if it is not a text. Unknown if the text is not JSON. */
    Property parsed() {
        if (unknown || !value.isTextual()) {
            return this;
        }
        try {
            return new Property(JSON.readTree(value.textValue()), path, context, false);
        } catch (JsonProcessingException e) {
            return new Property(value, path, context, true);
        }
    }

    boolean isAbsent() {
        return value.isMissingNode() && !unknown;
    }

    boolean isObject() {
        return value.isObject() && !unknown;
    }

    /** Empty if it is absent, unknown or no single value. */
    Optional<String> text() {
        return value.isValueNode() && !unknown ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Empty if it is absent or unknown; refused if it is no number. */
    Optional<BigDecimal> number() {
        if (unknown || value.isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.asText()));
        } catch (NumberFormatException e) {
            refuse(new Refusal(
                    Violation.Kind.UNKNOWN,
                    Texts.of("a value that must be a number"),
                    Texts.of("\"%s\" is not a number", value.asText()),
                    Texts.of("write a number")));
            return Optional.empty();
        }
    }

    /** Names of the members, as written. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean isUnknown() {
        return unknown;
    }

    /** As the template has it. */
    JsonNode written() {
        return value;
    }

    void refuse(Refusal refusal) {
        context.appraisal.refuse(refusal.at(path));
    }

    void refuseUnknown() {
        refuse(new Refusal(
                Violation.Kind.UNKNOWN,
                Texts.of("a value that only the deployment decides"),
                Texts.of("nobody can say before what %s is and what it costs", value),
                Texts.of("write the value itself, or give the parameter a default")));
    }

    private record Context(Outlook outlook, Appraisal appraisal) {
        void read(JsonNode written, String path, List<Property> found) {
            List<JsonNode> possible = outlook.of(written);
            if (possible.isEmpty()) {
                found.add(new Property(written, path, this, true));
            } else if (Outlook.isFunction(written)) {
                outlook.assumed(written)
                        .forEach(parameter -> appraisal.note(Texts.of(
                                "%s is judged at %s, the default of the parameter %s: another value at deployment is"
                                        + " not judged",
                                path, parameter.defaultValue(), parameter.name())));
            }
            for (JsonNode node : possible) {
                if (node.isArray()) {
                    for (int i = 0; i < node.size(); i++) {
                        read(node.get(i), path + "[" + i + "]", found);
                    }
                } else if (!node.isMissingNode()) {
                    found.add(new Property(node, path, this, false));
                }
            }
        }
    }
}

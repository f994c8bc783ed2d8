package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The possible values of a template's value, if they are known before a deployment: both sides of an {@code Fn::If},
 * every allowed value of a parameter or else its default. An attribute that only the deployment knows is in the text as
 * {@code Fn::Sub} would write it, {@code ${Queue.Arn}}.
 */
public final class Outlook {
    /** More possibilities than these are as good as none. */
    private static final int MOST = 256;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final StackIdentity STACK = new StackIdentity(
            "${AWS::StackName}", "${AWS::StackId}", new AwsEnvironment("${AWS::AccountId}", "${AWS::Region}"));

    private static final Scope SYMBOLS = new Scope() {
        @Override
        public Optional<JsonNode> ref(String id) {
            return Optional.of(TextNode.valueOf("${" + id + "}"));
        }

        @Override
        public Optional<JsonNode> attribute(String id, String name) {
            return ref(id + "." + name);
        }
    };

    private final Template template;

    Outlook(Template template) {
        this.template = template;
    }

    /**
     * Returns all possible values. A plain object or list is its own value: callers ask for its members one by one. A
     * missing node means that the value is left out.
     *
     * @return empty if nobody can say
     */
    public List<JsonNode> of(JsonNode written) {
        try {
            return possible(written);
        } catch (TemplateException e) {
            return List.of();
        }
    }

    /** The parameters whose default a value was taken at, though a deployment may give them any other value. */
    public List<Parameter> assumed(JsonNode written) {
        return mentioned(written).stream()
                .filter(parameter -> parameter.allowedValues().isEmpty())
                .toList();
    }

    /** Whether this is an intrinsic function rather than an object of the template's own. */
    public static boolean isFunction(JsonNode value) {
        return value.isObject()
                && value.size() == 1
                && (value.has("Ref") || value.fieldNames().next().startsWith("Fn::"));
    }

    private List<JsonNode> possible(JsonNode written) {
        if (!isFunction(written)) {
            return List.of(settled(written.isNull() ? MissingNode.getInstance() : written));
        }
        if (written.has("Fn::If")) {
            List<JsonNode> both = new ArrayList<>();
            branches(written).forEach(branch -> both.addAll(possible(branch)));
            return both;
        }
        List<JsonNode> possible = new ArrayList<>();
        for (JsonNode variant : variants(written)) {
            for (Map<String, String> values : values(mentioned(written))) {
                JsonNode resolved = new Intrinsics(template, STACK, values)
                        .resolve(
                                variant, SYMBOLS, new Place(written.fieldNames().next()));
                possible.add(settled(resolved));
            }
        }
        return possible;
    }

    private static JsonNode settled(JsonNode value) {
        if (value.asText().contains("{{resolve:")) {
            throw new TemplateException("a dynamic reference is looked up by the deployment");
        }
        return value;
    }

    private static List<JsonNode> branches(JsonNode choice) {
        JsonNode arguments = choice.get("Fn::If");
        if (!arguments.isArray() || arguments.size() != 3) {
            throw new TemplateException("Fn::If takes a list of 3");
        }
        return List.of(arguments.get(1), arguments.get(2));
    }

    /** The function with each choice inside it made, in every way. */
    private static List<JsonNode> variants(JsonNode value) {
        if (value.isObject() && value.has("Fn::If")) {
            List<JsonNode> both = new ArrayList<>();
            branches(value).forEach(branch -> both.addAll(variants(branch)));
            return both;
        }
        List<JsonNode> variants = new ArrayList<>(List.of(value.isContainerNode() ? empty(value) : value));
        value.properties().forEach(member -> extend(variants, member.getValue(), member.getKey()));
        if (value.isArray()) {
            value.forEach(element -> extend(variants, element, null));
        }
        return variants;
    }

    private static JsonNode empty(JsonNode container) {
        return container.isObject() ? JSON.objectNode() : JSON.arrayNode();
    }

    private static void extend(List<JsonNode> variants, JsonNode part, String member) {
        List<JsonNode> longer = new ArrayList<>();
        for (JsonNode way : variants(part)) {
            for (JsonNode variant : variants) {
                JsonNode copy = variant.deepCopy();
                if (copy instanceof ObjectNode object) {
                    object.set(member, way);
                } else {
                    ((ArrayNode) copy).add(way);
                }
                longer.add(copy);
            }
        }
        bounded(longer.size());
        variants.clear();
        variants.addAll(longer);
    }

    /** Every choice of values for these parameters; the others have any value, because nobody needs it. */
    private List<Map<String, String>> values(List<Parameter> mentioned) {
        Map<String, String> any = new LinkedHashMap<>();
        template.parameters().keySet().forEach(name -> any.put(name, ""));
        List<Map<String, String>> choices = new ArrayList<>(List.of(any));
        for (Parameter parameter : mentioned) {
            if (parameter.allowedValues().isEmpty() && parameter.defaultValue() == null) {
                throw new TemplateException("the parameter " + parameter.name() + " has no default");
            }
            List<String> allowed =
                    parameter.allowedValues().isEmpty() ? List.of(parameter.defaultValue()) : parameter.allowedValues();
            List<Map<String, String>> more = new ArrayList<>();
            for (String value : allowed) {
                for (Map<String, String> choice : choices) {
                    Map<String, String> copy = new LinkedHashMap<>(choice);
                    copy.put(parameter.name(), value);
                    more.add(copy);
                }
            }
            bounded(more.size());
            choices = more;
        }
        return choices;
    }

    private static void bounded(int possibilities) {
        if (possibilities > MOST) {
            throw new TemplateException("too many possibilities");
        }
    }

    private List<Parameter> mentioned(JsonNode written) {
        return template.parameters().values().stream()
                .filter(parameter -> mentions(written, parameter.name()))
                .toList();
    }

    private static boolean mentions(JsonNode written, String name) {
        if (written.isTextual()) {
            return written.textValue().equals(name)
                    || written.textValue().replaceAll("\\s", "").contains("${" + name + "}");
        }
        for (JsonNode part : written) {
            if (mentions(part, name)) {
                return true;
            }
        }
        return false;
    }
}

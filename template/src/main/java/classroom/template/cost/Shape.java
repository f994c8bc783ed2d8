package classroom.template.cost;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The allowed values of a property, from {@code types.json}. Everything else is refused as unknown, at every depth:
 *
 * <ul>
 *   <li>{@code "any"}: free at any value;
 *   <li>another word: a rule of that name judges the value, see {@link #RULES};
 *   <li>a list: these values, and no others;
 *   <li>an object: these members, and no others; for each element if the value is a list;
 *   <li>{@code $values} or {@code $most}, with {@code $else}: why any other value is refused, {@code $usage }: the
 *   price of what is done with a value, {@code $absent}: why absence is refused;
 *   <li>{@code $else} alone: why the property is refused at any value.
 * </ul>
 */
sealed interface Shape {
    /** The rules that judge a value by code. Capacity is judged with its whole table, by {@link TableRule}. */
    Map<String, BiConsumer<Property, Subject>> RULES = Map.ofEntries(
            Map.entry("capacity", (value, subject) -> {}),
            Map.entry("key", KeyRule::judge),
            Map.entry("snapStart", FunctionRule::snapStart),
            Map.entry("policy", RightsRule::identity),
            Map.entry("resourcePolicy", RightsRule::resource),
            Map.entry("trustPolicy", RightsRule::trust),
            Map.entry("managedPolicy", RightsRule::managed),
            Map.entry("principal", AnybodyRule::principal),
            Map.entry("authType", AnybodyRule::authType),
            Map.entry("role", ReferenceRule.to(Texts.of("a role outside the class"), "AWS::IAM::Role")),
            Map.entry("group", ReferenceRule.to(Texts.of("a group outside the class"), "AWS::IAM::Group")),
            Map.entry("layer", ReferenceRule.to(Texts.of("a layer outside the class"), "AWS::Lambda::LayerVersion")),
            Map.entry("logGroup", ReferenceRule.to(Texts.of("a log group outside the class"), "AWS::Logs::LogGroup")),
            Map.entry("topic", ReferenceRule.to(Texts.of("a topic outside the class"), "AWS::SNS::Topic")),
            Map.entry("function", ReferenceRule::function),
            Map.entry("redrive", ReferenceRule::redrive),
            Map.entry("eventPattern", EventRule::pattern),
            Map.entry(
                    "source",
                    ReferenceRule.to(
                            Texts.of("a source of events outside the class"),
                            "AWS::DynamoDB::Table",
                            ReferenceRule.QUEUE)),
            Map.entry("target", ReferenceRule::target),
            Map.entry("endpoint", ReferenceRule::endpoint));

    /** Judges one value that the property can come to. */
    void judge(Property value, Subject subject);

    /** Judges that the property can be absent. */
    default void judgeAbsence(String path, Subject subject) {}

    static Shape of(JsonNode written, Prices prices) {
        if (written.isTextual()) {
            String word = written.textValue();
            return word.equals("any")
                    ? new Any()
                    : new Judged(Optional.of(RULES.get(word)).orElseThrow());
        }
        if (written.isArray()) {
            return new Values(texts(written), Map.of(), null);
        }
        Optional<Refusal> otherwise = Refusal.of(written.path("$else"), prices);
        if (written.has("$values")) {
            Map<String, String> usage = new LinkedHashMap<>();
            written.path("$usage")
                    .properties()
                    .forEach(entry -> usage.put(
                            entry.getKey(),
                            prices.price(entry.getValue().textValue()).id()));
            return new Values(texts(written.get("$values")), usage, otherwise.orElse(null));
        }
        if (written.has("$most")) {
            return new AtMost(
                    written.get("$most").decimalValue(),
                    otherwise.orElseThrow(),
                    Refusal.of(written.path("$absent"), prices).orElse(null));
        }
        if (otherwise.isPresent()) {
            return new Never(otherwise.get());
        }
        Map<String, Shape> members = new LinkedHashMap<>();
        written.properties().forEach(entry -> members.put(entry.getKey(), of(entry.getValue(), prices)));
        return new Members(members);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    /** Free with any value, except for a macro, which may write anything there. */
    record Any() implements Shape {
        @Override
        public void judge(Property value, Subject subject) {
            if (value.written().findValue("Fn::Transform") != null) {
                subject.unknown(Texts.of("a macro (Fn::Transform)"), value.path());
            }
        }
    }

    /** Judged by code, also when it is unknown. */
    record Judged(BiConsumer<Property, Subject> rule) implements Shape {
        @Override
        public void judge(Property value, Subject subject) {
            rule.accept(value, subject);
        }
    }

    /**
     * One of these values.
     *
     * @param otherwise why another value is refused, {@code null} if nobody has looked at it
     */
    record Values(Set<String> values, Map<String, String> usage, Refusal otherwise) implements Shape {
        @Override
        public void judge(Property value, Subject subject) {
            if (value.isUnknown()) {
                value.refuseUnknown();
                return;
            }
            String text = value.text().orElse(value.written().toString());
            if (values.contains(text)) {
                Optional.ofNullable(usage.getOrDefault(text, usage.get("*"))).ifPresent(subject::usage);
            } else if (otherwise != null) {
                value.refuse(otherwise);
            } else {
                subject.unknown(Texts.of("the value \"%s\"", text), value.path());
            }
        }
    }

    /**
     * A number that is no greater.
     *
     * @param absent why the property must be there, {@code null} if it need not
     */
    record AtMost(BigDecimal most, Refusal otherwise, Refusal absent) implements Shape {
        @Override
        public void judge(Property value, Subject subject) {
            if (value.isUnknown()) {
                value.refuseUnknown();
            }
            value.number().filter(number -> number.compareTo(most) > 0).ifPresent(number -> value.refuse(otherwise));
        }

        @Override
        public void judgeAbsence(String path, Subject subject) {
            if (absent != null) {
                subject.refuse(absent, path);
            }
        }
    }

    /** Refused at any value. */
    record Never(Refusal refusal) implements Shape {
        @Override
        public void judge(Property value, Subject subject) {
            value.refuse(refusal);
        }
    }

    /** An object of these members. */
    record Members(Map<String, Shape> members) implements Shape {
        @Override
        public void judge(Property value, Subject subject) {
            if (!value.isObject()) {
                value.refuseUnknown();
                return;
            }
            value.names().stream()
                    .filter(name -> !members.containsKey(name))
                    .forEach(name -> subject.unknown(Texts.of("the property %s", name), value.path() + "." + name));
            members.forEach((name, shape) -> {
                value.all(name).forEach(each -> shape.judge(each, subject));
                if (value.mayLack(name)) {
                    shape.judgeAbsence(value.path() + "." + name, subject);
                }
            });
        }
    }
}

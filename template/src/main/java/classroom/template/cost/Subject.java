package classroom.template.cost;

import classroom.template.Resource;
import classroom.template.Template;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A resource that is being judged, with a rule's possible findings. */
record Subject(String stack, Template template, Resource resource, Appraisal appraisal) {
    /**
     * {@code ${Queue.Arn}}, or an ARN of this account that ends in such a reference or in a name; then a qualifier.
     */
    private static final Pattern NAMED = Pattern.compile(
            "(?:arn:aws:[a-z-]+:(?:AWS-Region)?:AWS-AccountId:(?:[a-z-]+[:/])?)?(?:\\$\\{(\\w+)(?:\\.[\\w.]+)?}|"
                    + "([\\w./-]+))(?::[\\w$*-]+)?");

    /** {@code Stack/LogicalId}. */
    String name() {
        return stack + "/" + resource.id();
    }

    Property properties() {
        return Property.of(resource.properties(), name() + ".Properties", template.outlook(), appraisal);
    }

    /** The resources of this template that a text may mean, by a reference, a name or an ARN: several of one name. */
    List<Resource> named(String text) {
        Matcher matcher = NAMED.matcher(plain(text));
        if (!matcher.matches()) {
            return List.of();
        }
        if (matcher.group(1) != null) {
            return Optional.ofNullable(template.resources().get(matcher.group(1))).stream()
                    .toList();
        }
        return template.resources().values().stream()
                .filter(each -> names(each).contains(matcher.group(2)))
                .toList();
    }

    /** Those that a member of these properties names. */
    List<Resource> named(Property properties, String member) {
        return properties.all(member).stream()
                .flatMap(value -> named(value).stream())
                .toList();
    }

    /**
     * The resources that a value may mean. If only the deployment decides a value, it means the resources that have the
     * same value as their name, and the resources inside it: the CDK takes a function's name out of an alias.
     */
    List<Resource> named(Property value) {
        if (value.text().isPresent()) {
            return named(value.text().get());
        }
        return template.resources().values().stream()
                .filter(each -> nameOf(each).equals(value.written()) || mentions(value.written(), each.id()))
                .toList();
    }

    private static boolean mentions(JsonNode written, String id) {
        return written.path("Ref").asText().equals(id)
                || written.path("Fn::GetAtt").path(0).asText().equals(id)
                || written.asText().matches("(?s).*\\$\\{" + id + "[.}].*")
                || written.valueStream().anyMatch(part -> mentions(part, id));
    }

    /**
     * The names that the template gives a resource itself, {@code FunctionName} of a function, with its path too.
     * None if AWS makes the name or only the deployment decides it.
     */
    List<String> names(Resource resource) {
        List<String> names = texts(nameOf(resource));
        List<String> paths = texts(resource.properties().path("Path"));
        return Stream.concat(
                        names.stream(),
                        paths.stream().flatMap(path -> names.stream().map(name -> path.replaceFirst("^/", "") + name)))
                .distinct()
                .toList();
    }

    /** As it is written; missing if AWS makes the name. */
    static JsonNode nameOf(Resource resource) {
        String kind = resource.type().substring(resource.type().lastIndexOf(':') + 1);
        return resource.properties().path(kind + "Name");
    }

    /** The value of a pseudo parameter, in the form of a name. */
    static String plain(String text) {
        return text.replaceAll("\\$\\{AWS::(\\w+)}", "AWS-$1");
    }

    private List<String> texts(JsonNode written) {
        return template.outlook().of(written).stream()
                .filter(JsonNode::isValueNode)
                .map(value -> plain(value.asText()))
                .toList();
    }

    void usage(String price) {
        appraisal.usage(name(), appraisal.prices().price(price));
    }

    void unknown(String what, String where) {
        refuse(
                new Refusal(
                        Violation.Kind.UNKNOWN,
                        what,
                        Texts.of(
                                "the price table of %s does not know what it costs",
                                appraisal.prices().date()),
                        Texts.of("leave it out, or add it to types.json with its source")),
                where);
    }

    void refuse(Refusal refusal, String where) {
        appraisal.refuse(refusal.at(where));
    }
}

package classroom.template.cost;

import classroom.template.Resource;
import classroom.template.language.Texts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds resources that anybody may use anonymously: the callers decide what they cost. Such a resource is refused until
 * somebody consents to it by name: its name in the template, or else its logical id.
 *
 * <p>Source: AWS Lambda Developer Guide, "Control access to Lambda function URLs"; IAM User Guide, "AWS JSON policy
 * elements: Principal".
 */
final class AnybodyRule {
    private AnybodyRule() {}

    /** {@code AuthType} of a function URL, {@code FunctionUrlAuthType} of a permission. */
    static void authType(Property authType, Subject subject) {
        switch (authType.text().orElse("")) {
            case "NONE" -> open(Texts.of("a function URL that asks for no identity"), authType, subject);
            case "AWS_IAM" -> {
                // Callers sign, and IAM decides.
            }
            default -> unclear(authType, subject);
        }
    }

    /** {@code Principal} of a Lambda permission, and each principal of a policy. */
    static void principal(Property principal, Subject subject) {
        if (principal.text().isEmpty()) {
            principal.refuseUnknown();
        } else if (principal.text().get().contains("*")) {
            open(
                    Texts.of(
                            "a permission for everybody (\"%s\")",
                            principal.text().get()),
                    principal,
                    subject);
        }
    }

    static void open(String what, Property where, Subject subject) {
        for (String name : names(subject)) {
            subject.appraisal()
                    .open(
                            name,
                            new Violation(
                                    Violation.Kind.ANYBODY,
                                    what,
                                    Texts.of("anybody may use %s, as often as they like", name),
                                    List.of(where.path()),
                                    Texts.of("name who may, with AWS_IAM for a function URL"),
                                    "-c allowAnybody=" + name));
        }
    }

    private static void unclear(Property value, Subject subject) {
        if (value.isUnknown()) {
            value.refuseUnknown();
        } else {
            subject.unknown(Texts.of("the value \"%s\"", value.text().orElse("")), value.path());
        }
    }

    /** Returns the resource of a policy or a URL; a table or a role with a policy is its own resource. */
    private static Set<String> names(Subject subject) {
        Set<String> names = new LinkedHashSet<>();
        Types.current()
                .known(subject.resource().type())
                .map(Types.Known::opens)
                .ifPresent(
                        member -> subject.properties().all(member).forEach(opened -> opened(opened, subject, names)));
        return names.isEmpty() ? Set.of(name(subject.resource())) : names;
    }

    private static void opened(Property opened, Subject subject, Set<String> names) {
        List<Resource> meant = subject.named(opened);
        meant.forEach(resource -> names.add(name(resource)));
        if (meant.isEmpty()) {
            names.add(opened.text().orElse(subject.resource().id()));
        }
    }

    private static String name(Resource resource) {
        return Optional.ofNullable(Subject.nameOf(resource).textValue()).orElse(resource.id());
    }
}

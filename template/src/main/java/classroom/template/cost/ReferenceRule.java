package classroom.template.cost;

import classroom.template.Resource;
import classroom.template.language.Texts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Limits a class to its own resources: everything that it calls, reads, runs with or takes rights from must be in its
 * template, where it is judged itself. Nobody can say what other resources cost or make.
 *
 * <p>Source: Amazon EventBridge Scheduler User Guide, "Using universal targets in EventBridge Scheduler".
 */
final class ReferenceRule {
    static final String QUEUE = "AWS::SQS::Queue";
    private static final Set<String> FUNCTIONS =
            Set.of("AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version");
    private static final Set<String> TARGETS = Stream.concat(FUNCTIONS.stream(), Stream.of(QUEUE, "AWS::SNS::Topic"))
            .collect(Collectors.toSet());
    private static final Pattern UNIVERSAL_TARGET = Pattern.compile("arn:aws:scheduler:::aws-sdk:(\\w+:\\w+)");
    private static final Pattern MAIL = Pattern.compile("[^\\s@:]+@[^\\s@:]+");

    private ReferenceRule() {}

    /** A rule for a reference to something of these types; {@code outside} says of another that it is outside. */
    static BiConsumer<Property, Subject> to(String outside, String... types) {
        return (value, subject) -> within(value, subject, Set.of(types), outside);
    }

    static void managedPolicy(Property policy, Subject subject) {
        within(policy, subject, Set.of("AWS::IAM::ManagedPolicy"), Texts.of("a managed policy outside the class"));
    }

    static void function(Property function, Subject subject) {
        boolean madeOfOwn = function.isUnknown()
                && subject.named(function).stream().map(Resource::type).anyMatch(FUNCTIONS::contains);
        if (!madeOfOwn) {
            within(function, subject, FUNCTIONS, Texts.of("a function outside the class"));
        }
    }

    /** The dead-letter queue of a queue or a subscription: an object, or its text. */
    static void redrive(Property written, Subject subject) {
        Property policy = written.parsed();
        if (policy.isObject()) {
            policy.all("deadLetterTargetArn")
                    .forEach(queue -> within(queue, subject, Set.of(QUEUE), Texts.of("a queue outside the class")));
        } else {
            policy.refuseUnknown();
        }
    }

    static void endpoint(Property endpoint, Subject subject) {
        if (!MAIL.matcher(endpoint.text().orElse("")).matches()) {
            target(endpoint, subject);
        }
    }

    /** The target of a schedule, a rule, a destination or a subscription. */
    static void target(Property target, Subject subject) {
        Matcher call = UNIVERSAL_TARGET.matcher(target.text().orElse(""));
        if (!call.matches()) {
            within(target, subject, TARGETS, Texts.of("a target outside the class"));
        } else if (!call.group(1).equals("cloudformation:deleteStack")) {
            subject.unknown(Texts.of("a target that calls %s", call.group(1)), target.path());
        } else if (subject.properties().all("Target").stream()
                .flatMap(schedule -> schedule.all("Input").stream())
                .anyMatch(input -> !deletesOwnStack(input.parsed(), subject))) {
            subject.unknown(Texts.of("a target that deletes something other than its own stack"), target.path());
        }
    }

    private static boolean deletesOwnStack(Property input, Subject subject) {
        return input.isObject()
                && input.names().equals(List.of("StackName"))
                && input.all("StackName").stream()
                        .allMatch(name ->
                                name.text().filter(itself(subject)::contains).isPresent());
    }

    private static Set<String> itself(Subject subject) {
        return Set.of("${AWS::StackId}", "${AWS::StackName}", subject.stack());
    }

    private static void within(Property value, Subject subject, Set<String> types, String outside) {
        Optional<String> text = value.text();
        if (text.isEmpty()) {
            value.refuseUnknown();
            return;
        }
        if (subject.named(text.get()).stream().map(Resource::type).noneMatch(types::contains)) {
            value.refuse(new Refusal(
                    Violation.Kind.UNKNOWN,
                    outside,
                    Texts.of("nobody can say what %s costs or makes", text.get()),
                    Texts.of("make it in the class's own stack")));
        }
    }
}

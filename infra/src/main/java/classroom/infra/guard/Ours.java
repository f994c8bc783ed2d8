package classroom.infra.guard;

import classroom.infra.parts.LessonFunction;
import classroom.infra.parts.LessonTable;
import classroom.infra.parts.StreamFunction;
import classroom.template.language.Texts;
import java.util.Map;

/** Names the part of this project that makes a resource without the finding. */
final class Ours {
    private static final String TABLE = Texts.of(
            " %s makes such a table: new LessonTable(this, deployment, UNITS).table(\"NAME\").",
            name(LessonTable.class));
    private static final String FUNCTION = Texts.of(
            " %s declares one with its own role, log group and runtime:"
                    + " LessonFunction.of(\"NAME\", HANDLER.class, \"GetItem\").",
            name(LessonFunction.class));
    private static final String RIGHTS = Texts.of(
            " %s names each action, on the table or an index, instead of a grant:"
                    + " LessonFunction.of(\"NAME\", HANDLER.class, \"Query\").in(LessonFunction.index(\"INDEX\")).",
            name(LessonFunction.class));
    private static final String QUEUE =
            Texts.of(" %s makes the queue for what the function of a stream gives up.", name(StreamFunction.class));

    private static final Map<String, String> BY_RULE = Map.of(
            "AwsSolutions-DDB3", TABLE,
            "AwsSolutions-IAM4", FUNCTION,
            "AwsSolutions-IAM5", RIGHTS,
            "AwsSolutions-L1", FUNCTION,
            "AwsSolutions-SQS3", QUEUE,
            "AwsSolutions-SQS4", QUEUE);

    private static final Map<String, String> BY_TYPE = Map.of(
            "AWS::DynamoDB::Table", TABLE,
            "AWS::IAM::ManagedPolicy", RIGHTS,
            "AWS::IAM::Policy", RIGHTS,
            "AWS::IAM::Role", FUNCTION,
            "AWS::Lambda::Function", FUNCTION,
            "AWS::Logs::LogGroup", FUNCTION,
            "AWS::SQS::Queue", QUEUE);

    private Ours() {}

    /** Returns a sentence for a rule of cdk-nag's, or nothing. */
    static String forRule(String rule) {
        return BY_RULE.getOrDefault(rule.replaceFirst("\\[.*", ""), "");
    }

    /** Returns a sentence for a resource type, or nothing. */
    static String forType(String type) {
        return BY_TYPE.getOrDefault(type, "");
    }

    private static String name(Class<?> part) {
        return part.getSimpleName();
    }
}

package classroom.infra.guard;

import classroom.infra.parts.LessonFunction;
import classroom.infra.parts.LessonTable;
import classroom.infra.parts.StreamFunction;
import java.util.Map;

/** Names the part of this project that makes a resource without the finding. */
final class Ours {
    private static final String TABLE =
            sentence(LessonTable.class, "makes such a table: new LessonTable(this, deployment, UNITS).table(\"NAME\")");
    private static final String FUNCTION = sentence(
            LessonFunction.class,
            "declares one with its own role, log group and runtime:"
                    + " LessonFunction.of(\"NAME\", HANDLER.class, \"GetItem\")");
    private static final String RIGHTS = sentence(
            LessonFunction.class,
            "names each action, on the table or an index, instead of a grant:"
                    + " LessonFunction.of(\"NAME\", HANDLER.class, \"Query\").in(LessonFunction.index(\"INDEX\"))");
    private static final String QUEUE =
            sentence(StreamFunction.class, "makes the queue for what the function of a stream gives up");

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

    private static String sentence(Class<?> part, String does) {
        return " " + part.getSimpleName() + " " + does + ".";
    }
}

package classroom.cloud.gateway;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The operations that the console's page asks for by itself, to draw what a person looks at. They change nothing, take
 * no capacity of a table, and read no item or message. Everything else on the page is done by a person, and counts.
 */
final class OwnReading {
    /** By signing name; of Lambda, whose REST paths name no operation, the method. */
    private static final Map<String, Pattern> OPERATIONS = Map.of(
            "classroom", Pattern.compile("DescribeAccess"),
            "cloudformation", Pattern.compile("(Describe|Get|List)[A-Za-z]+"),
            "dynamodb", Pattern.compile("(Describe|List)[A-Za-z]+|GetShardIterator|GetRecords"),
            "iam", Pattern.compile("(Get|List)[A-Za-z]+"),
            "lambda", Pattern.compile("GET"),
            "logs", Pattern.compile("(Describe|List)[A-Za-z]+|FilterLogEvents|GetLogEvents"),
            "sqs", Pattern.compile("ListQueues|ListQueueTags|GetQueueUrl|GetQueueAttributes"),
            "sts", Pattern.compile("GetCallerIdentity"));

    private OwnReading() {}

    /** Whether a request for that service asks for one of them, as the service itself reads the request. */
    static boolean is(Call call, String signingName) {
        Pattern own = OPERATIONS.get(signingName);
        return own != null && own.matcher(operation(call, signingName)).matches();
    }

    private static String operation(Call call, String signingName) {
        return switch (signingName) {
            case "lambda" -> call.method();
            case "cloudformation", "iam", "sts" -> Protocol.form(call).getOrDefault("Action", "");
            default ->
                call.header("x-amz-target")
                        .map(target -> target.substring(target.indexOf('.') + 1))
                        .orElse("");
        };
    }
}

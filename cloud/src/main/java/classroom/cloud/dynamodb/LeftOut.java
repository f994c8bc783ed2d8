package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.iam.Authorizer;
import classroom.template.api.DynamoDbApi;
import classroom.template.policy.DynamoDbQuestions;
import java.util.Set;
import java.util.stream.Stream;

/** The operations of DynamoDB that the local class does not carry out, such as backups and global tables. */
record LeftOut(Authorizer authorizer, DynamoDbQuestions questions) {

    /**
     * Refuses such an operation by its name. Who may not use it is told that instead.
     *
     * @throws AwsError if the call is one
     */
    void check(Call call) {
        String target = call.header("x-amz-target").orElse("");
        String operation = target.substring(target.indexOf('.') + 1);
        if (DynamoDbApi.operations().contains(operation) && !isServed(operation)) {
            questions
                    .leftOut(operation, Protocol.json(call.body()))
                    .forEach(question -> authorizer.check(call.caller(), question));
            throw AwsError.notCarriedOut("UnknownOperationException", operation);
        }
    }

    private static boolean isServed(String operation) {
        return Stream.of(
                        DynamoDb.READS,
                        DynamoDb.WRITES,
                        DynamoDb.TABLE_OPERATIONS,
                        DynamoDb.TAG_OPERATIONS,
                        DynamoDb.STREAM_OPERATIONS)
                .anyMatch((Set<String> served) -> served.contains(operation));
    }
}

package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.iam.Authorizer;
import classroom.template.api.DynamoDbApi;
import classroom.template.policy.DynamoDbQuestions;

/** The operations of DynamoDB that the local class does not carry out, such as backups and global tables. */
record LeftOut(Authorizer authorizer, DynamoDbQuestions questions) {
    static final String UNKNOWN = "UnknownOperationException";

    /** The refusal of a call by the name of its operation; who may not use the operation is told that instead. */
    AwsError refusal(Call call, String operation) {
        if (DynamoDbApi.operations().contains(operation)) {
            questions
                    .leftOut(operation, Protocol.json(call.body()))
                    .forEach(question -> authorizer.check(call.caller(), question));
        }
        return AwsError.notCarriedOut(UNKNOWN, operation);
    }
}

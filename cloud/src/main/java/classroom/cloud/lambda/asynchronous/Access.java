package classroom.cloud.lambda.asynchronous;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Functions;
import classroom.cloud.sqs.Queues;
import classroom.template.AwsEnvironment;
import java.util.function.Consumer;

/** Where records of asynchronous invocations may go: functions and queues that exist, with the right of the role. */
public record Access(Functions functions, Queues queues, Identities identities, Authorizer authorizer) {

    /**
     * Checks the dead-letter queue of a function, if it has one.
     *
     * @throws AwsError as CreateFunction refuses: the role may not send to it; or it is no queue
     */
    public void checkDeadLetters(Function function) {
        String target = function.deadLetters();
        if (target == null) {
            return;
        }
        if (!Destination.service(target).equals(Destination.QUEUE)) {
            throw new AwsError(
                    400,
                    "InvalidParameterValueException",
                    "The local class sends dead letters to SQS queues only, not to " + target + ".");
        }
        if (!allows(function, new Destination(target, Destination.QUEUE))) {
            // Reported of AWS in Cumulus's "Troubleshooting your deployment" (2025).
            throw new AwsError(
                    400,
                    "InvalidParameterValueException",
                    "The provided execution role does not have permissions to call SendMessage on SQS");
        }
    }

    /** Whether there is a queue, function, version or alias of this ARN. */
    boolean exists(Destination destination) {
        try {
            if (destination.isQueue()) {
                String name = destination.arn().substring(destination.arn().lastIndexOf(':') + 1);
                queues.checkExists(name);
                return destination
                        .arn()
                        .equals(new AwsEnvironment(Identities.ACCOUNT, functions.region())
                                .arn(Destination.QUEUE, name));
            }
            functions.deployed(FunctionName.parse(destination.arn(), null));
            return true;
        } catch (AwsError e) {
            return false;
        }
    }

    /** Whether the function's role may send to the destination. */
    boolean allows(Function function, Destination destination) {
        try {
            as(function, role -> check(role, destination));
            return true;
        } catch (AwsError e) {
            return false;
        }
    }

    /** Asks IAM whether the session of a role may send to the destination. */
    void check(Identity role, Destination destination) {
        authorizer.check(
                role, Authorizer.question(destination.service() + ":" + destination.action(), destination.arn()));
    }

    /** Acts as the function's role. */
    void as(Function function, Consumer<Identity> action) {
        Identity identity = identities.issue(function.role(), function.name());
        try {
            action.accept(identity);
        } finally {
            identities.revoke(identity);
        }
    }
}

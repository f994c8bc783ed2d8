package classroom.infra.parts;

import classroom.template.language.Texts;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.lambda.eventsources.SqsDlq;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * Makes a function that a table's stream calls with every change, the oldest first.
 *
 * <p>Lambda cuts a failed batch in two and tries again from the first record that the function reported. It does so a
 * bounded number of times, and only while the records are young: one bad record cannot block the stream for a day. A
 * queue gets a message about the records that are given up.
 *
 * <p>Source of the permissions: AWS SAM Developer Guide, "Policy template list", {@code DynamoDBStreamReadPolicy}; AWS
 * Lambda Developer Guide, "Retain discarded batches for a DynamoDB event source" ({@code sqs:SendMessage}).
 */
public final class StreamFunction extends Construct {
    private static final int BATCH_SIZE = 10;
    private static final int RETRIES = 2;
    private static final Duration OLDEST_RECORD = Duration.hours(1);
    private static final Duration QUEUE_RETENTION = Duration.days(1);

    private final Function function;
    private final Queue failures;

    /**
     * Makes the function, the queue and the event source mapping.
     *
     * @param lesson that has the table; a lesson has at most one of these
     * @param declared the function, with its actions on the table besides the stream
     * @param table the table with the stream
     * @throws IllegalArgumentException if the table has no stream
     */
    public StreamFunction(Construct lesson, Deployment deployment, LessonFunction declared, Table table) {
        super(lesson, "Stream");
        if (table.getTableStreamArn() == null) {
            throw new IllegalArgumentException(
                    Texts.of("%s: its table has no stream: add .stream(StreamViewType) to the table", declared.name()));
        }
        // CloudFormation names it: SQS refuses a name for 60 s after a queue of that name was deleted (Amazon SQS API
        // Reference, "DeleteQueue"), and a class is destroyed and deployed again. The stack's output says where it is.
        failures = Queue.Builder.create(this, "Failures")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(QUEUE_RETENTION)
                // The next class has no use for failures of this one.
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Findings.acknowledge(
                failures, "SQS3", "This queue is where failures end: it holds what the stream's function gave up.");
        // The finding names the table as the template does.
        String logicalId =
                Stack.of(this).getLogicalId((CfnElement) table.getNode().getDefaultChild());
        Findings.acknowledge(
                this,
                "IAM5[Resource::<" + logicalId + ".Arn>/stream/*]",
                "A stream's label is the time it was made; AWS's own DynamoDBStreamReadPolicy lists streams this way.");
        TableFunction made = new TableFunction(this, deployment, declared, permissions(declared, table));
        function = made.function();
        EventSourceMapping.Builder.create(this, "Mapping")
                .target(made.target())
                .eventSourceArn(table.getTableStreamArn())
                .startingPosition(StartingPosition.TRIM_HORIZON)
                .batchSize(BATCH_SIZE)
                .retryAttempts(RETRIES)
                .maxRecordAge(OLDEST_RECORD)
                .bisectBatchOnError(true)
                .reportBatchItemFailures(true)
                .onFailure(new SqsDlq(failures))
                .build();
    }

    /** Returns the function. */
    public Function function() {
        return function;
    }

    /** Returns the queue of messages about records that are given up. */
    public Queue failures() {
        return failures;
    }

    private PolicyStatement[] permissions(LessonFunction declared, Table table) {
        List<PolicyStatement> permissions = new ArrayList<>(List.of(declared.permissions(table)));
        permissions.addAll(List.of(
                PolicyStatement.Builder.create()
                        .sid("Stream")
                        .actions(List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"))
                        .resources(List.of(table.getTableStreamArn()))
                        .build(),
                PolicyStatement.Builder.create()
                        .sid("Streams")
                        .actions(List.of("dynamodb:ListStreams"))
                        .resources(List.of(table.getTableArn() + "/stream/*"))
                        .build(),
                PolicyStatement.Builder.create()
                        .sid("Failures")
                        .actions(List.of("sqs:SendMessage"))
                        .resources(List.of(failures.getQueueArn()))
                        .build()));
        return permissions.toArray(PolicyStatement[]::new);
    }
}

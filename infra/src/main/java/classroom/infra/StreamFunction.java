package classroom.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
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
 * A function that a table's stream calls with its changes, from the oldest on.
 *
 * <p>A batch that fails is cut in two and tried again from the first record that the function reported, a bounded number
 * of times and only while its records are young, so that one bad record cannot hold the stream up for a day. What is
 * given up is named in a queue.
 *
 * <p>Source of the permissions: AWS SAM Developer Guide, "Policy template list", <code>DynamoDBStreamReadPolicy</code>;
 * AWS Lambda Developer Guide, "Retain discarded batches for a DynamoDB event source" (<code>sqs:SendMessage</code>).
 */
final class StreamFunction extends Construct {
    private static final int BATCH_SIZE = 10;
    private static final int RETRIES = 2;
    private static final Duration OLDEST_RECORD = Duration.hours(1);
    private static final Duration QUEUE_RETENTION = Duration.days(1);

    private final Function function;

    /** @param table whose stream it is */
    StreamFunction(Construct lesson, Deployment deployment, LessonFunction declared, Table table) {
        super(lesson, "Stream");
        Queue failures = Queue.Builder.create(this, "Failures")
                .queueName(deployment.settings().physicalName(declared.name() + "-failures"))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(QUEUE_RETENTION)
                // What failed in one class is of no use in the next.
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Findings.acknowledge(
                failures, "SQS3", "This queue is where failures end: it holds what the stream's function gave up.");
        Findings.acknowledge(
                this,
                "IAM5[Resource::<BooksTable2F311BF9.Arn>/stream/*]",
                "A stream's label is the time it was made; AWS's own DynamoDBStreamReadPolicy lists streams this way.");
        TableFunction made = new TableFunction(this, deployment, declared.allowed(permissions(table, failures)));
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

    /** The function itself. */
    Function function() {
        return function;
    }

    private static PolicyStatement[] permissions(Table table, Queue failures) {
        return new PolicyStatement[] {
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
                    .build()
        };
    }
}

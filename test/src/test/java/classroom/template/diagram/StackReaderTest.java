package classroom.template.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import classroom.template.diagram.Target.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackReaderTest {
    private static final String TABLES = "arn:aws:dynamodb:REGION:ACCOUNT:table/";

    /** Tables and a queue in one construct, in another a function. */
    private static final String STACK = """
            {'Resources': {
              'T': {'Type': 'AWS::DynamoDB::Table', 'Metadata': {'aws:cdk:path': 'S/Store/T/Resource'},
                'Properties': {'TableName': 'books',
                  'AttributeDefinitions': [{'AttributeName': 'Author', 'AttributeType': 'S'}],
                  'KeySchema': [{'AttributeName': 'Author', 'KeyType': 'HASH'},
                    {'AttributeName': 'Title', 'KeyType': 'RANGE'}],
                  'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 4},
                  'LocalSecondaryIndexes': [{'IndexName': 'near', 'Projection': {'ProjectionType': 'ALL'},
                    'KeySchema': [{'AttributeName': 'Author', 'KeyType': 'HASH'}]}],
                  'GlobalSecondaryIndexes': [{'IndexName': 'far',
                    'KeySchema': [{'AttributeName': 'Author', 'KeyType': 'HASH'}],
                    'Projection': {'ProjectionType': 'INCLUDE', 'NonKeyAttributes': ['a', 'b']},
                    'OnDemandThroughput': {'MaxReadRequestUnits': 2}}],
                  'StreamSpecification': {'StreamViewType': 'KEYS_ONLY'}}},
              'Q': {'Type': 'AWS::SQS::Queue', 'Metadata': {'aws:cdk:path': 'S/Store/Q/Resource'},
                'Properties': {'QueueName': 'failed', 'MessageRetentionPeriod': 7200}},
              'R': {'Type': 'AWS::IAM::Role', 'Properties': {'Policies': [{'PolicyDocument': {'Statement': [
                {'Effect': 'Allow', 'Action': ['dynamodb:GetItem', 'dynamodb:Query'],
                  'Resource': {'Fn::GetAtt': ['T', 'Arn']},
                  'Condition': {'StringEquals': {'dynamodb:Select': 'COUNT'}}},
                {'Effect': 'Allow', 'Action': 'dynamodb:Query', 'Resource': {'Fn::Sub': '${T.Arn}/index/*'}},
                {'Effect': 'Allow', 'Action': 'dynamodb:GetRecords', 'Resource': {'Fn::GetAtt': ['T', 'StreamArn']}},
                {'Effect': 'Allow', 'Action': 'logs:PutLogEvents', 'Resource': {'Fn::GetAtt': ['L', 'Arn']}},
                {'Effect': 'Allow', 'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::theirs'}]}}]}},
              'F': {'Type': 'AWS::Lambda::Function', 'Metadata': {'aws:cdk:path': 'S/Work/F/Resource'},
                'Properties': {'FunctionName': 'changes', 'Handler': 'books.Changes',
                  'Role': {'Fn::GetAtt': ['R', 'Arn']}, 'LoggingConfig': {'LogGroup': {'Ref': 'L'}}}},
              'L': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': 'log', 'RetentionInDays': 7}},
              'M': {'Type': 'AWS::Lambda::EventSourceMapping', 'Properties': {'FunctionName': {'Ref': 'F'},
                'EventSourceArn': {'Fn::GetAtt': ['T', 'StreamArn']}, 'BatchSize': 10, 'MaximumRetryAttempts': 2,
                'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt': ['Q', 'Arn']}}}}},
              'B': {'Type': 'AWS::S3::Bucket'}}}
            """;

    private final Architecture architecture = read(STACK);
    private final Lesson work = architecture.lessons().get(1);

    @Test
    void constructsWithBoxes_areTheLessons() {
        assertThat(architecture.title()).isEqualTo("S");
        assertThat(architecture.lessons()).extracting(Lesson::name).containsExactly("Store", "Work");
        assertThat(work.functions()).containsExactly(Map.entry("changes", "books.Changes"));
    }

    @Test
    void tableAndItsParts_areBoxesWithTheirKeysAndCapacity() {
        assertThat(architecture.lessons().get(0).targets().values())
                .containsExactly(
                        new Target(
                                TABLES + "books",
                                Kind.TABLE,
                                "books",
                                "books",
                                List.of("partition Author (S) · sort Title (?)", "provisioned: 5 read, 4 write units")),
                        new Target(
                                TABLES + "books/index/near",
                                Kind.LOCAL_INDEX,
                                "books",
                                "near",
                                List.of("partition Author (S)", "projects ALL")),
                        new Target(
                                TABLES + "books/index/far",
                                Kind.GLOBAL_INDEX,
                                "books",
                                "far",
                                List.of(
                                        "partition Author (S)",
                                        "projects the keys, a, b",
                                        "on demand: at most 2 read, ? write units")),
                        new Target(
                                TABLES + "books/stream/LABEL",
                                Kind.STREAM,
                                "books",
                                "books",
                                List.of("every change as KEYS_ONLY")),
                        new Target(
                                "arn:aws:sqs:REGION:ACCOUNT:failed",
                                Kind.QUEUE,
                                "failed",
                                "failed",
                                List.of("messages kept 2 hours")));
    }

    @Test
    void whatARoleAllows_isAnArrowToEachBoxThatItCovers() {
        assertThat(work.arrows())
                .contains(
                        new Arrow(
                                "changes",
                                TABLES + "books",
                                List.of("GetItem", "Query"),
                                List.of("on conditions of Select"),
                                false),
                        new Arrow("changes", TABLES + "books/index/near", List.of("Query"), List.of(), false),
                        new Arrow("changes", TABLES + "books/index/far", List.of("Query"), List.of(), false),
                        new Arrow("changes", "arn:aws:s3:::theirs", List.of("GetObject"), List.of(), false));
    }

    @Test
    void mapping_leadsBackToTheFunction_andOnToTheQueue() {
        assertThat(work.arrows())
                .contains(
                        new Arrow(
                                "changes",
                                TABLES + "books/stream/LABEL",
                                List.of("GetRecords"),
                                List.of("event source mapping: batches of 10, 2 retries"),
                                true),
                        new Arrow(
                                "changes",
                                "arn:aws:sqs:REGION:ACCOUNT:failed",
                                List.of(),
                                List.of("on failure, what the mapping gives up"),
                                false));
    }

    @Test
    void boxOfAnotherLesson_saysWhereItStands_andOneOfNoneThatItIsElsewhere() {
        assertThat(work.targets().get(TABLES + "books/index/far").details()).containsExactly("of books, see Store");
        assertThat(work.targets().get("arn:aws:s3:::theirs").kind()).isEqualTo(Kind.ELSEWHERE);
        assertThat(architecture.lessons().get(0).arrows()).isEmpty();
    }

    @Test
    void whatIsNoBox_isSaid() {
        assertThat(architecture.notes())
                .containsExactly(
                        "Not drawn: each function's log group, kept 7 days, on which its role allows PutLogEvents.",
                        "Not drawn: 1 AWS::S3::Bucket of S.");
    }

    private static Architecture read(String template) {
        try {
            return Architecture.of(new CloudAssembly(
                    List.of(new StackArtifact(
                            "S", new ObjectMapper().readTree(template.replace('\'', '"')), Map.of(), Map.of())),
                    Map.of()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}

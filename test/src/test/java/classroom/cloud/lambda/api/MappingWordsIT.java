package classroom.cloud.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Echo;
import classroom.cloud.lambda.streams.FakeStream;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CreateEventSourceMapping refuses, on the wire. */
@Timeout(120)
class MappingWordsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;

    private static TestClass room;

    @BeforeAll
    static void start() throws IOException {
        room = new TestClass(folder, List.of());
        room.put(
                TestFunction.of(Echo.class, TestAsset.jar(folder)).named("echo").build());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    /**
     * What Lambda answers, and where that was recorded. L: LocalStack's tests on AWS,
     * test_event_source_mapping_exceptions (2025-11-27), test_create_event_source_validation (2025-11-25),
     * test_dynamodb_invalid_event_filter (2025-11-25), test_create_starting_position_validation_exceptions
     * (2025-02-17); the values of an enumeration are in the model's order, on AWS in another. M: the form of Lambda's
     * model, and its bounds. K: issue 2865 of aws-controllers-k8s (2026-04-22). O: the class's own words, for what it
     * does not carry out or AWS's words are not known.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            L | {}                                                   | InvalidParameterValueException | Unrecognized event source.
            L | {'EventSourceArn':'S'}                               | InvalidParameterValueException | 1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.
            L | {'EventSourceArn':'S','StartingPosition':'invalid'}  | ValidationException | 1 validation error detected: Value 'invalid' at 'startingPosition' failed to satisfy constraint: Member must satisfy enum value set: [TRIM_HORIZON, LATEST, AT_TIMESTAMP]
            L | {'EventSourceArn':'S','StartingPosition':'AT_TIMESTAMP'} | InvalidParameterValueException | Unsupported starting position for arn type: S
            L | {'EventSourceArn':'S','StartingPosition':'AT_TIMESTAMP','StartingPositionTimestamp':1741010802} | InvalidParameterValueException | Unsupported starting position for arn type: S
            L | {'EventSourceArn':'S','StartingPosition':'LATEST','StartingPositionTimestamp':1741010802} | InvalidParameterValueException | Timestamp only valid with StartingPosition AT_TIMESTAMP
            L | {'EventSourceArn':'S','StartingPosition':'LATEST','FunctionName':'doesnotexist'} | InvalidParameterValueException | Function does not exist
            L | {'EventSourceArn':'S','StartingPosition':'LATEST','DestinationConfig':{'OnSuccess':{'Destination':'arn:aws:sqs:us-east-2:000000000000:q'}}} | InvalidParameterValueException | Unsupported DestinationConfig parameter for given event source mapping type.
            L | {'EventSourceArn':'S','StartingPosition':'LATEST','FilterCriteria':{'Filters':[{'Pattern':'single-string'}]}} | InvalidParameterValueException | Invalid filter pattern definition.
            K | {'EventSourceArn':'S','StartingPosition':'LATEST','DestinationConfig':{'OnFailure':{}}} | InvalidParameterValueException | The Destination field is required for an OnFailure configuration.
            L | {'EventSourceArn':'S','StartingPosition':'LATEST'}   | InvalidParameterValueException | Stream not found: S
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','BatchSize':0} | ValidationException | 1 validation error detected: Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','BatchSize':10001} | ValidationException | 1 validation error detected: Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','ParallelizationFactor':11} | ValidationException | 1 validation error detected: Value '11' at 'parallelizationFactor' failed to satisfy constraint: Member must have value less than or equal to 10
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','TumblingWindowInSeconds':901} | ValidationException | 1 validation error detected: Value '901' at 'tumblingWindowInSeconds' failed to satisfy constraint: Member must have value less than or equal to 900
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','MaximumBatchingWindowInSeconds':301} | ValidationException | 1 validation error detected: Value '301' at 'maximumBatchingWindowInSeconds' failed to satisfy constraint: Member must have value less than or equal to 300
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','MaximumRetryAttempts':-2} | ValidationException | 1 validation error detected: Value '-2' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value greater than or equal to -1
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','MaximumRecordAgeInSeconds':604801} | ValidationException | 1 validation error detected: Value '604801' at 'maximumRecordAgeInSeconds' failed to satisfy constraint: Member must have value less than or equal to 604800
            M | {'EventSourceArn':'S','StartingPosition':'LATEST','FunctionResponseTypes':['Bad']} | ValidationException | 1 validation error detected: Value '[Bad]' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]
            O | {'EventSourceArn':'S','StartingPosition':'LATEST','MaximumRecordAgeInSeconds':59} | InvalidParameterValueException | MaximumRecordAgeInSeconds must be -1, or from 60 to 604800.
            O | {'EventSourceArn':'S','StartingPosition':'LATEST','TumblingWindowInSeconds':1,'ParallelizationFactor':2} | InvalidParameterValueException | ParallelizationFactor must be 1 with a TumblingWindowInSeconds of more than 0.
            O | {'EventSourceArn':'arn:aws:dynamodb:us-east-2:000000000000:table/books','StartingPosition':'LATEST'} | InvalidParameterValueException | Unrecognized event source. arn:aws:dynamodb:us-east-2:000000000000:table/books is no stream: DescribeTable names a table's stream, LatestStreamArn.
            O | {'EventSourceArn':'arn:aws:sqs:us-east-2:000000000000:q'} | InvalidParameterValueException | The local class reads DynamoDB streams only, not arn:aws:sqs:us-east-2:000000000000:q.
            O | {'EventSourceArn':'S','StartingPosition':'LATEST','DestinationConfig':{'OnFailure':{'Destination':'arn:aws:sns:us-east-2:000000000000:t'}}} | InvalidParameterValueException | The local class sends discarded records to SQS queues only, not to arn:aws:sns:us-east-2:000000000000:t.
            O | {'EventSourceArn':'S','StartingPosition':'LATEST','DestinationConfig':{'OnFailure':{'Destination':'arn:aws:sqs:us-east-2:000000000000:nobody'}}} | InvalidParameterValueException | The on-failure destination arn:aws:sqs:us-east-2:000000000000:nobody does not exist. Create the queue first.
            O | {'EventSourceArn':'S','StartingPosition':'LATEST','ScalingConfig':{'MaximumConcurrency':2}} | InvalidParameterValueException | The local class does not carry out ScalingConfig of an event source mapping.
            """)
    void mappingThatLambdaRefuses_isRefused_inItsWords(String source, String request, String code, String message)
            throws Exception {
        ObjectNode body = (ObjectNode)
                JSON.readTree(request.replace("'S'", "'" + FakeStream.ARN + "'").replace('\'', '"'));
        if (!body.has("FunctionName")) {
            body.put("FunctionName", "echo");
        }

        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(room.gateway.uri() + "/2015-03-31/event-source-mappings"))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER
                                        + "/20261122/us-east-2/lambda/aws4_request, SignedHeaders=host, Signature=0")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).as(source).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(code);
        assertThat(JSON.readTree(response.body()).path("message").asText())
                .isEqualTo(message.replaceAll("\\bS$", FakeStream.ARN));
    }
}

package classroom.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.Time;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CloudWatch Logs refuses, on the wire. */
class LogWordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOW = 30 * DAY;

    private final Gateway gateway = new Gateway(new Identities());
    private Loopback client;

    @BeforeEach
    void start() throws Exception {
        Time time = new Time();
        time.advance(Duration.ofMillis(NOW));
        Logs logs = new Logs((identity, request) -> {}, Cloud.ENVIRONMENT, time);
        gateway.add(new LogsApi(logs));
        client = new Loopback(gateway.start(0).getPort(), "us-east-2", Identities.TEACHER);
        logs.createGroup("g", 0, Map.of());
        logs.createGroup("week", 7, Map.of());
        send("CreateLogStream", "{'logGroupName': 'g', 'logStreamName': 's'}");
        send("CreateLogStream", "{'logGroupName': 'week', 'logStreamName': 's'}");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /**
     * What Logs answers, and where that was recorded. L: LocalStack's tests on AWS, 2026-02-03 if no other date. G:
     * issue 59 of aws-greengrass-log-manager (2021-05-17). M: moto's tests, not on AWS. O: the class's own.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            L | PutLogEvents | {'logGroupName': 'g', 'logStreamName': 'none', 'logEvents': [{'timestamp': 1, 'message': 'm'}]} | ResourceNotFoundException | The specified log stream does not exist.
            L | PutLogEvents | {'logGroupName': 'g', 'logStreamName': 's', 'logEvents': [{'timestamp': 2, 'message': 'm'}, {'timestamp': 1, 'message': 'm'}]} | InvalidParameterException | Log events in a single PutLogEvents request must be in chronological order.
            G | PutLogEvents | {'logGroupName': 'g', 'logStreamName': 's', 'logEvents': [{'timestamp': 1, 'message': 'm'}, {'timestamp': 86400002, 'message': 'm'}]} | InvalidParameterException | The batch of log events in a single PutLogEvents request cannot span more than 24 hours.
            L | GetLogEvents | {'logGroupName': 'g', 'logStreamName': 's', 'nextToken': 'x'} | InvalidParameterException | The specified nextToken is invalid.
            L | GetLogEvents | {'logGroupName': 'g', 'logStreamName': 's', 'limit': 10001} | InvalidParameterException | 1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000
            L | GetLogEvents | {'logGroupName': 'none', 'logStreamName': 's'} | ResourceNotFoundException | The specified log group does not exist.
            L | GetLogEvents | {'logGroupName': 'g', 'logStreamName': 'none'} | ResourceNotFoundException | The specified log stream does not exist.
            L, 2026-02-05 | FilterLogEvents | {'logGroupName': 'g', 'nextToken': 'x'} | InvalidParameterException | The specified nextToken is invalid.
            O | FilterLogEvents | {'logGroupName': 'g', 'logStreamNames': ['s'], 'logStreamNamePrefix': 's'} | InvalidParameterException | logStreamNames and logStreamNamePrefix are mutually exclusive.
            L, of DescribeLogStreams | FilterLogEvents | {'logGroupName': 'g', 'logGroupIdentifier': 'g'} | ValidationException | LogGroup name and LogGroup ARN are mutually exclusive parameters.
            L | DescribeLogStreams | {'logGroupName': 'g', 'logGroupIdentifier': 'g'} | ValidationException | LogGroup name and LogGroup ARN are mutually exclusive parameters.
            M | DescribeLogStreams | {'logGroupName': 'g', 'orderBy': 'LastEventTime', 'logStreamNamePrefix': 's'} | InvalidParameterException | Cannot order by LastEventTime with a logStreamNamePrefix.
            L | DescribeLogGroups | {'logGroupNamePrefix': 'g', 'logGroupNamePattern': 'g'} | InvalidParameterException | LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.
            L | CreateLogGroup | {'logGroupName': 'g'} | ResourceAlreadyExistsException | The specified log group already exists
            L | CreateLogStream | {'logGroupName': 'g', 'logStreamName': 's'} | ResourceAlreadyExistsException | The specified log stream already exists
            """)
    void refusal_isInAwsWords(String source, String operation, String request, String code, String words)
            throws Exception {
        Answer answer = send(operation, request);
        assertThat(answer.status()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("__type").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isEqualTo(words);
    }

    /** "PutLogEvents", API Reference; LocalStack's tests on AWS of 2026-02-11 for old and new. */
    @Test
    void events_tooOldExpiredOrTooNew_areToldByIndex_andTheOthersKept() throws Exception {
        assertThat(rejected("g", NOW - 14 * DAY - 1, NOW - 14 * DAY)).isEqualTo("{\"tooOldLogEventEndIndex\":1}");
        assertThat(rejected("g", NOW + 7_200_000, NOW + 7_200_001)).isEqualTo("{\"tooNewLogEventStartIndex\":1}");
        assertThat(rejected("week", NOW - 7 * DAY - 1, NOW - 7 * DAY)).isEqualTo("{\"expiredLogEventEndIndex\":1}");
        assertThat(rejected("g", NOW, NOW + 1)).isEmpty();
        assertThat(kept("g")).isEqualTo(4);
        assertThat(kept("week")).isEqualTo(1);
    }

    /** Twenty-four hours to the millisecond are taken. */
    @Test
    void batch_ofADay_isTaken() throws Exception {
        assertThat(rejected("g", NOW - DAY, NOW)).isEmpty();
    }

    private String rejected(String group, long first, long second) throws Exception {
        Answer answer = send(
                "PutLogEvents",
                "{'logGroupName': '" + group + "', 'logStreamName': 's', 'logEvents': [{'timestamp': " + first
                        + ", 'message': 'm'}, {'timestamp': " + second + ", 'message': 'm'}]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode info = JSON.readTree(answer.body()).path("rejectedLogEventsInfo");
        return info.isMissingNode() ? "" : info.toString();
    }

    private int kept(String group) throws Exception {
        return JSON.readTree(send("FilterLogEvents", "{'logGroupName': '" + group + "'}")
                        .body())
                .path("events")
                .size();
    }

    private Answer send(String operation, String request) throws Exception {
        return client.send(Request.json(
                "logs", "Logs_20140328." + operation, request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}

package classroom.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.Time;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.identity.Identities;
import classroom.template.api.Api;
import classroom.template.api.Shape;
import classroom.template.api.Violations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
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
    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");

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

    /** A name is looked at without the model, which is read for the words alone. */
    @Test
    void names_areThoseThatTheModelAllows() {
        Shape shape = Api.of("logs").shape("LogGroupName");
        for (char c = 0; c < 0x250; c++) {
            String name = "a" + c + "b";
            boolean allowed =
                    Violations.of(shape, TextNode.valueOf(name), "logGroupName").isEmpty();

            assertThat(catchThrowable(() -> Logs.checkName(name)) == null)
                    .as("%s (%d)", name, (int) c)
                    .isEqualTo(allowed);
        }
        assertThat(catchThrowable(() -> Logs.checkName("a".repeat(512)))).isNull();
        assertThat(catchThrowable(() -> Logs.checkName("a".repeat(513)))).isNotNull();
        assertThat(catchThrowable(() -> Logs.checkName(""))).isNotNull();
    }

    /**
     * What Logs answers, and where that was recorded. L: LocalStack's tests on AWS, 2026-02-03 if no other date. G:
     * issue 59 of aws-greengrass-log-manager (2021-05-17). E: issue 10564 of elastic/integrations (2024-07-23). C: issue
     * 1343 of aws-cdk (2018-12-12); the values are today's of the API Reference. S: what users of Git for Windows saw,
     * in a script with MSYS_NO_PATHCONV. M: moto's tests, not on AWS. A: the form of Logs' model, and its bounds. O: the
     * class's own.
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
            L, 2026-02-05 | FilterLogEvents | {'logGroupName': 'g', 'limit': 10001} | InvalidParameterException | 1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000
            A | FilterLogEvents | {'logGroupName': 'g', 'limit': 0} | InvalidParameterException | 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1
            E | FilterLogEvents | {'logGroupName': 'g', 'startTime': -6795364578871} | InvalidParameterException | 1 validation error detected: Value '-6795364578871' at 'startTime' failed to satisfy constraint: Member must have value greater than or equal to 0
            L, of PutMetricFilter | FilterLogEvents | {'logGroupName': 'g', 'filterPattern': '<X*1025>'} | InvalidParameterException | 1 validation error detected: Value '<X*1025>' at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to 1024
            A | DescribeLogGroups | {'limit': 51} | InvalidParameterException | 1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50
            L | CreateLogGroup | {'logGroupName': '<a*513>'} | InvalidParameterException | Invalid LogGroup or LogStream, both must have length less than or equal to 512.
            L, of PutMetricFilter | FilterLogEvents | {'logGroupName': '<X*513>'} | InvalidParameterException | Invalid LogGroup or LogStream, both must have length less than or equal to 512.
            L, of groups | CreateLogStream | {'logGroupName': 'g', 'logStreamName': '<a*513>'} | InvalidParameterException | Invalid LogGroup or LogStream, both must have length less than or equal to 512.
            S | DescribeLogStreams | {'logGroupName': 'C:/Program Files/Git/aws/lambda/funcname'} | InvalidParameterException | 1 validation error detected: Value 'C:/Program Files/Git/aws/lambda/funcname' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+
            A | CreateLogGroup | {'logGroupName': 'a b'} | InvalidParameterException | 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+
            A | CreateLogStream | {'logGroupName': 'g', 'logStreamName': 'a:b'} | InvalidParameterException | 1 validation error detected: Value 'a:b' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*
            C | PutRetentionPolicy | {'logGroupName': 'g', 'retentionInDays': 730} | InvalidParameterException | Invalid retention value. Valid values are: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
            C | PutRetentionPolicy | {'logGroupName': 'g', 'retentionInDays': 0} | InvalidParameterException | Invalid retention value. Valid values are: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
            L | CreateLogGroup | {'logGroupName': 'g'} | ResourceAlreadyExistsException | The specified log group already exists
            L | CreateLogStream | {'logGroupName': 'g', 'logStreamName': 's'} | ResourceAlreadyExistsException | The specified log stream already exists
            """)
    void refusal_isInAwsWords(String source, String operation, String request, String code, String words)
            throws Exception {
        Answer answer = send(operation, repeated(request));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("__type").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isEqualTo(repeated(words));
    }

    private static String repeated(String text) {
        return REPEATED.matcher(text).replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
    }

    /**
     * LocalStack's tests on AWS of 2026-02-11 have the token, "PutLogEvents" (API Reference) that it is always ignored.
     */
    @Test
    void sequenceTokens_areAnswered_andIgnored() throws Exception {
        String put = "{'logGroupName': 'g', 'logStreamName': 's', 'sequenceToken': 'any',"
                + " 'logEvents': [{'timestamp': " + NOW + ", 'message': 'm'}]}";
        String streams = "{'logGroupName': 'g'}";
        assertThat(send("DescribeLogStreams", streams).text()).doesNotContain("uploadSequenceToken");

        String first = token("PutLogEvents", put, "/nextSequenceToken");
        String second = token("PutLogEvents", put, "/nextSequenceToken");

        assertThat(first).hasSize(56).isLessThan(second);
        assertThat(token("DescribeLogStreams", streams, "/logStreams/0/uploadSequenceToken"))
                .isEqualTo(second);
    }

    private String token(String operation, String request, String path) throws Exception {
        Answer answer = send(operation, request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.body()).at(path).asText();
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

package classroom.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.Time;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP = "/aws/lambda/hello";
    private static final String ARN = "arn:aws:logs:us-east-2:000000000000:log-group:" + GROUP;

    private final Identities identities = new Identities();
    private final Identity function = identities.issue("HelloRole", "hello");
    private final Time time = new Time();
    private final List<String> asked = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private final Authorizer authorizer = (identity, request) -> {
        asked.add(request.action() + " " + request.resource());
        if (refused.contains(request.action())) {
            throw new AwsError(400, "AccessDeniedException", "not " + request.action());
        }
    };
    private final Logs logs = new Logs(authorizer, Cloud.ENVIRONMENT, time);
    private final Gateway gateway = new Gateway(identities);
    private Loopback client;

    @BeforeEach
    void start() throws IOException {
        time.advance(Duration.ofSeconds(1));
        gateway.add(new LogsApi(logs));
        client = new Loopback(gateway.start(0).getPort(), "us-east-2", Identities.TEACHER);
        logs.createGroup(GROUP, 7, Map.of("class", "classroom"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whatAFunctionPrints_isFoundByFilter_inOrderOfTime() throws Exception {
        logs.append(function, GROUP, "one", 3, "third ERROR");
        logs.append(function, GROUP, "two", 1, "first");
        logs.append(function, GROUP, "one", 2, "second");
        assertThat(messages("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\"}"))
                .containsExactly("first", "second", "third ERROR");
        assertThat(messages("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\", \"filterPattern\": \"ERROR\"}"))
                .containsExactly("third ERROR");
        assertThat(messages(
                        "FilterLogEvents",
                        "{\"logGroupIdentifier\": \"" + ARN + "\", \"logStreamNames\": [\"one\"], \"startTime\": 3}"))
                .containsExactly("third ERROR");
        assertThat(messages(
                        "FilterLogEvents",
                        "{\"logGroupName\": \"" + GROUP + "\", \"logStreamNamePrefix\": \"t\", \"endTime\": 1}"))
                .containsExactly("first");
    }

    @Test
    void filter_pagesWithAToken_throughEventsOfOneMillisecond() throws Exception {
        for (int i = 0; i < 5; i++) {
            logs.append(function, GROUP, "s", 1, "m" + i);
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = ok("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\", \"limit\": 2" + token + "}");
            seen.addAll(page.path("events").findValuesAsText("message"));
            token = page.hasNonNull("nextToken")
                    ? ", \"nextToken\": \"" + page.path("nextToken").asText() + "\""
                    : "";
            pages++;
        } while (!token.isEmpty());
        assertThat(seen).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(pages).isEqualTo(3);
        assertThat(code("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\", \"nextToken\": \"x\"}"))
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void getLogEvents_readsForwardAndBackward_andGivesTheTokenBackAtTheEnd() throws Exception {
        String stream = "{\"logGroupName\": \"" + GROUP + "\", \"logStreamName\": \"s\", \"limit\": 2";
        for (int i = 0; i < 5; i++) {
            logs.append(function, GROUP, "s", i, "m" + i);
        }
        JsonNode first = ok("GetLogEvents", stream + ", \"startFromHead\": true}");
        assertThat(first.path("events").findValuesAsText("message")).containsExactly("m0", "m1");
        JsonNode second = ok("GetLogEvents", stream + next(first, "nextForwardToken"));
        assertThat(second.path("events").findValuesAsText("message")).containsExactly("m2", "m3");
        JsonNode back = ok("GetLogEvents", stream + next(second, "nextBackwardToken"));
        assertThat(back.path("events").findValuesAsText("message")).containsExactly("m0", "m1");
        JsonNode tail = ok("GetLogEvents", stream + "}");
        assertThat(tail.path("events").findValuesAsText("message")).containsExactly("m3", "m4");
        JsonNode end = ok("GetLogEvents", stream + next(tail, "nextForwardToken"));
        assertThat(end.path("events")).isEmpty();
        assertThat(end.path("nextForwardToken")).isEqualTo(tail.path("nextForwardToken"));
        logs.append(function, GROUP, "s", 9, "late");
        assertThat(ok("GetLogEvents", stream + next(end, "nextForwardToken"))
                        .path("events")
                        .findValuesAsText("message"))
                .containsExactly("late");
    }

    @Test
    void getLogEvents_ofAnEmptyStream_findsWhatComesLater() throws Exception {
        String stream = "{\"logGroupName\": \"" + GROUP + "\", \"logStreamName\": \"s\"";
        ok("CreateLogStream", stream + "}");
        JsonNode empty = ok("GetLogEvents", stream + "}");
        assertThat(empty.path("events")).isEmpty();
        logs.append(function, GROUP, "s", 1, "late");
        assertThat(ok("GetLogEvents", stream + next(empty, "nextForwardToken"))
                        .path("events")
                        .findValuesAsText("message"))
                .containsExactly("late");
    }

    @Test
    void groupsAndStreams_areDescribed() throws Exception {
        logs.append(function, GROUP, "b", 5, "x");
        logs.append(function, GROUP, "a", 9, "x");
        logs.createGroup("other", 0, Map.of());
        JsonNode groups =
                ok("DescribeLogGroups", "{\"logGroupNamePrefix\": \"/aws\"}").path("logGroups");
        assertThat(groups).hasSize(1);
        assertThat(groups.path(0).path("logGroupName").asText()).isEqualTo(GROUP);
        assertThat(groups.path(0).path("retentionInDays").asInt()).isEqualTo(7);
        assertThat(groups.path(0).path("arn").asText()).isEqualTo(ARN + ":*");
        JsonNode page = ok("DescribeLogGroups", "{\"limit\": 1}");
        assertThat(ok(
                                "DescribeLogGroups",
                                "{\"limit\": 1, \"nextToken\": \""
                                        + page.path("nextToken").asText() + "\"}")
                        .path("logGroups")
                        .findValuesAsText("logGroupName"))
                .containsExactly("other");
        assertThat(ok("DescribeLogStreams", "{\"logGroupName\": \"" + GROUP + "\"}")
                        .findValuesAsText("logStreamName"))
                .containsExactly("a", "b");
        JsonNode newest = ok(
                        "DescribeLogStreams",
                        "{\"logGroupName\": \"" + GROUP
                                + "\", \"orderBy\": \"LastEventTime\", \"descending\": true, \"limit\": 1}")
                .path("logStreams")
                .path(0);
        assertThat(newest.path("logStreamName").asText()).isEqualTo("a");
        assertThat(newest.path("lastEventTimestamp").asLong()).isEqualTo(9);
        assertThat(newest.path("lastIngestionTime").asLong()).isEqualTo(1000);
    }

    @Test
    void group_isCreated_retained_tagged_writtenTo_andDeleted() throws Exception {
        ok("CreateLogGroup", "{\"logGroupName\": \"mine\", \"tags\": {\"a\": \"b\"}}");
        assertThat(code("CreateLogGroup", "{\"logGroupName\": \"mine\"}")).isEqualTo("ResourceAlreadyExistsException");
        ok("PutRetentionPolicy", "{\"logGroupName\": \"mine\", \"retentionInDays\": 1}");
        assertThat(code("PutRetentionPolicy", "{\"logGroupName\": \"mine\", \"retentionInDays\": 2}"))
                .isEqualTo("InvalidParameterException");
        String arn = ARN.replace(GROUP, "mine");
        ok("TagResource", "{\"resourceArn\": \"" + arn + "\", \"tags\": {\"c\": \"d\"}}");
        String untag = "{\"resourceArn\": \"" + arn + "%s\", \"tagKeys\": [\"a\"]}";
        // "TagResource": this ARN ends with the name.
        assertThat(code("UntagResource", untag.formatted(":*"))).isEqualTo("InvalidParameterException");
        ok("UntagResource", untag.formatted(""));
        assertThat(ok("ListTagsForResource", "{\"resourceArn\": \"" + arn + "\"}"))
                .isEqualTo(JSON.readTree("{\"tags\": {\"c\": \"d\"}}"));
        String stream = "{\"logGroupName\": \"mine\", \"logStreamName\": \"s\"";
        assertThat(code("PutLogEvents", stream + ", \"logEvents\": [{\"timestamp\": 1, \"message\": \"x\"}]}"))
                .isEqualTo("ResourceNotFoundException");
        ok("CreateLogStream", stream + "}");
        assertThat(code("CreateLogStream", stream + "}")).isEqualTo("ResourceAlreadyExistsException");
        ok("PutLogEvents", stream + ", \"logEvents\": [{\"timestamp\": " + time.millis() + ", \"message\": \"m\"}]}");
        assertThat(messages("GetLogEvents", stream + "}")).containsExactly("m");
        time.advance(Duration.ofDays(1).plusMillis(1));
        assertThat(messages("GetLogEvents", stream + "}")).isEmpty();
        ok("DeleteLogStream", stream + "}");
        assertThat(code("GetLogEvents", stream + "}")).isEqualTo("ResourceNotFoundException");
        ok("DeleteLogGroup", "{\"logGroupName\": \"mine\"}");
        assertThat(code("DeleteLogGroup", "{\"logGroupName\": \"mine\"}")).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void append_asksForTheStreamOnceAndForEachEvent() {
        logs.append(function, GROUP, "s", 1, "a");
        logs.append(function, GROUP, "s", 2, "b");
        assertThat(asked)
                .containsExactly(
                        "logs:CreateLogStream " + ARN + ":log-stream:s",
                        "logs:PutLogEvents " + ARN + ":log-stream:s",
                        "logs:PutLogEvents " + ARN + ":log-stream:s");
    }

    @Test
    void append_withoutThePermission_losesTheEventSilently() throws Exception {
        refused.add("logs:PutLogEvents");
        logs.append(function, GROUP, "s", 1, "lost");
        assertThat(messages("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\"}"))
                .isEmpty();
        refused.add("logs:CreateLogStream");
        logs.append(function, GROUP, "t", 1, "lost");
        assertThat(ok("DescribeLogStreams", "{\"logGroupName\": \"" + GROUP + "\"}")
                        .findValuesAsText("logStreamName"))
                .containsExactly("s");
    }

    @Test
    void append_toAGroupThatIsGone_makesItIfTheRoleMay() throws Exception {
        logs.deleteGroup(GROUP);
        refused.add("logs:CreateLogGroup");
        logs.append(function, GROUP, "s", 1, "lost");
        assertThat(ok("DescribeLogGroups", "{}").path("logGroups")).isEmpty();

        refused.clear();
        logs.append(function, GROUP, "s", 1, "kept");
        assertThat(asked).contains("logs:CreateLogGroup " + ARN + ":log-stream:");
        assertThat(messages("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\"}"))
                .containsExactly("kept");
    }

    @Test
    void group_thatIsFull_dropsItsOldestEventsAndEmptyStreams() throws Exception {
        String megabyte = "x".repeat(1 << 20);
        logs.append(function, GROUP, "old", 0, "oldest");
        for (int i = 1; i <= 9; i++) {
            logs.append(function, GROUP, "new", i, megabyte);
        }
        JsonNode streams = ok("DescribeLogStreams", "{\"logGroupName\": \"" + GROUP + "\"}");
        assertThat(streams.findValuesAsText("logStreamName")).containsExactly("new");
        assertThat(ok("DescribeLogGroups", "{}")
                        .path("logGroups")
                        .path(0)
                        .path("storedBytes")
                        .asLong())
                .isBetween(7L << 20, 8L << 20);
    }

    /** "FilterLogEvents", "GetLogEvents" and "PutLogEvents": 1 MB, events in UTF-8 and 26 bytes for each. */
    @Test
    void pagesAndBatches_areOfAMegabyteInBytes() throws Exception {
        String half = "é".repeat((1 << 18) - 13);
        for (int i = 0; i < 3; i++) {
            logs.append(function, GROUP, "s", i, half);
        }
        String stream = "{\"logGroupName\": \"" + GROUP + "\", \"logStreamName\": \"s\"";
        assertThat(messages("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\"}"))
                .hasSize(2);
        assertThat(messages("GetLogEvents", stream + "}")).hasSize(2);
        assertThat(ok("DescribeLogGroups", "{}").at("/logGroups/0/storedBytes").asLong())
                .isEqualTo(3L << 19);
        String batch = stream + ", \"logEvents\": [{\"timestamp\": 1, \"message\": \"" + half
                + "\"}, {\"timestamp\": 1, \"message\": \"" + half + "%s\"}]}";
        ok("PutLogEvents", String.format(batch, ""));
        Answer larger = send("PutLogEvents", String.format(batch, "x"));
        assertThat(larger.text())
                .contains("InvalidParameterException", "Upload too large: 1048577 bytes exceeds limit of 1048576");
        assertThat(code("PutLogEvents", stream + ", \"logEvents\": []}")).isEqualTo("InvalidParameterException");
    }

    @Test
    void badRequests_areRefusedAsLogsDoes() throws Exception {
        assertThat(code("GetLogEvents", "{}")).isEqualTo("InvalidParameterException");
        assertThat(code("GetLogEvents", "[]")).isEqualTo("SerializationException");
        assertThat(code("GetLogEvents", "{\"logGroupName\": \"none\", \"logStreamName\": \"s\"}"))
                .isEqualTo("ResourceNotFoundException");
        assertThat(code("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\", \"limit\": 0}"))
                .isEqualTo("InvalidParameterException");
        assertThat(code("FilterLogEvents", "{\"logGroupName\": \"" + GROUP + "\", \"filterPattern\": \"{ $.a = 1 }\"}"))
                .isEqualTo("InvalidParameterException");
        assertThat(code("StartQuery", "{}")).isEqualTo("UnknownOperationException");
    }

    @Test
    void role_isAskedAndRefused() throws Exception {
        refused.add("logs:FilterLogEvents");
        Answer response = client.as(function.accessKeyId())
                .send(Request.json(
                        "logs",
                        "Logs_20140328.FilterLogEvents",
                        ("{\"logGroupName\": \"" + GROUP + "\"}").getBytes(StandardCharsets.UTF_8)));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text())
                .isEqualTo("{\"__type\":\"AccessDeniedException\",\"message\":\"not logs:FilterLogEvents\"}");
        assertThat(asked).containsExactly("logs:FilterLogEvents " + ARN + ":log-stream:");
    }

    private static String next(JsonNode page, String token) {
        return ", \"nextToken\": \"" + page.path(token).asText() + "\"}";
    }

    private List<String> messages(String operation, String body) throws Exception {
        return ok(operation, body).path("events").findValuesAsText("message");
    }

    private JsonNode ok(String operation, String body) throws Exception {
        Answer response = send(operation, body);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private String code(String operation, String body) throws Exception {
        Answer response = send(operation, body);
        assertThat(response.status()).isEqualTo(400);
        return JSON.readTree(response.body()).path("__type").asText();
    }

    private Answer send(String operation, String body) throws Exception {
        return client.send(Request.json("logs", "Logs_20140328." + operation, body.getBytes(StandardCharsets.UTF_8)));
    }
}

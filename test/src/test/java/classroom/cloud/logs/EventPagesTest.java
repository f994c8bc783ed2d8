package classroom.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.Cloud;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.gateway.Members;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPagesTest {
    private final Logs logs = new Logs((identity, question) -> {}, Cloud.ENVIRONMENT, Clock.systemUTC());
    private final EventPages pages = new EventPages(logs);
    private LogGroup group;

    @BeforeEach
    void log() {
        logs.createGroup("g", 0, Map.of());
        group = logs.group("g");
        long now = logs.now();
        for (String stream : List.of("a", "b")) {
            group.createStream(stream, now);
            for (int i = 0; i < 3; i++) {
                logs.add(group, stream, now + i, stream + i);
            }
        }
    }

    @Test
    void filter_goesThroughAllStreams_pageByPage() {
        ObjectNode first = answer();
        filter(request().put("limit", 4), first);
        assertThat(messages(first)).containsExactly("a0", "b0", "a1", "b1");

        ObjectNode second = answer();
        filter(request().put("limit", 4).set("nextToken", first.path("nextToken")), second);
        assertThat(messages(second)).containsExactly("a2", "b2");
        assertThat(second.has("nextToken")).isFalse();
    }

    @Test
    void filter_takesStreamsByNameOrByPrefix_notByBoth() {
        ObjectNode request = request().put("logStreamNamePrefix", "b");
        ObjectNode found = answer();
        filter(request, found);
        assertThat(messages(found)).containsExactly("b0", "b1", "b2");

        request.putArray("logStreamNames").add("a");
        assertThatThrownBy(() -> filter(request, answer())).hasMessageContaining("mutually exclusive");
    }

    @Test
    void stream_isReadFromItsEnd_andBackwardWithTheToken() {
        ObjectNode last = answer();
        get(request().put("logStreamName", "a").put("limit", 2), last);
        assertThat(messages(last)).containsExactly("a1", "a2");

        ObjectNode before = answer();
        get(request().put("logStreamName", "a").set("nextToken", last.path("nextBackwardToken")), before);
        assertThat(messages(before)).containsExactly("a0");

        ObjectNode after = answer();
        get(request().put("logStreamName", "a").set("nextToken", last.path("nextForwardToken")), after);
        assertThat(messages(after)).isEmpty();
        assertThat(after.path("nextForwardToken")).isEqualTo(last.path("nextForwardToken"));
    }

    @Test
    void badToken_andStreamThatIsNone_areRefused() {
        assertThatThrownBy(() -> filter(request().put("nextToken", "n/1"), answer()))
                .hasMessage("The specified nextToken is invalid.");
        assertThatThrownBy(() -> get(request().put("logStreamName", "c"), answer()))
                .hasMessage("The specified log stream does not exist.");
        assertThatThrownBy(() -> get(request(), answer())).hasMessageContaining("logStreamName");
    }

    private void filter(JsonNode request, ObjectNode answer) {
        pages.filter(group, read(request), answer);
    }

    private void get(JsonNode request, ObjectNode answer) {
        pages.get(group, read(request), answer);
    }

    private static JsonRequest read(JsonNode request) {
        return new JsonRequest(
                null, "FilterLogEvents", request, Members.constrained("logs", "InvalidParameterException"));
    }

    private static List<String> messages(JsonNode answer) {
        return answer.path("events").findValuesAsText("message");
    }

    private static ObjectNode request() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode answer() {
        return JsonNodeFactory.instance.objectNode();
    }
}

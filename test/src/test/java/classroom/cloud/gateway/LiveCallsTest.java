package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveCallsTest {
    private static final String SIGNATURE = "AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER
            + "/20260101/us-east-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

    private final Gateway gateway = new Gateway(new Identities());

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void call_isToldWithWhatItNames_andWithTheCodeOfItsError() throws Exception {
        gateway.add(new Refusing());
        URI uri = gateway.start(0);
        try (Followed followed = Followed.of(gateway)) {
            post(uri, "GetItem");
            JsonNode call = followed.next("call");
            assertThat(call.path("resources").toString()).isEqualTo("[\"table/books\"]");
            assertThat(call.path("operation").asText()).isEqualTo("GetItem");
            assertThat(call.path("caller").asText()).isEqualTo(Identities.TEACHER_ARN);
            assertThat(call.has("error")).isFalse();

            post(uri, "PassOn");
            assertThat(followed.next("call").path("error").asText()).isEqualTo("PassedOnException");

            post(uri, "Refuse");
            assertThat(followed.next("call").path("error").asText()).isEqualTo("RefusedException");

            post(uri, "Fail");
            call = followed.next("call");
            assertThat(call.path("error").asText()).isEqualTo("InternalFailure");
            assertThat(call.path("status").asInt()).isEqualTo(500);
        }
    }

    private static void post(URI uri, String operation) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", SIGNATURE)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .POST(HttpRequest.BodyPublishers.ofString("{\"TableName\": \"books\"}"))
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }

    /** Refuses an operation as its name says. */
    private static final class Refusing implements Service {
        @Override
        public String signingName() {
            return "dynamodb";
        }

        @Override
        public Reply answer(Call call) {
            switch (call.header("x-amz-target").orElse("").replaceFirst(".*\\.", "")) {
                case "PassOn":
                    String error =
                            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#PassedOnException\",\"message\":\"\"}";
                    return new Reply(400, Map.of(), error.getBytes(StandardCharsets.UTF_8));
                case "Refuse":
                    throw new AwsError(400, "RefusedException", "no");
                case "Fail":
                    throw new IllegalStateException("on purpose");
                default:
                    return new Reply(200, Map.of(), new byte[0]);
            }
        }

        @Override
        public Reply error(Call call, AwsError error) {
            return new Reply(error.status(), Map.of(), new byte[0]);
        }
    }
}

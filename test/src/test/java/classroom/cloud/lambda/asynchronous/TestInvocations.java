package classroom.cloud.lambda.asynchronous;

import classroom.Waiting;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Invocation;
import classroom.cloud.lambda.environment.TestClass;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** What tests of asynchronous invocations do with a class. */
record TestInvocations(TestClass room) {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String SQS = "arn:aws:sqs:us-east-2:000000000000:";
    static final String LAMBDA = "arn:aws:lambda:us-east-2:000000000000:function:";

    /** Settings; {@code null} is not set. */
    static EventInvokeConfig wanted(Integer retries, Integer age, String onSuccess, String onFailure) {
        return new EventInvokeConfig(
                null, retries, age, new EventInvokeConfig.Destinations(onSuccess, onFailure), Instant.EPOCH);
    }

    void put(String function, EventInvokeConfig wanted) {
        room.asynchronous.configs().put(FunctionName.parse(function, null), wanted);
    }

    /** A new queue of this name; its ARN. */
    String queue(String name) {
        room.queues.create(name, Map.of());
        return SQS + name;
    }

    /** Invokes over the wire and returns the request's id. */
    String invokeLater(String function, String event) {
        return room.lambda
                .invoke(r -> r.functionName(function)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(event)))
                .responseMetadata()
                .requestId();
    }

    static Invocation invocation(String id) {
        return new Invocation(id, "{\"a\":1}".getBytes(StandardCharsets.UTF_8), "");
    }

    /** The next message of a queue. */
    JsonNode message(String queue) {
        return Waiting.patiently()
                .until(() -> received(queue), messages -> !messages.isEmpty())
                .get(0);
    }

    /** The record in the next message of a queue. */
    JsonNode record(String queue) throws Exception {
        return JSON.readTree(message(queue).get("Body").asText());
    }

    /** What a queue has now. */
    List<JsonNode> received(String queue) {
        List<JsonNode> messages = new ArrayList<>();
        ObjectNode request = JSON.createObjectNode()
                .put("QueueUrl", room.gateway.uri() + "/000000000000/" + queue)
                .put("MaxNumberOfMessages", 10);
        request.putArray("MessageAttributeNames").add("All");
        room.client
                .call("sqs", "AmazonSQS.ReceiveMessage", request)
                .path("Messages")
                .forEach(messages::add);
        return messages;
    }
}

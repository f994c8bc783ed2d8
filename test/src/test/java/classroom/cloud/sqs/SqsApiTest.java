package classroom.cloud.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Waiting;
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
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class SqsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:sqs:us-east-2:000000000000:failed";

    private final Identities identities = new Identities();
    private final List<String> asked = new ArrayList<>();
    private boolean refusing;
    private final Authorizer authorizer = (identity, request) -> {
        asked.add(request.action() + " " + request.resource());
        if (refusing) {
            throw new AwsError(400, "AccessDeniedException", "not " + request.action());
        }
    };
    private final Time time = new Time();
    private final Gateway gateway = new Gateway(identities);
    private final Queues queues = new Queues(authorizer, Cloud.ENVIRONMENT, gateway::uri, time);
    private Loopback client;
    private String url;

    @BeforeEach
    void start() throws IOException {
        gateway.add(new SqsApi(queues));
        URI uri = gateway.start(0);
        client = new Loopback(uri.getPort(), "us-east-2", Identities.TEACHER);
        url = queues.create("failed", Map.of("VisibilityTimeout", "5"), Map.of("class", "classroom"));
        assertThat(url).isEqualTo(uri + "/000000000000/failed");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void message_isReceived_hidden_seenAgain_andDeleted() throws Exception {
        JsonNode sent = ok("SendMessage", "\"MessageBody\": \"This is a test message\"");
        assertThat(sent.path("MD5OfMessageBody").asText()).isEqualTo("fafb00f5732ab283681e124bf8747ed1");
        time.advance(Duration.ofSeconds(1));
        JsonNode first = ok("ReceiveMessage", "\"AttributeNames\": [\"All\"]")
                .path("Messages")
                .path(0);
        assertThat(first.path("Body").asText()).isEqualTo("This is a test message");
        assertThat(first.path("MD5OfBody").asText()).isEqualTo("fafb00f5732ab283681e124bf8747ed1");
        assertThat(first.path("MessageId")).isEqualTo(sent.path("MessageId"));
        assertThat(first.path("Attributes").path("ApproximateReceiveCount").asText())
                .isEqualTo("1");
        assertThat(first.path("Attributes").path("SentTimestamp").asText()).isEqualTo("0");
        assertThat(first.path("Attributes")
                        .path("ApproximateFirstReceiveTimestamp")
                        .asText())
                .isEqualTo("1000");
        assertThat(ok("ReceiveMessage", "\"MaxNumberOfMessages\": 10")).isEmpty();
        assertThat(attribute("ApproximateNumberOfMessagesNotVisible")).isEqualTo("1");
        time.advance(Duration.ofSeconds(5));
        JsonNode second = ok("ReceiveMessage", "\"MessageSystemAttributeNames\": [\"ApproximateReceiveCount\"]")
                .path("Messages")
                .path(0);
        assertThat(second.path("Attributes")).isEqualTo(JSON.readTree("{\"ApproximateReceiveCount\": \"2\"}"));
        ok("DeleteMessage", "\"ReceiptHandle\": " + first.path("ReceiptHandle"));
        assertThat(attribute("ApproximateNumberOfMessagesNotVisible")).isEqualTo("1"); // an old handle
        ok("DeleteMessage", "\"ReceiptHandle\": " + second.path("ReceiptHandle"));
        ok("DeleteMessage", "\"ReceiptHandle\": " + second.path("ReceiptHandle"));
        assertThat(attribute("ApproximateNumberOfMessagesNotVisible")).isEqualTo("0");
    }

    @Test
    void messageAttributes_haveTheDigestThatClientsCheck() throws Exception {
        String attributes = "{\"timestamp\": {\"DataType\": \"Number\", \"StringValue\": \"1493147359900\"}}";
        JsonNode sent = ok("SendMessage", "\"MessageBody\": \"x\", \"MessageAttributes\": " + attributes);
        assertThat(sent.path("MD5OfMessageAttributes").asText()).isEqualTo("235c5c510d26fb653d073faed50ae77c");
        JsonNode received = ok("ReceiveMessage", "\"MessageAttributeNames\": [\"stamp.*\"], \"VisibilityTimeout\": 0")
                .path("Messages")
                .path(0);
        assertThat(received.path("MessageAttributes")).isEmpty();
        received = ok("ReceiveMessage", "\"MessageAttributeNames\": [\"times.*\", \"timestamp\"]")
                .path("Messages")
                .path(0);
        assertThat(received.path("MessageAttributes")).isEqualTo(JSON.readTree(attributes));
        assertThat(received.path("MD5OfMessageAttributes").asText()).isEqualTo("235c5c510d26fb653d073faed50ae77c");
    }

    /** The digest and the trace: LocalStack's test_system_attributes_have_no_effect_on_attr_md5, verified on AWS. */
    @Test
    void trace_isKept_andHasADigestOfItsOwn() throws Exception {
        String trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        JsonNode sent = ok(
                "SendMessage",
                "\"MessageBody\": \"x\", \"MessageSystemAttributes\": {\"AWSTraceHeader\": {\"DataType\": \"String\","
                        + " \"StringValue\": \"" + trace + "\"}}");
        assertThat(sent.path("MD5OfMessageSystemAttributes").asText()).isEqualTo("5ae4d5d7636402d80f4eb6d213245a88");
        assertThat(sent.has("MD5OfMessageAttributes")).isFalse();
        assertThat(ok("ReceiveMessage", "\"MessageSystemAttributeNames\": [\"AWSTraceHeader\", \"Unknown\"]")
                        .at("/Messages/0/Attributes"))
                .isEqualTo(JSON.createObjectNode().put("AWSTraceHeader", trace));
    }

    /** LocalStack's test_message_system_attribute_names_with_attribute_names on AWS, 2024-06-04. */
    @Test
    void attributeNames_inBothMembers_areTogetherInJson_andTheOlderAloneInAForm() throws Exception {
        ok("SetQueueAttributes", "\"Attributes\": {\"VisibilityTimeout\": \"0\"}");
        ok("SendMessage", "\"MessageBody\": \"x\"");
        assertThat(ok(
                                "ReceiveMessage",
                                "\"MessageSystemAttributeNames\": [\"All\"], \"AttributeNames\": [\"SenderId\"]")
                        .at("/Messages/0/Attributes"))
                .hasSize(4);
        String form = "Action=ReceiveMessage&QueueUrl=" + URLEncoder.encode(url, StandardCharsets.UTF_8)
                + "&MessageSystemAttributeName.1=All&AttributeName.1=SenderId";
        assertThat(client.send(Request.form("sqs", form)).text())
                .contains("<Name>SenderId</Name>")
                .doesNotContain("SentTimestamp");
    }

    @Test
    void visibility_isChanged_forMessagesInFlightOnly() throws Exception {
        ok("SendMessage", "\"MessageBody\": \"x\"");
        String handle = ok("ReceiveMessage", "\"MaxNumberOfMessages\": 1")
                .path("Messages")
                .path(0)
                .path("ReceiptHandle")
                .asText();
        ok("ChangeMessageVisibility", "\"ReceiptHandle\": \"" + handle + "\", \"VisibilityTimeout\": 60");
        time.advance(Duration.ofSeconds(30));
        assertThat(ok("ReceiveMessage", "\"MaxNumberOfMessages\": 1")).isEmpty();
        ok("ChangeMessageVisibility", "\"ReceiptHandle\": \"" + handle + "\", \"VisibilityTimeout\": 0");
        // Nothing is changed: it is visible (LocalStack's test on AWS of 2024-04-30, after expiration).
        ok("ChangeMessageVisibility", "\"ReceiptHandle\": \"" + handle + "\", \"VisibilityTimeout\": 5");
        assertThat(ok("ReceiveMessage", "\"MaxNumberOfMessages\": 1").path("Messages"))
                .hasSize(1);
    }

    @Test
    void longPoll_endsWhenAMessageComes() throws Exception {
        Queues real = new Queues(authorizer, Cloud.ENVIRONMENT, gateway::uri, Clock.systemUTC());
        real.create("failed", Map.of());
        gateway.add(new SqsApi(real));
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return ok("ReceiveMessage", "\"WaitTimeSeconds\": 20");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        real.send(identities.teacher(), ARN, "at last", Map.of());
        assertThat(waiting.get(10, TimeUnit.SECONDS).path("Messages")).hasSize(1);
    }

    @Test
    void longPolls_moreThanTheServerHasThreads_holdNobodyUp() throws Exception {
        Queues real = new Queues(authorizer, Cloud.ENVIRONMENT, gateway::uri, Clock.systemUTC());
        real.create("failed", Map.of());
        gateway.add(new SqsApi(real));
        HttpClient http = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<Void>>> polls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            HttpRequest poll = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header(
                            "Authorization",
                            "AWS4-HMAC-SHA256 Credential=CLASSROOM/20260101/us-east-2/sqs/aws4_request,"
                                    + " SignedHeaders=host, Signature=0")
                    .POST(HttpRequest.BodyPublishers.ofString("Action=ReceiveMessage&WaitTimeSeconds=20"))
                    .build();
            polls.add(http.sendAsync(poll, HttpResponse.BodyHandlers.discarding()));
        }

        // As many as may wait do, the others are answered: both at once.
        Waiting.patiently()
                .atMost(Duration.ofSeconds(15)) // Sooner than one that waits is answered.
                .until(() -> polls.stream().filter(CompletableFuture::isDone).count() == 300 - 40);
        assertThat(attribute("ApproximateNumberOfMessages")).isEqualTo("0");
        real.delete("failed");
        for (CompletableFuture<HttpResponse<Void>> poll : polls) {
            assertThat(poll.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void message_olderThanTheRetention_isGone() throws Exception {
        ok("SetQueueAttributes", "\"Attributes\": {\"MessageRetentionPeriod\": \"60\"}");
        ok("SendMessage", "\"MessageBody\": \"x\"");
        time.advance(Duration.ofSeconds(61));
        assertThat(attribute("ApproximateNumberOfMessages")).isEqualTo("0");
        assertThat(ok("ReceiveMessage", "\"MaxNumberOfMessages\": 1")).isEmpty();
    }

    @Test
    void delayedMessage_isSeenLater() throws Exception {
        ok("SendMessage", "\"MessageBody\": \"x\", \"DelaySeconds\": 10");
        assertThat(attribute("ApproximateNumberOfMessagesDelayed")).isEqualTo("1");
        assertThat(ok("ReceiveMessage", "\"MaxNumberOfMessages\": 1")).isEmpty();
        time.advance(Duration.ofSeconds(10));
        assertThat(ok("ReceiveMessage", "\"MaxNumberOfMessages\": 1").path("Messages"))
                .hasSize(1);
    }

    @Test
    void batches_answerForEachEntry() throws Exception {
        JsonNode sent = ok(
                "SendMessageBatch",
                "\"Entries\": [{\"Id\": \"a\", \"MessageBody\": \"1\"}, {\"Id\": \"b\", \"MessageBody\": \"\"}]");
        assertThat(sent.path("Successful").findValuesAsText("Id")).containsExactly("a");
        assertThat(sent.path("Failed").path(0).path("Code").asText()).isEqualTo("MissingParameter");
        JsonNode received = ok("ReceiveMessage", "\"MaxNumberOfMessages\": 10").path("Messages");
        JsonNode deleted = ok(
                "DeleteMessageBatch",
                "\"Entries\": [{\"Id\": \"a\", \"ReceiptHandle\": "
                        + received.path(0).path("ReceiptHandle")
                        + "}, {\"Id\": \"b\", \"ReceiptHandle\": \"x\"}]");
        assertThat(deleted.path("Successful").findValuesAsText("Id")).containsExactly("a");
        assertThat(deleted.path("Failed").path(0).path("Code").asText()).isEqualTo("ReceiptHandleIsInvalid");
        assertThat(code("SendMessageBatch", "\"Entries\": []")).isEqualTo("EmptyBatchRequest");
        assertThat(
                        code(
                                "SendMessageBatch",
                                "\"Entries\": [{\"Id\": \"a\", \"MessageBody\": \"1\"}, {\"Id\": \"a\", \"MessageBody\": \"1\"}]"))
                .isEqualTo("BatchEntryIdsNotDistinct");
    }

    /** LocalStack's tests on AWS of 2024-04-30; the sum of 12 hours: issue 794 of aws-sdk-net (2017). */
    @Test
    void visibility_ofAMessageThatIsGone_orForTooLong_isRefused() throws Exception {
        ok("SendMessage", "\"MessageBody\": \"x\"");
        JsonNode handle = ok("ReceiveMessage", "\"x\": 0").at("/Messages/0/ReceiptHandle");
        time.advance(Duration.ofSeconds(1));
        String members = "\"ReceiptHandle\": " + handle + ", \"VisibilityTimeout\": ";
        assertThat(send("ChangeMessageVisibility", members + 43_200).text())
                .contains("Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for"
                        + " the message is beyond the limit [43200 seconds].");
        ok("ChangeMessageVisibility", members + 43_199);
        ok("DeleteMessage", "\"ReceiptHandle\": " + handle);
        assertThat(send("ChangeMessageVisibility", members + 42).text())
                .contains("InvalidParameterValueException", "Value " + handle.asText() + " for parameter ReceiptHandle")
                .contains("Message does not exist or is not available for visibility timeout change.");
    }

    /** Ten are taken ("Amazon SQS message metadata", SQS Developer Guide). */
    @Test
    void messageAttributes_moreThanTen_areRefused() throws Exception {
        StringBuilder attributes = new StringBuilder();
        for (int i = 1; i <= 11; i++) {
            attributes
                    .append(i == 1 ? "" : ", ")
                    .append("\"k" + i + "\": {\"DataType\": \"String\", \"StringValue\": \"v\"}");
            Answer answer = send("SendMessage", "\"MessageBody\": \"x\", \"MessageAttributes\": {" + attributes + "}");
            assertThat(answer.status()).isEqualTo(i <= 10 ? 200 : 400);
            if (i == 11) {
                assertThat(answer.text())
                        .contains("Number of message attributes [11] exceeds the allowed maximum [10].");
            }
        }
    }

    /** LocalStack's tests on AWS: test_send_batch_message_size (2024-04-30), valid attribute names (2024-04-30). */
    @Test
    void whatAwsTakes_isTaken_andAWrongEntryFailsAlone() throws Exception {
        queues.create("small", Map.of("MaximumMessageSize", "1024"));
        JsonNode batch = JSON.readTree(json(
                        identities.teacher(),
                        "SendMessageBatch",
                        "{\"QueueUrl\": \"" + url.replace("failed", "small") + "\", \"Entries\": ["
                                + "{\"Id\": \"a\", \"MessageBody\": \"" + "a".repeat(1024) + "\"},"
                                + "{\"Id\": \"b\", \"MessageBody\": \"" + "a".repeat(1025) + "\"}]}")
                .body());
        assertThat(batch.path("Successful").findValuesAsText("Id")).containsExactly("a");
        assertThat(batch.path("Failed").path(0))
                .isEqualTo(JSON.readTree("{\"Id\": \"b\", \"SenderFault\": true, \"Code\": \"InvalidParameterValue\","
                        + " \"Message\": \"One or more parameters cannot be validated. Reason: Message must be shorter"
                        + " than 1024 bytes.\"}"));
        ok(
                "SendMessage",
                "\"MessageBody\": \"x\", \"MessageGroupId\": \"g!\", \"MessageAttributes\":"
                        + " {\"attr.1øßä\": {\"DataType\": \"Number.int\", \"StringValue\": \"-1.5e3\"}}");
        assertThat(ok("ReceiveMessage", "\"AttributeNames\": [\"MessageGroupId\"]")
                        .at("/Messages/0/Attributes/MessageGroupId")
                        .asText())
                .isEqualTo("g!");
    }

    @Test
    void purge_emptiesTheQueue_onceIn60Seconds() throws Exception {
        ok("SendMessage", "\"MessageBody\": \"x\"");
        ok("PurgeQueue", "\"x\": 0");
        assertThat(attribute("ApproximateNumberOfMessages")).isEqualTo("0");
        ok("SendMessage", "\"MessageBody\": \"y\"");
        time.advance(Duration.ofMillis(59_999));

        Answer form = client.send(Request.form("sqs", "Action=PurgeQueue&QueueUrl=" + url));
        assertThat(form.status()).isEqualTo(403); // software.amazon.api.models:sqs 1.0.6, awsQueryError
        assertThat(form.text()).contains("<Code>AWS.SimpleQueueService.PurgeQueueInProgress</Code>");
        assertThat(send("PurgeQueue", "\"x\": 0").status()).isEqualTo(400);
        assertThat(code("PurgeQueue", "\"x\": 0")).isEqualTo("PurgeQueueInProgress");
        assertThat(send("PurgeQueue", "\"x\": 0").text())
                .contains("Only one PurgeQueue operation on failed is allowed every 60 seconds.");
        assertThat(attribute("ApproximateNumberOfMessages")).isEqualTo("1");

        time.advance(Duration.ofMillis(1));
        ok("PurgeQueue", "\"x\": 0");
        assertThat(attribute("ApproximateNumberOfMessages")).isEqualTo("0");
    }

    @Test
    void queue_isFoundByName_listed_describedAndTagged() throws Exception {
        assertThat(ok("GetQueueUrl", "\"QueueName\": \"failed\"")
                        .path("QueueUrl")
                        .asText())
                .isEqualTo(url);
        queues.create("other", Map.of());
        assertThat(ok("ListQueues", "\"QueueNamePrefix\": \"fail\"").path("QueueUrls"))
                .isEqualTo(JSON.readTree("[\"" + url + "\"]"));
        assertThat(attribute("QueueArn")).isEqualTo(ARN);
        assertThat(attribute("MessageRetentionPeriod")).isEqualTo("345600");
        assertThat(ok("ListQueueTags", "\"x\": 0").path("Tags")).isEqualTo(JSON.readTree("{\"class\": \"classroom\"}"));
        ok("TagQueue", "\"Tags\": {\"term\": \"2\"}");
        ok("UntagQueue", "\"TagKeys\": [\"class\"]");
        assertThat(ok("ListQueueTags", "\"x\": 0").path("Tags")).isEqualTo(JSON.readTree("{\"term\": \"2\"}"));
    }

    @Test
    void badRequests_areRefusedInBothProtocols() throws Exception {
        assertRefused(
                "GetQueueUrl",
                Map.of("QueueName", "none"),
                "QueueDoesNotExist",
                "AWS.SimpleQueueService.NonExistentQueue");
        assertRefused(
                "ReceiveMessage",
                Map.of("MaxNumberOfMessages", "11"),
                "InvalidParameterValueException",
                "InvalidParameterValue");
        assertRefused(
                "ReceiveMessage",
                Map.of("WaitTimeSeconds", "21"),
                "InvalidParameterValueException",
                "InvalidParameterValue");
        assertRefused(
                "ReceiveMessage",
                Map.of("VisibilityTimeout", "43201"),
                "InvalidParameterValueException",
                "InvalidParameterValue");
        assertRefused("SendMessage", Map.of(), "MissingRequiredParameterException", "MissingParameter");
        assertRefused(
                "SendMessage", Map.of("MessageBody", "\u0001"), "InvalidMessageContents", "InvalidMessageContents");
        assertRefused(
                "SendMessage",
                Map.of("MessageBody", "x", "DelaySeconds", "901"),
                "InvalidParameterValueException",
                "InvalidParameterValue");
        assertRefused(
                "DeleteMessage", Map.of("ReceiptHandle", "x"), "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid");
        assertRefused("CreateQueue", Map.of("QueueName", "new"), "UnknownOperationException", "InvalidAction");
    }

    /** SQS has these, so a program must not be told that it does not know them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy"
            })
    void attributeThatTheClassDoesNotCarryOut_isRefusedByName_andIsNotSet(String name) throws Exception {
        Answer refused = send("SetQueueAttributes", "\"Attributes\": {\"" + name + "\": \"x\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains("The local class does not carry out " + name + " of a queue: leave it out.");
        ok("SetQueueAttributes", "\"Attributes\": {\"" + name + "\": \"\"}");
        assertThat(ok("GetQueueAttributes", "\"AttributeNames\": [\"" + name + "\"]"))
                .isEmpty();
        assertThat(send("SetQueueAttributes", "\"Attributes\": {\"" + name + "s\": \"\"}")
                        .text())
                .contains("Unknown Attribute " + name + "s.");
    }

    @Test
    void messageOverTheLimit_isRefused() {
        queues.create("small", Map.of("MaximumMessageSize", "1024"));
        assertThatThrownBy(() ->
                        queues.send(identities.teacher(), ARN.replace("failed", "small"), "x".repeat(1025), Map.of()))
                .hasMessageContaining("shorter than 1024 bytes");
    }

    /** "SendMessage", SQS API reference: name, type and value of each attribute count, in bytes. */
    @Test
    void messageOfTheLimitToTheByte_isTaken() {
        queues.create("small", Map.of("MaximumMessageSize", "1024"));
        String arn = ARN.replace("failed", "small");
        Map<String, MessageAttribute> attributes = Map.of("é", MessageAttribute.text("v"));
        int rest = 1024 - "é".getBytes(StandardCharsets.UTF_8).length - "String".length() - 1;

        queues.send(identities.teacher(), arn, "x".repeat(rest - 2) + "é", attributes);
        assertThatThrownBy(() -> queues.send(identities.teacher(), arn, "x".repeat(rest - 1) + "é", attributes))
                .hasMessageContaining("shorter than 1024 bytes");
    }

    @Test
    void binaryAttributeThatIsNoBase64_isRefused() throws Exception {
        for (String value : List.of("#", "a===", "ab=c")) {
            Answer answer = json(
                    identities.teacher(),
                    "SendMessage",
                    "{\"QueueUrl\": \"" + url + "\", \"MessageBody\": \"x\", \"MessageAttributes\": {\"k\":"
                            + " {\"DataType\": \"Binary\", \"BinaryValue\": \"" + value + "\"}}}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("SerializationException", "BinaryValue");
        }
    }

    @Test
    void send_asksForThePermission_andDeletedQueuesAreGone() {
        Identity role = identities.issue("Role", "function");
        queues.send(role, ARN, "x", Map.of());
        assertThat(asked).containsExactly("sqs:SendMessage " + ARN);
        refusing = true;
        assertThatThrownBy(() -> queues.send(role, ARN, "x", Map.of())).hasMessage("not sqs:SendMessage");
        refusing = false;
        queues.delete("failed");
        assertThatThrownBy(() -> queues.send(role, ARN, "x", Map.of()))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("QueueDoesNotExist"));
        assertThatThrownBy(() -> queues.delete("failed")).isInstanceOf(AwsError.class);
    }

    @Test
    void role_isRefusedInBothProtocols() throws Exception {
        refusing = true;
        Identity role = identities.issue("Role", "function");
        Answer json = json(role, "ReceiveMessage", "{\"QueueUrl\": \"" + url + "\"}");
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.text()).contains("\"com.amazon.coral.service#AccessDeniedException\"");
        Answer query = form(role, "Action=ReceiveMessage");
        assertThat(query.status()).isEqualTo(403);
        assertThat(query.text()).contains("<Code>AccessDenied</Code>");
        assertThat(asked).containsExactly("sqs:ReceiveMessage " + ARN, "sqs:ReceiveMessage " + ARN);
    }

    @Test
    void queryProtocol_sendsReceivesAndDeletes() throws Exception {
        String sent = query("Action=SendMessage&MessageBody=" + encode("<a> & \"é\"\r\n")
                + "&MessageAttribute.1.Name=k&MessageAttribute.1.Value.DataType=String"
                + "&MessageAttribute.1.Value.StringValue=v");
        assertThat(xpath(sent, "/*/*/*[local-name()='MD5OfMessageBody']")).hasSize(32);
        String received =
                query("Action=ReceiveMessage&AttributeName.1=All&MessageAttributeName.1=k&MaxNumberOfMessages=10");
        String message = "/*/*[local-name()='ReceiveMessageResult']/*[local-name()='Message']";
        assertThat(xpath(received, message + "/*[local-name()='Body']")).isEqualTo("<a> & \"é\"\r\n");
        assertThat(
                        xpath(
                                received,
                                message
                                        + "/*[local-name()='Attribute'][*[1]='ApproximateReceiveCount']/*[local-name()='Value']"))
                .isEqualTo("1");
        assertThat(xpath(received, message + "/*[local-name()='MessageAttribute']/*[local-name()='Value']/*[1]"))
                .isIn("v", "String");
        String handle = xpath(received, message + "/*[local-name()='ReceiptHandle']");
        query("Action=DeleteMessageBatch&DeleteMessageBatchRequestEntry.1.Id=a"
                + "&DeleteMessageBatchRequestEntry.1.ReceiptHandle=" + encode(handle));
        String attributes = query("Action=GetQueueAttributes&AttributeName.1=ApproximateNumberOfMessagesNotVisible");
        assertThat(xpath(attributes, "//*[local-name()='Attribute']/*[local-name()='Value']"))
                .isEqualTo("0");
        String batch = query("Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a"
                + "&SendMessageBatchRequestEntry.1.MessageBody=1&SendMessageBatchRequestEntry.2.Id=b"
                + "&SendMessageBatchRequestEntry.2.MessageBody=");
        assertThat(xpath(batch, "//*[local-name()='SendMessageBatchResultEntry']/*[local-name()='Id']"))
                .isEqualTo("a");
        assertThat(xpath(batch, "//*[local-name()='BatchResultErrorEntry']/*[local-name()='Id']"))
                .isEqualTo("b");
        assertThat(xpath(query("Action=GetQueueUrl&QueueName=failed"), "//*[local-name()='QueueUrl']"))
                .isEqualTo(url);
        assertThat(xpath(query("Action=ListQueues"), "//*[local-name()='QueueUrl']"))
                .isEqualTo(url);
        assertThat(xpath(query("Action=ListQueueTags"), "//*[local-name()='Tag']/*[local-name()='Key']"))
                .isEqualTo("class");
        query("Action=SetQueueAttributes&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=7");
        assertThat(attribute("VisibilityTimeout")).isEqualTo("7");
        query("Action=PurgeQueue");
    }

    private void assertRefused(String operation, Map<String, String> parameters, String jsonCode, String queryCode)
            throws Exception {
        List<String> members = new ArrayList<>();
        StringBuilder form = new StringBuilder("Action=" + operation);
        parameters.forEach((key, value) -> {
            members.add("\"" + key + "\": "
                    + (value.matches("[0-9]+") ? value : "\"" + (value.equals("\u0001") ? "\\u0001" : value) + "\""));
            form.append('&').append(key).append('=').append(encode(value));
        });
        Answer json = send(operation, members.isEmpty() ? "\"x\": 0" : String.join(", ", members));
        assertThat(json.status()).isEqualTo(400);
        assertThat(JSON.readTree(json.body()).path("__type").asText()).endsWith("#" + jsonCode);
        assertThat(json.headers().firstValue("x-amzn-query-error")).contains(queryCode + ";Sender");
        Answer query = form(identities.teacher(), form.toString());
        assertThat(query.status()).isEqualTo(400);
        assertThat(xpath(query.text(), "/*/*[local-name()='Error']/*[local-name()='Code']"))
                .isEqualTo(queryCode);
    }

    private Answer json(Identity caller, String operation, String input) {
        return client.as(caller.accessKeyId())
                .send(Request.json("sqs", "AmazonSQS." + operation, input.getBytes(StandardCharsets.UTF_8)));
    }

    /** At the queue's own URL. */
    private Answer form(Identity caller, String form) {
        Request request = Request.form("sqs", form);
        return client.as(caller.accessKeyId())
                .send(new Request("sqs", request.method(), "/000000000000/failed", request.headers(), request.body()));
    }

    private String query(String form) throws Exception {
        Answer response = form(identities.teacher(), form);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.text();
    }

    private static String xpath(String document, String path) throws Exception {
        return XPathFactory.newInstance().newXPath().evaluate(path, new InputSource(new StringReader(document)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String attribute(String name) throws Exception {
        return ok("GetQueueAttributes", "\"AttributeNames\": [\"All\"]")
                .path("Attributes")
                .path(name)
                .asText();
    }

    private JsonNode ok(String operation, String members) throws Exception {
        Answer response = send(operation, members);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private String code(String operation, String members) throws Exception {
        Answer response = send(operation, members);
        assertThat(response.status()).isEqualTo(400);
        String type = JSON.readTree(response.body()).path("__type").asText();
        return type.substring(type.indexOf('#') + 1);
    }

    private Answer send(String operation, String members) throws Exception {
        return json(identities.teacher(), operation, "{\"QueueUrl\": \"" + url + "\", " + members + "}");
    }
}

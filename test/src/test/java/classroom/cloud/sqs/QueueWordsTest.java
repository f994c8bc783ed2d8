package classroom.cloud.sqs;

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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SQS refuses, on the wire, in both protocols. */
class QueueWordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REPEATED = Pattern.compile("<(.+?)\\*(\\d+)>");

    private final Gateway gateway = new Gateway(new Identities());
    private Loopback client;
    private String url;

    @BeforeEach
    void start() throws Exception {
        Queues queues = new Queues((identity, request) -> {}, Cloud.ENVIRONMENT, gateway::uri, new Time());
        gateway.add(new SqsApi(queues));
        client = new Loopback(gateway.start(0).getPort(), "us-east-2", Identities.TEACHER);
        url = queues.create("q", Map.of());
        queues.create("small", Map.of("MaximumMessageSize", "1024"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /**
     * What SQS answers, and where that was recorded: a code of the query protocol, which is also in the header of the
     * JSON protocol, and the words. L: LocalStack's tests on AWS, 2024-04-30 if no other date. M: moto's
     * test_send_message_batch_errors, verified on AWS (at its commit of 2026-08-22). K: what a user of k6-jslib-aws saw
     * (pull request 65, 2023-10-03). U: what a user of the AWS CLI saw on 2026-02-22. I: the tests of local-aws-sqs, not
     * on AWS (2025-12-18). A: API Reference, form as in L or I. O: the class's own.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            M | SendMessageBatch | {'Entries': []} | +EmptyBatchRequest | There should be at least one SendMessageBatchRequestEntry in the request.
            M | DeleteMessageBatch | {'Entries': []} | +EmptyBatchRequest | There should be at least one DeleteMessageBatchRequestEntry in the request.
            A | ChangeMessageVisibilityBatch | {'Entries': []} | +EmptyBatchRequest | There should be at least one ChangeMessageVisibilityBatchRequestEntry in the request.
            L | SendMessageBatch | {'Entries': [{'Id': '0'}<, {'Id': '0'}*10>]} | +TooManyEntriesInBatchRequest | Maximum number of entries per request are 10. You have sent 11.
            M | SendMessageBatch | {'Entries': [{'Id': '', 'MessageBody': 'b'}]} | +InvalidBatchEntryId | A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.
            L | DeleteMessageBatch | {'Entries': [{'Id': 'invalid:id', 'ReceiptHandle': 'b'}]} | +InvalidBatchEntryId | A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.
            M | SendMessageBatch | {'Entries': [{'Id': '<i*81>', 'MessageBody': 'b'}]} | +InvalidBatchEntryId | A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.
            I | SendMessageBatch | {'Entries': [{'Id': '1', 'MessageBody': 'b'}, {'MessageBody': 'b'}]} | MissingParameter | The request must contain the parameter SendMessageBatchRequestEntry.2.Id.
            I | DeleteMessageBatch | {'Entries': [{'Id': '1', 'ReceiptHandle': 'b'}, {'ReceiptHandle': 'b'}]} | MissingParameter | The request must contain the parameter DeleteMessageBatchRequestEntry.2.Id.
            M | SendMessageBatch | {'Entries': [{'Id': '1'}, {'Id': '2'}, {'Id': '2'}, {'Id': '1'}]} | +BatchEntryIdsNotDistinct | Id 2 repeated.
            M | SendMessageBatch | {'Entries': [{'Id': '1', 'MessageBody': '<b*1048577>'}]} | +BatchRequestTooLong | Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.
            L, 2025-08-19 | SendMessage | {'MessageBody': '<b*1048577>'} | InvalidParameterValue | One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.
            L | SendMessage | {'QueueUrl': 'small', 'MessageBody': '<b*1025>'} | InvalidParameterValue | One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.
            L, 2025-09-22 | SendMessage | {'MessageBody': ''} | MissingParameter | The request must contain the parameter MessageBody.
            A | SendMessage | {} | MissingParameter | The request must contain the parameter MessageBody.
            A | DeleteMessage | {} | MissingParameter | The request must contain the parameter ReceiptHandle.
            A | ChangeMessageVisibility | {'ReceiptHandle': 'x'} | MissingParameter | The request must contain the parameter VisibilityTimeout.
            A | SetQueueAttributes | {} | MissingParameter | The request must contain the parameter Attributes.
            A | TagQueue | {} | MissingParameter | The request must contain the parameter Tags.
            A | UntagQueue | {} | MissingParameter | The request must contain the parameter TagKeys.
            L | SendMessage | {'MessageBody': '\\u0008'} | InvalidMessageContents | Invalid characters found. Valid unicode characters are #x9 ¦ #xA ¦ #xD ¦ #x20 to #xD7FF ¦ #xE000 to #xFFFD ¦ #x10000 to #x10FFFF
            I | SendMessage | {'MessageBody': 'b', 'DelaySeconds': 1000} | InvalidParameterValue | Value 1000 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.
            I | SendMessage | {'MessageBody': 'b', 'DelaySeconds': -234} | InvalidParameterValue | Value -234 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.
            L, 2025-07-30 | SendMessage | {'MessageBody': 'b', 'MessageGroupId': ''} | InvalidParameterValue | Value  for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.
            L, 2025-07-30 | SendMessage | {'MessageBody': 'b', 'MessageGroupId': 'group 123'} | InvalidParameterValue | Value group 123 for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.
            A | SendMessage | {'MessageBody': 'b', 'MessageDeduplicationId': '1'} | InvalidParameterValue | Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.
            L | ReceiveMessage | {'MaxNumberOfMessages': 11} | InvalidParameterValue | Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
            L, 2025-02-10 | ReceiveMessage | {'WaitTimeSeconds': 21} | InvalidParameterValue | Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
            L, 2025-02-10 | ReceiveMessage | {'WaitTimeSeconds': -1} | InvalidParameterValue | Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
            L, of 11 | ReceiveMessage | {'MaxNumberOfMessages': 0} | InvalidParameterValue | Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
            I | ReceiveMessage | {'VisibilityTimeout': 43201} | InvalidParameterValue | Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.
            I | ReceiveMessage | {'VisibilityTimeout': -1} | InvalidParameterValue | Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.
            I | ChangeMessageVisibility | {'ReceiptHandle': 'x', 'VisibilityTimeout': 43201} | InvalidParameterValue | Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.
            L | DeleteMessage | {'ReceiptHandle': 'garbage'} | ReceiptHandleIsInvalid | The input receipt handle "garbage" is not a valid receipt handle.
            L | ReceiveMessage | {'QueueUrl': 'none'} | +NonExistentQueue | The specified queue does not exist.
            L, 2024-05-14 | SetQueueAttributes | {'Attributes': {'FifoQueue': 'true'}} | InvalidAttributeName | Unknown Attribute FifoQueue.
            L, 2024-05-15, of CreateQueue | SetQueueAttributes | {'Attributes': {'DeduplicationScope': 'queue'}} | InvalidAttributeName | You can specify the DeduplicationScope only when FifoQueue is set to true.
            A | SetQueueAttributes | {'Attributes': {'DelaySeconds': '901'}} | InvalidAttributeValue | Invalid value for the parameter DelaySeconds.
            O | SetQueueAttributes | {'Attributes': {'RedrivePolicy': '{}'}} | InvalidAttributeName | The local class does not carry out RedrivePolicy of a queue: leave it out.
            U | GetQueueAttributes | {'AttributeNames': ['ApproximateAgeOfOldestMessage']} | InvalidAttributeName | Unknown Attribute ApproximateAgeOfOldestMessage.
            I | SendMessage | {'MessageBody': 'b', 'MessageSystemAttributes': {'Hello': {'DataType': 'String', 'StringValue': 'v'}}} | InvalidParameterValue | Message system attribute name 'Hello' is invalid.
            A | SendMessage | {'MessageBody': 'b', 'MessageSystemAttributes': {'AWSTraceHeader': {'DataType': 'String', 'StringValue': ''}}} | InvalidParameterValue | Message system attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'.
            A | SendMessage | {'MessageBody': 'b', 'MessageSystemAttributes': {'AWSTraceHeader': {'DataType': 'Text', 'StringValue': 'v'}}} | InvalidParameterValue | The type of message system attribute 'AWSTraceHeader' is invalid. You must use only the following supported type prefixes: Binary, Number, String.
            L | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'k': {'DataType': 'String', 'StringValue': ''}}} | InvalidParameterValue | Message (user) attribute 'k' must contain a non-empty value of type 'String'.
            K | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'k': {'DataType': 'value', 'StringValue': 'v'}}} | InvalidParameterValue | The type of message (user) attribute 'k' is invalid. You must use only the following supported type prefixes: Binary, Number, String.
            I | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'k': {'DataType': 'Number', 'StringValue': 'v'}}} | InvalidParameterValue | Can't cast the value of message (user) attribute 'k' to a number.
            I | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'<k*257>': {'DataType': 'String', 'StringValue': 'v'}}} | InvalidParameterValue | Message (user) attribute name must be shorter than 256 bytes.
            I | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'k': {'DataType': 'String.<s*250>', 'StringValue': 'v'}}} | InvalidParameterValue | Message (user) attribute type must be shorter than 256 bytes.
            I | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'a..b': {'DataType': 'String', 'StringValue': 'v'}}} | InvalidParameterValue | Message (user) attribute name must not have successive '.' characters.
            L, words by LocalStack | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'aWs.k': {'DataType': 'String', 'StringValue': 'v'}}} | InvalidParameterValue | You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.
            L, words by LocalStack | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'k.': {'DataType': 'String', 'StringValue': 'v'}}} | InvalidParameterValue | You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.
            L, words by LocalStack | SendMessage | {'MessageBody': 'b', 'MessageAttributes': {'k!': {'DataType': 'String', 'StringValue': 'v'}}} | InvalidParameterValue | `Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. `
            """)
    void refusal_isInAwsWords(String source, String operation, String request, String code, String words)
            throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree(REPEATED.matcher(request.replace('\'', '"'))
                .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2)))));
        String message = words.replace("¦", "|");
        String queryCode = code.replace("+", "AWS.SimpleQueueService.");
        json.put(
                "QueueUrl",
                json.has("QueueUrl") ? url.replaceAll("q$", json.get("QueueUrl").asText()) : url);

        Answer answer = client.send(Request.json("sqs", "AmazonSQS." + operation, JSON.writeValueAsBytes(json)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("message").asText()).isEqualTo(message);
        assertThat(answer.headers().firstValue("x-amzn-query-error")).contains(queryCode + ";Sender");
        String type = JSON.readTree(answer.body()).path("__type").asText();
        if (code.equals("InvalidParameterValue")) {
            assertThat(type).endsWith("#InvalidParameterValueException"); // QueryErrorCode in L
        } else if (code.equals("MissingParameter")) {
            assertThat(type).endsWith("#MissingRequiredParameterException");
        }
        StringBuilder form = new StringBuilder("Action=" + operation);
        json.properties().forEach(member -> write(operation, member.getKey(), member.getValue(), form));
        Answer query = client.send(Request.form("sqs", form.toString()));
        String text = query.text()
                .replace("&apos;", "'")
                .replace("&quot;", "\"")
                .replace("&gt;", ">")
                .replace("&lt;", "<");
        assertThat(text)
                .contains("<Code>" + queryCode + "</Code>")
                .contains(code.equals("+NonExistentQueue") ? message.replace(".", " for this wsdl version.") : message);
    }

    private static void write(String operation, String name, JsonNode value, StringBuilder form) {
        String singular = name.equals("Entries") ? operation + "RequestEntry" : name.substring(0, name.length() - 1);
        int i = 1;
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (element.isObject()) {
                    String entry = singular + "." + i + ".";
                    element.properties().forEach(member -> put(entry + member.getKey(), member.getValue(), form));
                } else {
                    put(singular + "." + i, element, form);
                }
                i++;
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String at = singular + "." + i++ + ".";
                form.append('&').append(at).append("Name=").append(encode(entry.getKey()));
                if (entry.getValue().isObject()) {
                    entry.getValue()
                            .properties()
                            .forEach(one -> put(at + "Value." + one.getKey(), one.getValue(), form));
                } else {
                    put(at + "Value", entry.getValue(), form);
                }
            }
        } else {
            put(name, value, form);
        }
    }

    private static void put(String name, JsonNode value, StringBuilder form) {
        form.append('&').append(name).append('=').append(encode(value.asText()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

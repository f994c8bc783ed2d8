package classroom.cloud.sqs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.FormReader;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.gateway.JsonService;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.identity.Identities;
import classroom.template.api.Api;
import classroom.template.api.Operation;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * The SQS API of the class, in its JSON protocol and in the query protocol of clients of before 2023: what is needed to
 * look into a queue and to work with its messages. Queues are made by the template.
 */
public final class SqsApi extends JsonService {
    static final String NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";

    /** What the name of an operation on several messages ends with. */
    private static final String BATCH = "Batch";

    private static final int MOST_IN_BATCH = 10;
    /** "SendMessageBatch", SQS API reference; since August 2025. */
    private static final int LARGEST_BATCH = 1_048_576;

    /** Members whose absence would go unnoticed: nothing would be done, and that be told as done. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "SetQueueAttributes", List.of("Attributes"),
            "TagQueue", List.of("Tags"),
            "UntagQueue", List.of("TagKeys"));

    /** "SendMessage", SQS API reference, MessageGroupId. */
    private static final Pattern GROUP = Pattern.compile("[\\p{Alnum}\\p{Punct}]{1,128}");

    private static final int LONGEST_DELAY = 900;
    static final int LONGEST_VISIBILITY = 43_200;
    /**
     * How many callers may wait for a message at once, each with a thread of the server; others are answered at once.
     */
    private static final int WAITING = 40;

    private static final int LONGEST_WAIT = 20;

    private static final Members MEMBERS = Members.of(() -> Api.of("sqs"), Refusals::missing);

    private final Queues queues;
    private final Semaphore waiting = new Semaphore(WAITING);

    public SqsApi(Queues queues) {
        super("AmazonSQS.", MEMBERS, "1.0");
        this.queues = queues;
        on("ListQueues", this::list);
        on("GetQueueUrl", this::getUrl);
        on("GetQueueAttributes", (request, answer) -> getAttributes(allowed(request), request, answer));
        on("SetQueueAttributes", (request, answer) -> allowed(request).set(request.map("Attributes")));
        on("ListQueueTags", (request, answer) -> put("Tags", allowed(request).tags(), answer));
        on("TagQueue", (request, answer) -> allowed(request).tag(request.map("Tags")));
        on("UntagQueue", (request, answer) -> allowed(request).untag(request.texts("TagKeys")));
        on("PurgeQueue", (request, answer) -> allowed(request).purge());
        on("ReceiveMessage", (request, answer) -> receive(allowed(request), request, answer));
        alsoInBatch("SendMessage", this::send);
        alsoInBatch("DeleteMessage", (queue, request, answer) -> queue.delete(request.required("ReceiptHandle")));
        alsoInBatch("ChangeMessageVisibility", (queue, request, answer) -> hide(queue, request));
    }

    /** Does something with one message of a queue, or with each of a batch; permission for a batch is that for one. */
    private void alsoInBatch(String operation, OfMessage each) {
        on(operation, (request, answer) -> each.perform(allowed(request), request, answer));
        on(operation + BATCH, (request, answer) -> batch(allowed(request), request, answer, each));
    }

    @Override
    public String signingName() {
        return "sqs";
    }

    @Override
    public Reply answer(Call call) {
        if (isJson(call)) {
            return super.answer(call);
        }
        Map<String, String> form = Protocol.form(call);
        form.putIfAbsent("QueueUrl", call.path()); // Older clients send to the queue's own URL.
        Operation operation = operation(form.getOrDefault("Action", ""));
        ObjectNode request = FormReader.FLATTENED.read(operation.input(), form);
        if (request.has("AttributeNames")) {
            request.remove("MessageSystemAttributeNames"); // Recorded on AWS: here the older member decides alone.
        }
        ObjectNode answer = perform(call.caller(), operation, request);
        return Protocol.xmlReply(200, QueryProtocol.response(operation.name(), answer, call.requestId()));
    }

    @Override
    public Reply error(Call call, AwsError error) {
        String query = Refusals.queryCode(error);
        if (!isJson(call)) {
            AwsError told = new AwsError(error.status(), query, Refusals.queryMessage(error));
            return Protocol.queryError(call, told, NAMESPACE);
        }
        Reply reply = Protocol.jsonError("1.0", error, Refusals.jsonCode(error));
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("x-amzn-query-error", query + (error.status() < 500 ? ";Sender" : ";Receiver"));
        return new Reply(reply.status(), headers, reply.body());
    }

    private static boolean isJson(Call call) {
        return call.header("x-amz-target").isPresent();
    }

    @Override
    protected void checkLeftOut(JsonRequest request) {
        String name = request.has("QueueName") ? request.text("QueueName") : named(request.text("QueueUrl"));
        queues.check(request.caller(), request.operation(), name.isEmpty() ? "*" : name);
    }

    /** The name in a queue's URL; {@code ""} if it is none of this account. */
    private static String named(String url) {
        String[] parts = url.split("/");
        return parts.length > 1 && parts[parts.length - 2].equals(Identities.ACCOUNT) ? parts[parts.length - 1] : "";
    }

    /** The queue of a request, with which the caller may do this. */
    private Queue allowed(JsonRequest request) {
        String name = named(request.required("QueueUrl"));
        queues.check(request.caller(), request.operation().replace(BATCH, ""), name);
        Queue queue = queues.queue(name);
        for (String member : REQUIRED.getOrDefault(request.operation(), List.of())) {
            if (!request.has(member)) {
                throw Refusals.missing(member);
            }
        }
        return queue;
    }

    private void getUrl(JsonRequest request, ObjectNode answer) {
        String name = request.text("QueueName");
        queues.check(request.caller(), request.operation(), name);
        answer.put("QueueUrl", queues.url(queues.queue(name).name()));
    }

    private void list(JsonRequest request, ObjectNode answer) {
        queues.check(request.caller(), request.operation(), "*");
        String prefix = request.text("QueueNamePrefix");
        List<String> urls = queues.names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(queues::url)
                .toList();
        if (!urls.isEmpty()) {
            urls.forEach(answer.putArray("QueueUrls")::add);
        }
    }

    private void getAttributes(Queue queue, JsonRequest request, ObjectNode answer) {
        Map<String, String> all = queue.attributes();
        all.put("QueueArn", queues.arn(queue.name()));
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : request.texts("AttributeNames")) {
            if (name.equals("All")) {
                chosen.putAll(all);
            } else if (all.containsKey(name)) {
                chosen.put(name, all.get(name));
            } else if (!Queue.LEFT_OUT.contains(name)) {
                throw Refusals.unknownAttribute(name);
            }
        }
        put("Attributes", chosen, answer);
    }

    /** A map without entries is left out. */
    private static void put(String member, Map<String, String> map, ObjectNode answer) {
        if (!map.isEmpty()) {
            map.forEach(answer.putObject(member)::put);
        }
    }

    private void send(Queue queue, JsonRequest request, ObjectNode answer) {
        int delay = request.integer("DelaySeconds", queue.get(Queue.Setting.DelaySeconds));
        if (delay < 0 || delay > LONGEST_DELAY) {
            throw Refusals.invalid("DelaySeconds", delay, "DelaySeconds must be >= 0 and <= " + LONGEST_DELAY);
        }
        if (request.has("MessageDeduplicationId")) {
            throw Refusals.invalid(
                    "MessageDeduplicationId",
                    request.text("MessageDeduplicationId"),
                    "The request include parameter that is not valid for this queue type");
        }
        JsonRequest attributes = request.structure("MessageAttributes");
        MessageAttribute.check(attributes);
        Message message = queues.message(
                        queue, request.caller(), request.text("MessageBody"), MessageAttribute.read(attributes))
                .of(group(request), MessageAttribute.trace(request.structure("MessageSystemAttributes")));
        queue.send(message, delay);
        answer.put("MessageId", message.id()).put("MD5OfMessageBody", message.md5OfBody());
        if (!message.attributes().isEmpty()) {
            answer.put("MD5OfMessageAttributes", message.md5OfAttributes());
        }
        if (message.trace() != null) {
            answer.put("MD5OfMessageSystemAttributes", message.md5OfTrace());
        }
    }

    private void receive(Queue queue, JsonRequest request, ObjectNode answer) {
        int most = request.integer("MaxNumberOfMessages", 1);
        if (most < 1 || most > 10) {
            throw Refusals.invalid("MaxNumberOfMessages", most, "Must be between 1 and 10, if provided");
        }
        int visibility = visibility(
                request,
                queue.get(Queue.Setting.VisibilityTimeout),
                "Must be >= 0 and <= " + LONGEST_VISIBILITY + ", if provided");
        int wait = request.integer("WaitTimeSeconds", queue.get(Queue.Setting.ReceiveMessageWaitTimeSeconds));
        if (wait < 0 || wait > LONGEST_WAIT) {
            throw Refusals.invalid("WaitTimeSeconds", wait, "Must be >= 0 and <= " + LONGEST_WAIT + ", if provided");
        }
        List<Queue.Received> received;
        boolean mayWait = wait > 0 && waiting.tryAcquire();
        try {
            received = queue.receive(most, visibility, mayWait ? wait : 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The class stops.
            received = List.of();
        } finally {
            waiting.release(mayWait ? 1 : 0);
        }
        if (received.isEmpty()) {
            return;
        }
        Set<String> system = new HashSet<>(request.texts("AttributeNames"));
        system.addAll(request.texts("MessageSystemAttributeNames"));
        List<String> own = request.texts("MessageAttributeNames");
        ArrayNode messages = answer.putArray("Messages");
        received.forEach(one -> write(one, system, own, messages.addObject()));
    }

    private static void write(Queue.Received received, Set<String> system, List<String> own, ObjectNode into) {
        Message message = received.message();
        into.put("MessageId", message.id())
                .put("ReceiptHandle", received.handle())
                .put("MD5OfBody", message.md5OfBody())
                .put("Body", message.body());
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("SenderId", message.senderId());
        attributes.put("SentTimestamp", Long.toString(message.sent()));
        attributes.put("ApproximateReceiveCount", Integer.toString(received.receiveCount()));
        attributes.put("ApproximateFirstReceiveTimestamp", Long.toString(received.firstReceived()));
        if (!message.group().isEmpty()) {
            attributes.put("MessageGroupId", message.group());
        }
        if (message.trace() != null) {
            attributes.put(MessageAttribute.TRACE, message.trace().value());
        }
        if (!system.contains("All")) {
            attributes.keySet().retainAll(system);
        }
        put("Attributes", attributes, into);
        SortedMap<String, MessageAttribute> chosen = new TreeMap<>(message.attributes());
        chosen.keySet().removeIf(name -> own.stream().noneMatch(wanted -> isNamed(name, wanted)));
        if (!chosen.isEmpty()) {
            into.put("MD5OfMessageAttributes", Message.md5(MessageAttribute.digested(chosen)));
            ObjectNode map = into.putObject("MessageAttributes");
            chosen.forEach((name, attribute) -> attribute.write(map.putObject(name)));
        }
    }

    /** Whether a name is asked for: by itself, by a prefix before {@code .*}, or with all. */
    private static boolean isNamed(String name, String wanted) {
        return wanted.equals("All")
                || wanted.equals(name)
                || (wanted.endsWith(".*") && name.startsWith(wanted.substring(0, wanted.length() - 2)));
    }

    private static void hide(Queue queue, JsonRequest request) {
        if (!request.has("VisibilityTimeout")) {
            throw Refusals.missing("VisibilityTimeout");
        }
        String range = "between 0 and " + LONGEST_VISIBILITY;
        String reason = request.operation().endsWith(BATCH)
                ? "VisibilityTimeout must be an integer " + range
                : "Must be " + range;
        queue.hide(request.required("ReceiptHandle"), visibility(request, 0, reason));
    }

    /** What is done with one message of a queue: the request itself or an entry of its batch. */
    private interface OfMessage {
        void perform(Queue queue, JsonRequest request, ObjectNode answer);
    }

    private static void batch(Queue queue, JsonRequest request, ObjectNode answer, OfMessage each) {
        List<JsonRequest> entries = request.structures("Entries");
        if (entries.isEmpty()) {
            throw new AwsError(
                    400,
                    "EmptyBatchRequest",
                    "There should be at least one " + request.operation() + "RequestEntry in the request.");
        }
        if (entries.size() > MOST_IN_BATCH) {
            throw new AwsError(
                    400,
                    "TooManyEntriesInBatchRequest",
                    "Maximum number of entries per request are " + MOST_IN_BATCH + ". You have sent " + entries.size()
                            + ".");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!entries.get(i).has("Id")) {
                throw Refusals.missing(request.operation() + "RequestEntry." + (i + 1) + ".Id");
            }
            String id = entries.get(i).text("Id");
            if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
                throw new AwsError(
                        400,
                        "InvalidBatchEntryId",
                        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be"
                                + " at most 80 letters long.");
            }
            if (!ids.add(id)) {
                throw new AwsError(400, "BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
            }
        }
        long bytes = entries.stream().mapToLong(SqsApi::size).sum();
        if (bytes > LARGEST_BATCH) {
            throw new AwsError(
                    400,
                    "BatchRequestTooLong",
                    "Batch requests cannot be longer than " + LARGEST_BATCH + " bytes. You have sent " + bytes
                            + " bytes.");
        }
        ArrayNode successful = JsonNodeFactory.instance.arrayNode();
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        for (JsonRequest entry : entries) {
            ObjectNode result = JsonNodeFactory.instance.objectNode().put("Id", entry.text("Id"));
            try {
                each.perform(queue, entry, result);
                successful.add(result);
            } catch (AwsError error) {
                failed.add(result.put("SenderFault", error.status() < 500)
                        .put("Code", Refusals.queryCode(error))
                        .put("Message", Refusals.messageInBatch(error)));
            }
        }
        answer.set("Successful", successful);
        answer.set("Failed", failed);
    }

    /** What an entry of a batch counts, in bytes; those of other batches than messages count nothing. */
    private static long size(JsonRequest entry) {
        return entry.text("MessageBody").getBytes(StandardCharsets.UTF_8).length
                + MessageAttribute.size(MessageAttribute.read(entry.structure("MessageAttributes")));
    }

    /** The group of a message, which makes a standard queue fair; {@code ""} if it has none. */
    private static String group(JsonRequest request) {
        String group = request.text("MessageGroupId");
        if (request.has("MessageGroupId") && !GROUP.matcher(group).matches()) {
            throw Refusals.invalid(
                    "MessageGroupId",
                    group,
                    "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length");
        }
        return group;
    }

    /** @param reason what SQS says of a value that is out of bounds: each operation has words of its own */
    private static int visibility(JsonRequest request, int absent, String reason) {
        int seconds = request.integer("VisibilityTimeout", absent);
        if (seconds < 0 || seconds > LONGEST_VISIBILITY) {
            throw Refusals.invalid("VisibilityTimeout", seconds, reason);
        }
        return seconds;
    }
}

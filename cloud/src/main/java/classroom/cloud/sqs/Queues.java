package classroom.cloud.sqs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.AwsEnvironment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** SQS standard queues of the class, in memory. {@link SqsApi} is their face to clients. */
public final class Queues {
    /** SQS API Reference, CreateQueue, QueueName; the class has no FIFO queues, whose names end in {@code .fifo}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    static final String INVALID_CHARACTERS =
            "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD"
                    + " | #x10000 to #x10FFFF";

    private final Map<String, Queue> queues = new ConcurrentSkipListMap<>();
    private final Authorizer authorizer;
    private final String arns;
    private final Supplier<URI> endpoint;
    private final Clock clock;

    /**
     * Queues of the class.
     *
     * @param here where the queues are
     * @param endpoint the class's one port, for the URLs of queues
     */
    public Queues(Authorizer authorizer, AwsEnvironment here, Supplier<URI> endpoint, Clock clock) {
        this.authorizer = authorizer;
        this.arns = here.arn("sqs", "");
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Creates a queue without tags and returns its URL on the class's own port. */
    public String create(String name, Map<String, String> attributes) {
        return create(name, attributes, Map.of());
    }

    /**
     * Creates a queue and returns its URL on the class's own port.
     *
     * @throws AwsError InvalidParameterValue, QueueNameExists, InvalidAttributeName, InvalidAttributeValue
     */
    public String create(String name, Map<String, String> attributes, Map<String, String> tags) {
        if (!NAME.matcher(name).matches()) {
            throw Refusals.invalid(
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }
        Queue queue = new Queue(name, clock);
        queue.set(attributes);
        queue.tag(tags);
        if (queues.putIfAbsent(name, queue) != null) {
            throw new AwsError(400, "QueueNameExists", "A queue already exists with the same name: " + name);
        }
        return url(name);
    }

    /**
     * Gives a queue these attributes, the others their defaults, and these tags instead of those it has.
     *
     * @throws AwsError QueueDoesNotExist, InvalidAttributeName, InvalidAttributeValue
     */
    public void update(String name, Map<String, String> attributes, Map<String, String> tags) {
        queue(name).become(attributes, tags);
    }

    /** Deletes a queue with what is in it; an {@code AwsError} QueueDoesNotExist if there is none. */
    public void delete(String name) {
        Queue queue = queues.remove(name);
        if (queue == null) {
            throw Refusals.noQueue();
        }
        authorizer.forget(arn(name));
        queue.close();
    }

    /**
     * Sends one message as this caller; the role needs {@code sqs:SendMessage}.
     *
     * @param attributes message attributes of type String
     * @throws AwsError AccessDeniedException, QueueDoesNotExist, or what SQS says of a body that it does not take
     */
    public void send(Identity caller, String queueArn, String body, Map<String, MessageAttribute> attributes) {
        String name = queueArn.startsWith(arns) ? queueArn.substring(arns.length()) : "";
        if (!caller.isAdministrator()) {
            authorizer.check(caller, Authorizer.question("sqs:SendMessage", queueArn));
        }
        Queue queue = queue(name);
        queue.send(message(queue, caller, body, new TreeMap<>(attributes)), queue.get(Queue.Setting.DelaySeconds));
    }

    /** A message for a queue, checked. */
    Message message(Queue queue, Identity caller, String body, SortedMap<String, MessageAttribute> attributes) {
        if (body.isEmpty()) {
            throw Refusals.missing("MessageBody");
        }
        Message message =
                new Message(UUID.randomUUID().toString(), body, attributes, caller.userId(), clock.millis(), "", null);
        int most = queue.get(Queue.Setting.MaximumMessageSize);
        int size = body.getBytes(StandardCharsets.UTF_8).length + MessageAttribute.size(attributes);
        if (size > most) {
            throw Refusals.invalid(
                    "One or more parameters are invalid. Reason: Message must be shorter than " + most + " bytes.");
        }
        if (!isAllowed(body)) {
            throw new AwsError(400, "InvalidMessageContents", INVALID_CHARACTERS);
        }
        return message;
    }

    /** Asks IAM about an action on the queue of that name. */
    void check(Identity caller, String action, String name) {
        if (!caller.isAdministrator()) {
            authorizer.check(caller, Authorizer.question("sqs:" + action, arn(name)));
        }
    }

    Queue queue(String name) {
        Queue queue = queues.get(name);
        if (queue == null) {
            throw Refusals.noQueue();
        }
        return queue;
    }

    /** @throws AwsError QueueDoesNotExist if there is no queue of that name */
    public void checkExists(String name) {
        queue(name);
    }

    /** All attributes of a queue but the ARN; none if there is no such queue. */
    public Map<String, String> attributes(String name) {
        Queue queue = queues.get(name);
        return queue == null ? Map.of() : queue.attributes();
    }

    /** The tags of a queue; an {@code AwsError} QueueDoesNotExist if there is none. */
    public Map<String, String> tags(String name) {
        return queue(name).tags();
    }

    /** The names of all queues, sorted. */
    public List<String> names() {
        return List.copyOf(queues.keySet());
    }

    String arn(String name) {
        return arns + name;
    }

    String url(String name) {
        return endpoint.get() + "/" + Identities.ACCOUNT + "/" + name;
    }

    static boolean isAllowed(String text) {
        return text.codePoints().allMatch(Queues::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}

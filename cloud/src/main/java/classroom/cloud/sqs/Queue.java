package classroom.cloud.sqs;

import classroom.cloud.gateway.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A standard queue: what is received is hidden until its visibility timeout is over, and stays until it is deleted. */
final class Queue {
    private static final Set<String> FOR_FIFO = Set.of("DeduplicationScope", "FifoThroughputLimit");

    private static final long PURGE_MILLIS = 60_000;

    /** Attributes of a standard queue ("SetQueueAttributes", SQS API reference) that the class does not carry out. */
    static final Set<String> LEFT_OUT =
            Set.of("KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy");

    /** Attributes that can be set, with their defaults and bounds ("SetQueueAttributes", SQS API reference). */
    enum Setting {
        DelaySeconds(0, 0, 900),
        MaximumMessageSize(1_048_576, 1024, 1_048_576),
        MessageRetentionPeriod(345_600, 60, 1_209_600),
        ReceiveMessageWaitTimeSeconds(0, 0, 20),
        VisibilityTimeout(30, 0, 43_200);

        private final int usual;
        private final int least;
        private final int most;

        Setting(int usual, int least, int most) {
            this.usual = usual;
            this.least = least;
            this.most = most;
        }

        /** The value in a text, checked. */
        int value(String text) {
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Refused below, as a value out of bounds is.
            }
            throw invalid(name());
        }
    }

    /** A message in the queue. */
    private static final class Entry {
        final Message message;
        long visibleFrom;
        long firstReceived;
        long received;
        int receiveCount;

        Entry(Message message, long visibleFrom) {
            this.message = message;
            this.visibleFrom = visibleFrom;
        }

        String handle() {
            return Base64.getEncoder()
                    .encodeToString((message.id() + ":" + receiveCount).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** A message as it is received. */
    record Received(Message message, String handle, long firstReceived, int receiveCount) {}

    private final String name;
    private final Clock clock;
    /** When it was last purged, in milliseconds since 1970; {@code null} for never. */
    private Long purged;

    private final long created;
    private final Map<Setting, Integer> settings = new LinkedHashMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private boolean encrypted;
    private boolean deleted;

    Queue(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
        this.created = clock.millis();
        reset();
    }

    /** Gives every attribute its default. */
    private void reset() {
        for (Setting setting : Setting.values()) {
            settings.put(setting, setting.usual);
        }
        encrypted = true;
    }

    String name() {
        return name;
    }

    synchronized int get(Setting setting) {
        return settings.get(setting);
    }

    /** Sets these attributes, the others to their defaults, and these tags instead of those it has; all or none. */
    synchronized void become(Map<String, String> attributes, Map<String, String> newTags) {
        Map<Setting, Integer> before = Map.copyOf(settings);
        boolean wasEncrypted = encrypted;
        reset();
        try {
            set(attributes);
        } catch (AwsError refused) {
            settings.putAll(before);
            encrypted = wasEncrypted;
            throw refused;
        }
        tags.clear();
        tags.putAll(newTags);
    }

    /** Sets attributes, all or none. */
    synchronized void set(Map<String, String> attributes) {
        Map<Setting, Integer> changed = new LinkedHashMap<>();
        boolean sse = encrypted;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (attribute.getKey().equals("SqsManagedSseEnabled")) {
                if (!attribute.getValue().matches("(?i)true|false")) {
                    throw invalid(attribute.getKey());
                }
                sse = Boolean.parseBoolean(attribute.getValue());
            } else if (LEFT_OUT.contains(attribute.getKey())) {
                if (!attribute.getValue().isEmpty()) { // An empty value takes away what is not there.
                    throw new AwsError(
                            400,
                            "InvalidAttributeName",
                            "The local class does not carry out " + attribute.getKey() + " of a queue: leave it out.");
                }
            } else {
                Setting setting = setting(attribute.getKey());
                changed.put(setting, setting.value(attribute.getValue()));
            }
        }
        settings.putAll(changed);
        encrypted = sse;
    }

    private static AwsError invalid(String attribute) {
        return new AwsError(400, "InvalidAttributeValue", "Invalid value for the parameter " + attribute + ".");
    }

    private static Setting setting(String name) {
        for (Setting setting : Setting.values()) {
            if (setting.name().equals(name)) {
                return setting;
            }
        }
        if (FOR_FIFO.contains(name)) {
            throw new AwsError(
                    400,
                    "InvalidAttributeName",
                    "You can specify the " + name + " only when FifoQueue is set to true.");
        }
        throw Refusals.unknownAttribute(name);
    }

    /** All attributes but the ARN. */
    synchronized Map<String, String> attributes() {
        long now = clock.millis();
        expire(now);
        int delayed = 0;
        int hidden = 0;
        for (Entry entry : entries.values()) {
            if (entry.visibleFrom > now) {
                delayed += entry.receiveCount == 0 ? 1 : 0;
                hidden += entry.receiveCount == 0 ? 0 : 1;
            }
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("ApproximateNumberOfMessages", Integer.toString(entries.size() - delayed - hidden));
        attributes.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(hidden));
        attributes.put("ApproximateNumberOfMessagesDelayed", Integer.toString(delayed));
        attributes.put("CreatedTimestamp", Long.toString(created / 1000));
        attributes.put("LastModifiedTimestamp", Long.toString(created / 1000));
        settings.forEach((setting, value) -> attributes.put(setting.name(), Integer.toString(value)));
        attributes.put("SqsManagedSseEnabled", Boolean.toString(encrypted));
        return attributes;
    }

    synchronized Map<String, String> tags() {
        return Map.copyOf(tags);
    }

    synchronized void tag(Map<String, String> added) {
        tags.putAll(added);
    }

    synchronized void untag(List<String> keys) {
        keys.forEach(tags::remove);
    }

    /** Adds a message; {@code delay} in seconds. */
    synchronized void send(Message message, int delay) {
        entries.put(message.id(), new Entry(message, clock.millis() + delay * 1000L));
        notifyAll();
    }

    /** Receives up to {@code most} messages, waiting so many seconds for the first; none if the queue is deleted. */
    synchronized List<Received> receive(int most, int visibility, int wait) throws InterruptedException {
        long deadline = clock.millis() + wait * 1000L;
        while (true) {
            long now = clock.millis();
            List<Received> received = take(most, visibility, now);
            if (!received.isEmpty() || now >= deadline || deleted) {
                return received;
            }
            long next = entries.values().stream()
                    .mapToLong(entry -> entry.visibleFrom)
                    .min()
                    .orElse(deadline);
            wait(Math.max(1, Math.min(next, deadline) - now));
        }
    }

    private List<Received> take(int most, int visibility, long now) {
        expire(now);
        List<Received> received = new ArrayList<>();
        Iterator<Entry> all = entries.values().iterator();
        while (all.hasNext() && received.size() < most) {
            Entry entry = all.next();
            if (entry.visibleFrom <= now) {
                entry.receiveCount++;
                entry.firstReceived = entry.receiveCount == 1 ? now : entry.firstReceived;
                entry.received = now;
                entry.visibleFrom = now + visibility * 1000L;
                received.add(new Received(entry.message, entry.handle(), entry.firstReceived, entry.receiveCount));
            }
        }
        return received;
    }

    /** Deletes a received message; the handle of an earlier receive, or of a message that is gone, deletes nothing. */
    synchronized void delete(String handle) {
        String id = messageId(handle);
        Entry entry = entries.get(id);
        if (entry != null && entry.handle().equals(handle)) {
            entries.remove(id);
        }
    }

    /**
     * Hides a received message for so many seconds from now on; if it is visible again, this changes nothing.
     *
     * @throws AwsError InvalidParameterValue for a message that is gone or was received again, or that would be hidden
     *     for more than 12 hours since it was received
     */
    synchronized void hide(String handle, int seconds) {
        long now = clock.millis();
        Entry entry = entries.get(messageId(handle));
        if (entry == null || !entry.handle().equals(handle)) {
            throw Refusals.invalid(
                    "ReceiptHandle",
                    handle,
                    "Message does not exist or is not available for visibility timeout change");
        }
        if (now + seconds * 1000L > entry.received + SqsApi.LONGEST_VISIBILITY * 1000L) {
            throw Refusals.invalid(
                    "VisibilityTimeout",
                    seconds,
                    "Total VisibilityTimeout for the message is beyond the limit [" + SqsApi.LONGEST_VISIBILITY
                            + " seconds]");
        }
        if (entry.visibleFrom <= now) {
            return;
        }
        entry.visibleFrom = now + seconds * 1000L;
        notifyAll();
    }

    /**
     * Takes every message out of the queue.
     *
     * @throws AwsError {@code PurgeQueueInProgress} within 60 seconds of the last time ("PurgeQueue", SQS API
     *     reference)
     */
    synchronized void purge() {
        long now = clock.millis();
        if (purged != null && now - purged < PURGE_MILLIS) {
            throw new AwsError(
                    403,
                    "PurgeQueueInProgress",
                    "Only one PurgeQueue operation on " + name + " is allowed every 60 seconds.");
        }
        purged = now;
        entries.clear();
    }

    /** Ends all waits. */
    synchronized void close() {
        deleted = true;
        entries.clear();
        notifyAll();
    }

    private void expire(long now) {
        long oldest = now - settings.get(Setting.MessageRetentionPeriod) * 1000L;
        entries.values().removeIf(entry -> entry.message.sent() < oldest);
    }

    private static String messageId(String handle) {
        try {
            String id = new String(Base64.getDecoder().decode(handle), StandardCharsets.US_ASCII).split(":")[0];
            return UUID.fromString(id).toString();
        } catch (IllegalArgumentException e) {
            throw new AwsError(
                    400,
                    "ReceiptHandleIsInvalid",
                    "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
        }
    }
}

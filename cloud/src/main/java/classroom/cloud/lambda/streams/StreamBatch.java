package classroom.cloud.lambda.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Consecutive records of one shard, as one event for a function.
 *
 * @param records as Lambda hands them to functions, in order; none in the last call of a tumbling window
 * @param attempts how many attempts of the retry quota have been used on these records
 */
record StreamBatch(List<Record> records, int attempts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One record.
     *
     * @param item the key of the item, as text
     * @param json its JSON text in a function's event
     */
    record Record(String sequenceNumber, Instant created, String item, byte[] json) {

        /** A record of an event. */
        static Record of(ObjectNode event) {
            JsonNode change = event.path("dynamodb");
            return new Record(
                    change.path("SequenceNumber").asText(),
                    Instant.ofEpochSecond(
                            change.path("ApproximateCreationDateTime").asLong()),
                    change.path("Keys").toString(),
                    event.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Turns a record of GetRecords into one of the event that a function receives ("Using AWS Lambda with Amazon
     * DynamoDB"). The time is a number with a fraction, as recorded on AWS (LocalStack's test_dynamodb_event_filter,
     * 2025-11-25).
     */
    static ObjectNode event(JsonNode streamed, String region, String streamArn) {
        ObjectNode event = JSON.createObjectNode();
        event.set("eventID", streamed.get("eventID"));
        event.set("eventName", streamed.get("eventName"));
        event.set("eventVersion", streamed.get("eventVersion"));
        event.put("eventSource", "aws:dynamodb");
        event.put("awsRegion", region);
        ObjectNode change = ((ObjectNode) streamed.get("dynamodb")).deepCopy();
        change.put("ApproximateCreationDateTime", (double)
                change.path("ApproximateCreationDateTime").asLong());
        event.set("dynamodb", change);
        JsonNode user = streamed.path("userIdentity");
        if (user.isObject()) {
            event.putObject("userIdentity")
                    .put("type", user.path("Type").asText())
                    .put("principalId", user.path("PrincipalId").asText());
        }
        event.put("eventSourceARN", streamArn);
        return event;
    }

    private static final byte[] HEAD = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    /** The length of the event of these records. */
    static int eventLength(List<Record> records) {
        int length = HEAD.length + TAIL.length;
        for (Record record : records) {
            length += record.json().length + 1;
        }
        return records.isEmpty() ? length : length - 1;
    }

    /** The event. */
    byte[] event() {
        byte[] event = new byte[eventLength(records)];
        int at = copy(HEAD, event, 0);
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                event[at++] = ',';
            }
            at = copy(records.get(i).json(), event, at);
        }
        copy(TAIL, event, at);
        return event;
    }

    private static int copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }

    Record first() {
        return records.get(0);
    }

    Record last() {
        return records.get(records.size() - 1);
    }

    /** The records from this index on, with so many attempts used. */
    StreamBatch from(int index, int attempts) {
        return new StreamBatch(records.subList(index, records.size()), attempts);
    }

    /** The records before this index. */
    StreamBatch until(int index) {
        return new StreamBatch(records.subList(0, index), attempts);
    }

    /** The index of the record with this sequence number. */
    OptionalInt indexOf(String sequenceNumber) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).sequenceNumber().equals(sequenceNumber)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}

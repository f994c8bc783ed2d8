package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The operations of DynamoDB Streams: ARNs and iterators have the class's region outside and DynamoDB Local's inside.
 *
 * <p>Only the records in requests and answers contain a user's data, and a record's attribute is never a bare string.
 * So only the stream's own ARNs are replaced.
 */
final class StreamOperations {
    /** DynamoDB Local's event of an item that expired, of which its own SDK has no name. */
    private static final String EXPIRED = "\"eventName\":\"UNKNOWN_TO_SDK_VERSION\"";

    /** "DynamoDB Streams and Time to Live"; API Reference, "Identity". A deletion by a client has no identity. */
    private static final String REMOVED_BY_THE_SERVICE = "\"eventName\":\"REMOVE\",\"userIdentity\":"
            + "{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}";

    /** DynamoDB Local's form of an identifier; DynamoDB's has 32 hexadecimal digits (API Reference, "Record"). */
    private static final Pattern EVENT_ID =
            Pattern.compile("(\"eventID\":\"\\p{XDigit}{8})-(\\p{XDigit}{4})-(\\p{XDigit}{4})-(\\p{XDigit}{4})-");

    /** "GetRecords can retrieve a maximum of 1 MB of data" (API Reference); DynamoDB Local hands out 1,000 records. */
    private static final int LARGEST_PAGE = 1024 * 1024;

    private final EmbeddedDynamoDb database;
    private final Arns arns;
    private final String region;

    StreamOperations(EmbeddedDynamoDb database, Arns arns, String region) {
        this.database = database;
        this.arns = arns;
        this.region = region;
    }

    /** @throws AwsError if the request is about a stream of another region */
    EmbeddedDynamoDb.Answer perform(String target, String operation, ObjectNode request) {
        if (!operation.equals("ListStreams")) {
            checkStream(request);
        }
        String prefix = '"' + arns.prefix();
        String local = '"' + Arns.LOCAL;
        EmbeddedDynamoDb.Answer answer =
                database.exchange(target, Arns.replace(Protocol.bytes(request), prefix, local));
        if (operation.equals("GetRecords") && answer.status() == 200 && answer.body().length > LARGEST_PAGE) {
            answer = inPages(target, request, answer);
        }
        if (answer.status() != 200) {
            return answer;
        }
        // A page of records has up to a megabyte: it becomes text once.
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String translated = operation.equals("GetRecords")
                ? EVENT_ID.matcher(text)
                        .replaceAll("$1$2$3$4")
                        .replace("\"awsRegion\":\"ddblocal\"", "\"awsRegion\":\"" + region + '"')
                        .replace(EXPIRED, REMOVED_BY_THE_SERVICE)
                        .replace("\"NextShardIterator\":" + local, "\"NextShardIterator\":" + prefix)
                : text.replace(local, prefix);
        return new EmbeddedDynamoDb.Answer(200, translated.getBytes(StandardCharsets.UTF_8));
    }

    /** As many of these records as a page holds; one alone may be larger. */
    private EmbeddedDynamoDb.Answer inPages(String target, ObjectNode request, EmbeddedDynamoDb.Answer whole) {
        int fitting = 0;
        long bytes = 0;
        JsonNode records = Protocol.json(whole.body()).path("Records");
        for (JsonNode record : records) {
            bytes += record.at("/dynamodb/SizeBytes").asLong();
            if (bytes > LARGEST_PAGE && fitting > 0) {
                break;
            }
            fitting++;
        }
        return fitting == records.size()
                ? whole
                : database.exchange(
                        target,
                        Arns.replace(
                                Protocol.bytes(request.put("Limit", fitting)), '"' + arns.prefix(), '"' + Arns.LOCAL));
    }

    /** A stream of another region, or of {@code ddblocal}, does not belong to the class. */
    private void checkStream(JsonNode request) {
        String stream = arns.streamOf(request);
        if (stream.startsWith(arns.prefix())) {
            return;
        }
        if (request.has("ShardIterator")) {
            throw new AwsError(400, "ValidationException", "Invalid ShardIterator");
        }
        if (request.has("StreamArn")) {
            throw new AwsError(
                    400, "ResourceNotFoundException", "Requested resource not found: Stream: " + stream + " not found");
        }
    }
}

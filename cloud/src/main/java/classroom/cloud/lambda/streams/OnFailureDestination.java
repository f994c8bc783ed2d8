package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Functions;
import classroom.cloud.lambda.environment.Invocation;
import classroom.cloud.sqs.Queues;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The destination for messages about records that a mapping has given up: a queue, or none. */
final class OnFailureDestination {
    private final Mapping mapping;
    private final Functions functions;
    private final RoleSession session;
    private final Queues queues;

    OnFailureDestination(Mapping mapping, Functions functions, RoleSession session, Queues queues) {
        this.mapping = mapping;
        this.functions = functions;
        this.session = session;
        this.queues = queues;
    }

    /** The last call for the records. */
    record LastCall(String requestId, String version, boolean functionError) {}

    /**
     * Why records are given up.
     *
     * @param condition as Lambda names it
     * @param call {@code null} if there was none
     */
    record Reason(String condition, LastCall call) {}

    /** Describes the position of the records in the stream; returns the message, {@code null} if none was sent. */
    ObjectNode tell(String shard, StreamBatch batch, Reason reason) {
        if (mapping.settings().onFailureDestination() == null) {
            return null;
        }
        ObjectNode message = message(shard, batch, reason);
        return send(message.toString()) ? message : null;
    }

    /** As Lambda writes it ("Retain discarded records for a DynamoDB event source in Lambda"). */
    ObjectNode message(String shard, StreamBatch batch, Reason reason) {
        EventSourceMapping settings = mapping.settings();
        LastCall call = reason.call();
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        ObjectNode request = message.putObject("requestContext");
        request.put("requestId", call == null ? UUID.randomUUID().toString() : call.requestId());
        request.put("functionArn", functions.arn(settings.functionName()));
        request.put("condition", reason.condition());
        // One more than the failed calls even without a last one: recorded on AWS (LocalStack's
        // test_kinesis_maximum_record_age_exceeded, 2025-11-25).
        request.put("approximateInvokeCount", batch.attempts() + 1);
        if (call != null) {
            ObjectNode response = message.putObject("responseContext");
            response.put("statusCode", 200);
            response.put("executedVersion", call.version());
            response.put("functionError", call.functionError() ? "Unhandled" : null);
        }
        message.put("version", "1.0");
        message.put("timestamp", Invocation.TIME.format(Instant.now()));
        ObjectNode info = message.putObject("DDBStreamBatchInfo");
        info.put("shardId", shard);
        info.put("startSequenceNumber", batch.first().sequenceNumber());
        info.put("endSequenceNumber", batch.last().sequenceNumber());
        info.put("approximateArrivalOfFirstRecord", batch.first().created().toString());
        info.put("approximateArrivalOfLastRecord", batch.last().created().toString());
        info.put("batchSize", batch.records().size());
        info.put("streamArn", settings.eventSourceArn());
        return message;
    }

    /** Sends to the on-failure destination; a message that it refuses is lost, as on Lambda. */
    private boolean send(String body) {
        EventSourceMapping settings = mapping.settings();
        try {
            queues.send(session.identity(), settings.onFailureDestination(), body, Map.of());
            return true;
        } catch (AwsError e) {
            mapping.result("PROBLEM: The on-failure destination refused a message: " + e.getMessage());
            mapping.say(Texts.of(
                    "The on-failure destination of %s refused a message: %s", settings.functionName(), e.getMessage()));
            return false;
        }
    }
}

package classroom.cloud.sqs;

import classroom.cloud.gateway.AwsError;
import java.util.Map;

/**
 * How SQS refuses requests: its words, and its codes in both protocols. Where the words come from stands in the table
 * of {@code QueueWordsTest}.
 */
final class Refusals {
    private static final String OWN = "AWS.SimpleQueueService.";

    /**
     * Codes of the query protocol that are other than the JSON protocol's ({@code awsQueryError} in
     * software.amazon.api.models:sqs 1.0.6).
     */
    private static final Map<String, String> QUERY_CODES = Map.ofEntries(
            Map.entry("QueueDoesNotExist", OWN + "NonExistentQueue"),
            Map.entry("EmptyBatchRequest", OWN + "EmptyBatchRequest"),
            Map.entry("TooManyEntriesInBatchRequest", OWN + "TooManyEntriesInBatchRequest"),
            Map.entry("BatchEntryIdsNotDistinct", OWN + "BatchEntryIdsNotDistinct"),
            Map.entry("BatchRequestTooLong", OWN + "BatchRequestTooLong"),
            Map.entry("InvalidBatchEntryId", OWN + "InvalidBatchEntryId"),
            Map.entry("PurgeQueueInProgress", OWN + "PurgeQueueInProgress"),
            Map.entry("UnsupportedOperation", OWN + "UnsupportedOperation"),
            Map.entry("QueueNameExists", "QueueAlreadyExists"),
            Map.entry("AccessDeniedException", "AccessDenied"),
            Map.entry("UnknownOperationException", "InvalidAction"));

    /** Codes that the JSON protocol's {@code __type} has another name for, which its model does not list. */
    private static final Map<String, String> JSON_CODES = Map.of(
            "InvalidParameterValue", "InvalidParameterValueException",
            "MissingParameter", "MissingRequiredParameterException");

    private Refusals() {}

    static String queryCode(AwsError error) {
        return QUERY_CODES.getOrDefault(error.code(), error.code());
    }

    /** What the query protocol says; of a queue that does not exist it says more than the JSON protocol. */
    static String queryMessage(AwsError error) {
        return error.code().equals("QueueDoesNotExist")
                ? "The specified queue does not exist for this wsdl version."
                : error.getMessage();
    }

    /** The code in the JSON protocol, with its name space. */
    static String jsonCode(AwsError error) {
        boolean own = QUERY_CODES.containsKey(error.code()) && !error.code().endsWith("Exception");
        return (own ? "com.amazonaws.sqs#" : "com.amazon.coral.service#")
                + JSON_CODES.getOrDefault(error.code(), error.code());
    }

    /** What is said of an entry of a batch: the same as of a single message, but for its size. */
    static String messageInBatch(AwsError error) {
        return error.getMessage()
                .replace("One or more parameters are invalid.", "One or more parameters cannot be validated.");
    }

    static AwsError noQueue() {
        return new AwsError(400, "QueueDoesNotExist", "The specified queue does not exist.");
    }

    static AwsError missing(String parameter) {
        return new AwsError(400, "MissingParameter", "The request must contain the parameter " + parameter + ".");
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValue", message);
    }

    static AwsError invalid(String parameter, Object value, String reason) {
        return invalid("Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason + ".");
    }

    static AwsError unknownAttribute(String name) {
        return new AwsError(400, "InvalidAttributeName", "Unknown Attribute " + name + ".");
    }
}

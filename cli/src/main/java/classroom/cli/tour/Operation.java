package classroom.cli.tour;

import classroom.cli.client.Client;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * An operation of a service with a JSON protocol.
 *
 * @param input as {@link Json#of} reads it
 */
record Operation(Service service, String name, String input) {
    enum Service {
        DYNAMODB("DynamoDB", "dynamodb", "DynamoDB_20120810."),
        STREAMS("Streams", "dynamodb", "DynamoDBStreams_20120810."),
        LOGS("Logs", "logs", "Logs_20140328."),
        SQS("SQS", "sqs", "AmazonSQS.");

        private final String title;
        private final String signingName;
        private final String target;

        Service(String title, String signingName, String target) {
            this.title = title;
            this.signingName = signingName;
            this.target = target;
        }
    }

    String title() {
        return service.title + " " + name;
    }

    String signingName() {
        return service.signingName;
    }

    String target() {
        return service.target + name;
    }

    JsonNode json() {
        return Json.of(input);
    }

    /** Calls it as it is. */
    JsonNode call(Client client) {
        return client.call(signingName(), target(), json());
    }
}

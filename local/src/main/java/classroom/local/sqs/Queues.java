package classroom.local.sqs;

import classroom.local.iam.Identity;
import java.util.Map;

/** SQS standard queues of the class, in memory. */
public final class Queues {

    /** Creates a queue and returns its URL on the class's own port. */
    public String create(String name, Map<String, String> attributes) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a queue with what is in it. */
    public void delete(String name) {
        throw new UnsupportedOperationException();
    }

    /** Sends one message as this caller; the role needs {@code sqs:SendMessage}. */
    public void send(Identity caller, String queueArn, String body, Map<String, String> attributes) {
        throw new UnsupportedOperationException();
    }
}

package classroom.local.logs;

import classroom.local.iam.Identity;

/** CloudWatch Logs of the class, in memory: groups, streams, events in order. */
public final class Logs {

    /** Creates a log group; an {@code AwsError} ResourceAlreadyExistsException if there is one. */
    public void createGroup(String name, int retentionDays) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a log group with all its streams. */
    public void deleteGroup(String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends one event as a function's environment does: it creates the stream if it is missing, never the group. An
     * event to a group that does not exist, or that the writer's role may not write to, is lost, as on Lambda.
     */
    public void append(Identity writer, String group, String stream, long timestamp, String message) {
        throw new UnsupportedOperationException();
    }
}

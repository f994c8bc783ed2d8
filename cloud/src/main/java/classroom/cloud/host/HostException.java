package classroom.cloud.host;

/** A command cannot do what was asked: the message is one line that says what failed and what to do about it. */
public final class HostException extends RuntimeException {
    public HostException(String message) {
        super(message, null, false, false);
    }
}

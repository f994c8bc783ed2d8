package classroom.cloud.host;

/** A command fails because of the machine. The message is one line that says what failed and what to do. */
public class HostException extends RuntimeException {
    public HostException(String message) {
        super(message, null, false, false);
    }
}

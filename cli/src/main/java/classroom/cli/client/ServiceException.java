package classroom.cli.client;

/** A service of the class refused an operation: HTTP status, error code and the service's message. */
public final class ServiceException extends RuntimeException {
    private final int status;
    private final String code;

    ServiceException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The error code without a name space, such as {@code ConditionalCheckFailedException}. */
    public String code() {
        return code;
    }

    @Override
    public String toString() {
        return code.equals(getMessage()) ? code : code + ": " + getMessage();
    }
}

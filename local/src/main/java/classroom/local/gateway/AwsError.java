package classroom.local.gateway;

/** A refusal in the words of the AWS service: HTTP status, error code, message. */
public final class AwsError extends RuntimeException {
    private final int status;
    private final String code;

    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The error code without a name space, such as {@code ResourceNotFoundException}. */
    public String code() {
        return code;
    }
}

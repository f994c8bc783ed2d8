package classroom.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A service of the class refused an operation: HTTP status, error code, the service's message, the whole answer. */
public final class ServiceException extends RuntimeException {
    private final int status;
    private final String code;
    private final transient JsonNode answer;

    ServiceException(int status, String code, String message, JsonNode answer) {
        super(message);
        this.status = status;
        this.code = code;
        this.answer = answer;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The error code without a name space, such as {@code ConditionalCheckFailedException}. */
    public String code() {
        return code;
    }

    /** The whole answer, for what stands beside the message ({@code Item}, {@code CancellationReasons}). */
    public JsonNode answer() {
        return answer;
    }

    @Override
    public String toString() {
        return code.equals(getMessage()) ? code : code + ": " + getMessage();
    }
}

package classroom.template.policy;

/**
 * A condition asks for what cannot be told of a request, or for what no document of AWS says. A statement that allows
 * under such a condition allows nothing; one that denies under it denies.
 */
final class UnclearRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnclearRequest(String message) {
        super(message);
    }
}

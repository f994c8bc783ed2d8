package classroom.template.policy;

/**
 * A condition needs a value that is unclear for a request, or that no document of AWS describes. A statement that
 * allows under such a condition allows nothing; one that denies under it denies.
 */
final class UnclearRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnclearRequest(String message) {
        super(message);
    }
}

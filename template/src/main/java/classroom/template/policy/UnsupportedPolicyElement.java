package classroom.template.policy;

/**
 * An element of a policy that IAM knows and this evaluator does not. It is never taken for true or false: the document
 * is refused, and the message names the element, the document and the place in it.
 */
public final class UnsupportedPolicyElement extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String element;
    private final String document;
    private final String path;

    UnsupportedPolicyElement(String element, Place place) {
        super(element + " is not supported (" + place + ")");
        this.element = element;
        this.document = place.document();
        this.path = place.path();
    }

    /** The unsupported element, such as {@code the operator IpAddress}. */
    public String element() {
        return element;
    }

    /** The name of the document. */
    public String document() {
        return document;
    }

    /** Where in the document, such as {@code Statement[0].Condition.IpAddress}. */
    public String path() {
        return path;
    }
}

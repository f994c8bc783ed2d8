package classroom.template.policy;

/**
 * A document that IAM refuses with {@code MalformedPolicyDocument}. The message begins with IAM's words and then says
 * where in which document.
 */
public final class MalformedPolicyDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPolicyDocument(String words, Place place) {
        super(words + " (" + place + ")");
    }
}

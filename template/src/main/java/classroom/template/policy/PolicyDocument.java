package classroom.template.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An IAM policy document, parsed and compiled: immutable, made once and evaluated by any thread.
 *
 * @param name its name in explanations and refusals
 * @param kind the kind of thing that it is attached to
 * @param statements its statements in order
 */
public record PolicyDocument(String name, Kind kind, List<Statement> statements) {

    /** The kind of thing that a document is attached to: it decides which elements are required or forbidden. */
    public enum Kind {
        /** A policy of a role: no {@code Principal}. */
        IDENTITY,
        /** A policy of a resource, such as a queue: says to whom. */
        RESOURCE,
        /** A role's trust policy: says to whom, has no {@code Resource}. */
        TRUST
    }

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /**
     * Parses an identity policy: intrinsics resolved, as IAM would be given it.
     *
     * @throws MalformedPolicyDocument what IAM refuses
     * @throws UnsupportedPolicyElement what IAM knows and this evaluator does not
     */
    public static PolicyDocument parse(String name, JsonNode document) {
        return parse(name, Kind.IDENTITY, document);
    }

    /** Parses a policy of any kind; errors as {@link #parse(String, JsonNode)}. */
    public static PolicyDocument parse(String name, Kind kind, JsonNode document) {
        return new PolicyDocument(name, kind, new PolicyParser(name, kind, false).statements(document));
    }

    /**
     * Parses a policy that is only compared with another. Elements that the evaluator does not know are not refused:
     * each is compared as text, so it equals itself and differs from everything else.
     *
     * @throws MalformedPolicyDocument if it does not have the shape of a policy
     */
    public static PolicyDocument parseToCompare(String name, Kind kind, JsonNode document) {
        return new PolicyDocument(name, kind, new PolicyParser(name, kind, true).statements(document));
    }
}

package classroom.template.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An IAM policy document, parsed and compiled: immutable, made once and evaluated by any thread.
 *
 * @param name what it is called in explanations and refusals
 * @param kind what it is attached to
 * @param statements its statements in order
 */
public record PolicyDocument(String name, Kind kind, List<Statement> statements) {

    /** What a document is attached to, which decides what it must and must not hold. */
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
     * Parses a policy that is only compared with another. What the evaluator does not know is no reason to refuse it:
     * it stands for itself, so that it is the same as itself and different from everything else.
     *
     * @throws MalformedPolicyDocument what has not the shape of a policy
     */
    public static PolicyDocument parseToCompare(String name, Kind kind, JsonNode document) {
        return new PolicyDocument(name, kind, new PolicyParser(name, kind, true).statements(document));
    }
}

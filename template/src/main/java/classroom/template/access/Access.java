package classroom.template.access;

import classroom.template.policy.PolicyDocument;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What somebody may do, or who may do something, on one side.
 *
 * @param title who or what, a name of the template
 * @param relation what the title is: the function whose role it is, the resource whose policy it is
 * @param kind of the documents
 * @param documents resolved policy documents that hold together
 * @param others grants that no document states, in words: managed policies, permissions of a function
 * @param problems why something of it could not be carried out
 * @param unread what may let somebody do something and is not understood, by where it stands
 */
public record Access(
        String title,
        String relation,
        PolicyDocument.Kind kind,
        List<JsonNode> documents,
        Set<String> others,
        Set<String> problems,
        Map<String, Set<String>> unread) {
    static Access of(String title, String relation, PolicyDocument.Kind kind) {
        return new Access(title, relation, kind, new ArrayList<>(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
    }

    public static Access nothing(Access like) {
        return of(like.title, like.relation, like.kind);
    }

    /** What it is found by, the same on both sides of a comparison. */
    String key(String service) {
        return relation + " " + title + " " + service;
    }

    /** Parsed; errors as {@link PolicyDocument#parse}. */
    public List<PolicyDocument> parsed() {
        return documents.stream()
                .map(document -> PolicyDocument.parse(title, kind, document))
                .toList();
    }

    /** Parsed; errors as {@link PolicyDocument#parseToCompare}. */
    public List<PolicyDocument> comparable() {
        return documents.stream()
                .map(document -> PolicyDocument.parseToCompare(title, kind, document))
                .toList();
    }

    Access with(Access more) {
        documents.addAll(more.documents);
        others.addAll(more.others);
        problems.addAll(more.problems);
        more.unread.forEach((where, what) ->
                unread.computeIfAbsent(where, key -> new TreeSet<>()).addAll(what));
        return this;
    }

    /** As a person would say it, such as {@code function account-get}; {@code code} quotes the name. */
    public String who(UnaryOperator<String> code) {
        return relation + " " + code.apply(title);
    }
}

package classroom.local.review;

import classroom.template.policy.PolicyDocument;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody may do, or who may do something, on one side.
 *
 * @param title who or what, a name of the template
 * @param relation what the title is: the function whose role it is, the resource whose policy it is
 * @param kind of the documents
 * @param documents resolved policy documents that hold together
 * @param others grants that no document states, in words: managed policies, permissions of a function
 * @param problems why something of it cannot be told
 * @param unread what cannot be told, as it is written
 */
public record Access(
        String title,
        String relation,
        PolicyDocument.Kind kind,
        List<JsonNode> documents,
        Set<String> others,
        Set<String> problems,
        Set<JsonNode> unread) {
    static Access of(String title, String relation, PolicyDocument.Kind kind) {
        return new Access(title, relation, kind, new ArrayList<>(), new TreeSet<>(), new TreeSet<>(), new HashSet<>());
    }

    static Access nothing(Access like) {
        return of(like.title, like.relation, like.kind);
    }

    /** Parsed; errors as {@link PolicyDocument#parse}. */
    public List<PolicyDocument> parsed() {
        return documents.stream()
                .map(document -> PolicyDocument.parse(title, kind, document))
                .toList();
    }

    Access with(Access more) {
        documents.addAll(more.documents);
        others.addAll(more.others);
        problems.addAll(more.problems);
        unread.addAll(more.unread);
        return this;
    }
}

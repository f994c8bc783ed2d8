package classroom.local.review;

import classroom.template.policy.MalformedPolicyDocument;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.UnsupportedPolicyElement;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may do more, and who may do less.
 *
 * @param wider by what is permitted more
 * @param narrower titles of those who may do less
 */
record Permissions(List<Wider> wider, Set<String> narrower) {
    /**
     * Somebody who may do more.
     *
     * @param lines from policies
     * @param others what no policy document of the template states, in its words
     * @param problem why it cannot be told, if it cannot: then it counts as wider
     */
    record Wider(Access access, List<Widening.Line> lines, List<String> others, Optional<String> problem) {
        int count() {
            return Math.max(1, lines.size() + others.size());
        }
    }

    static Permissions compare(Optional<Side> base, Optional<Side> head) {
        Map<String, Access> before = base.map(Accesses::of).orElse(Map.of());
        Map<String, Access> after = head.map(Accesses::of).orElse(Map.of());
        List<Wider> wider = new ArrayList<>();
        Set<String> narrower = new TreeSet<>();
        Map<String, Access> all = new TreeMap<>(before);
        all.putAll(after);
        all.forEach((key, access) -> {
            Access had = before.getOrDefault(key, Access.nothing(access));
            Access has = after.getOrDefault(key, Access.nothing(access));
            // Nobody may do more to what is gone, whatever was denied there.
            boolean gone = !after.containsKey(key)
                    && (access.kind() != PolicyDocument.Kind.RESOURCE || !isThere(access.title(), head));
            if (!gone) {
                beyond(has, had).ifPresent(wider::add);
            }
            if (beyond(had, has).filter(less -> less.problem().isEmpty()).isPresent()) {
                narrower.add(access.relation() + " " + access.title());
            }
        });
        return new Permissions(wider, narrower);
    }

    private static boolean isThere(String name, Optional<Side> head) {
        return head.stream()
                .anyMatch(side -> side.resources().keySet().stream()
                        .anyMatch(id -> side.name(id).equals(name)));
    }

    private static Optional<Wider> beyond(Access has, Access had) {
        if (same(has, had)) {
            return Optional.empty();
        }
        Set<String> others = new TreeSet<>(has.others());
        others.removeAll(had.others());
        if (had.others().isEmpty()) {
            others.remove(Accesses.NO_BOUNDARY);
        }
        Set<String> problems = new TreeSet<>(has.problems());
        problems.addAll(had.problems());
        List<Widening.Line> lines = List.of();
        try {
            List<PolicyDocument> after = has.parsed();
            lines = Widening.beyond(after, had.parsed(), has.kind());
        } catch (MalformedPolicyDocument | UnsupportedPolicyElement | Widening.TooMany e) {
            problems.add(e.getMessage());
        }
        if (lines.isEmpty() && others.isEmpty() && problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Wider(has, lines, List.copyOf(others), problems.stream().findFirst()));
    }

    private static boolean same(Access one, Access other) {
        Set<JsonNode> documents = new HashSet<>(one.documents());
        return documents.equals(new HashSet<>(other.documents()))
                && one.others().equals(other.others())
                && one.unread().equals(other.unread());
    }
}

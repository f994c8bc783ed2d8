package classroom.cli.review;

import classroom.cli.review.Deployments.Deployment;
import classroom.template.access.Access;
import classroom.template.access.Accesses;
import classroom.template.access.Callers;
import classroom.template.access.Side;
import classroom.template.language.Texts;
import classroom.template.policy.MalformedPolicyDocument;
import classroom.template.policy.PolicyDocument;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The identities that may do more, and those that may do less.
 *
 * @param wider by the new permissions
 * @param unjudged changes that may be wider and cannot be judged
 * @param narrower the identities that may do less
 */
record Permissions(List<Wider> wider, List<Unjudged> unjudged, Set<String> narrower) {
    /** The beginning of a text in place of an intrinsic function that is not evaluated. */
    private static final String UNRESOLVED = "{\"";

    /**
     * An identity that may do more.
     *
     * @param lines from policies
     * @param others permissions that are in no policy document of the template, in words
     * @param when in which deployments, in words; empty for the one in which every parameter has its default
     */
    record Wider(Access access, List<Widening.Line> lines, List<String> others, String when) {
        int count() {
            return lines.size() + others.size();
        }

        boolean isForAnybody() {
            return lines.stream().anyMatch(line -> line.principals().contains("*"))
                    || others.stream().anyMatch(other -> other.startsWith(Callers.ANYBODY));
        }

        /** Returns the part that others do not say. */
        Optional<Wider> beyond(Stream<Wider> told) {
            List<Widening.Line> more = new ArrayList<>(lines);
            List<String> moreOthers = new ArrayList<>(others);
            told.forEach(said -> {
                more.removeIf(line -> said.lines.stream().anyMatch(line::isLike));
                moreOthers.removeAll(said.others);
            });
            return more.isEmpty() && moreOthers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Wider(access, more, moreOthers, when));
        }

        private boolean isOf(Access other) {
            return access.relation().equals(other.relation()) && access.title().equals(other.title());
        }
    }

    /** A change whose permissions cannot be judged. */
    record Unjudged(String who, String why) {}

    static Permissions none() {
        return new Permissions(new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
    }

    static Permissions of(Deployment deployment) {
        return new Comparison(deployment).permissions();
    }

    /** Adds the further permissions of another deployment of the same change. */
    void add(Permissions more) {
        List<Wider> fresh = more.wider.stream()
                .flatMap(one -> one.beyond(wider.stream().filter(told -> told.isOf(one.access))).stream())
                .toList();
        wider.addAll(fresh);
        more.unjudged.stream().filter(one -> !unjudged.contains(one)).forEach(unjudged::add);
        narrower.addAll(more.narrower);
    }

    /** Of one deployment. */
    private static final class Comparison {
        private final Deployment deployment;

        /** {@code null} if the stack is new. */
        private final Accesses then;

        /** {@code null} if the stack is deleted. */
        private final Accesses now;

        private final Map<String, Access> before;
        private final Map<String, Access> after;
        private final Permissions told = none();
        private final Map<String, Wider> wider = new TreeMap<>();

        Comparison(Deployment deployment) {
            this.deployment = deployment;
            this.then = deployment.base().map(Accesses::of).orElse(null);
            this.now = deployment.head().map(Accesses::of).orElse(null);
            this.before = then == null ? Map.of() : then.found();
            this.after = now == null ? Map.of() : now.found();
        }

        Permissions permissions() {
            Map<String, Access> all = new TreeMap<>(before);
            all.putAll(after);
            all.forEach((key, access) -> {
                Access had = before.getOrDefault(key, Access.nothing(access));
                Access has = after.getOrDefault(key, Access.nothing(access));
                if (!isGone(key, access) && !isTold(key)) {
                    beyond(key, has, had);
                }
                if (holders(then, key).isEmpty() && holders(now, key).isEmpty() && isLess(has, had)) {
                    told.narrower.add(access.relation() + " " + access.title());
                }
            });
            wider.forEach((key, one) -> one.beyond(
                            holders(now, key).stream().flatMap(holder -> Stream.ofNullable(wider.get(holder))))
                    .ifPresent(told.wider::add));
            exports();
            return told;
        }

        /** The resources that a policy of an unchanged stack may name. */
        private void exports() {
            Map<String, String> had = deployment.base().map(Side::exports).orElse(Map.of());
            Map<String, String> has = deployment.head().map(Side::exports).orElse(Map.of());
            has.forEach((name, value) -> {
                if (!value.equals(had.getOrDefault(name, value))) {
                    told.unjudged.add(new Unjudged(
                            Texts.of("export %s", Markdown.code(name.replace("\"", ""))),
                            Texts.of("a stack that imports it may permit more with another value")));
                }
            });
        }

        /** A deleted resource or identity gives nobody more permissions, even if its denies are gone. */
        private boolean isGone(String key, Access access) {
            return !after.containsKey(key)
                    && (access.kind() == PolicyDocument.Kind.RESOURCE
                            ? isThere(access.title(), deployment.before())
                                    && !isThere(access.title(), deployment.after())
                            : then == null || !then.stays(key));
        }

        private static boolean isThere(String name, Side side) {
            return side != null
                    && side.included().keySet().stream()
                            .anyMatch(id -> side.name(id).equals(name));
        }

        /** A new identity, or one that is held and is not a role, counts as its holders'. */
        private boolean isTold(String key) {
            return !holders(now, key).isEmpty()
                    && (!before.containsKey(key) || after.get(key).relation().equals(Accesses.MANAGED_POLICY));
        }

        private static Set<String> holders(Accesses side, String key) {
            return side == null ? Set.of() : side.holdersOf(key);
        }

        private void beyond(String key, Access has, Access had) {
            if (same(has, had)) {
                return;
            }
            Set<String> others = new TreeSet<>(has.others());
            others.removeAll(had.others());
            boolean isBoundary = has.relation().startsWith(Accesses.BOUNDARY);
            if (isBoundary) {
                if (isEmpty(had) || had.documents().contains(Accesses.EVERYTHING)) {
                    return;
                }
                if (has.documents().contains(Accesses.EVERYTHING)) {
                    wider.put(
                            key,
                            new Wider(
                                    has,
                                    List.of(),
                                    List.of(Texts.of("whatever its policies say, without a boundary")),
                                    deployment.when()));
                    return;
                }
            }
            List<Widening.Line> lines = new ArrayList<>();
            Set<String> problems = new TreeSet<>(has.problems());
            problems.addAll(had.problems());
            try {
                lines.addAll(Widening.beyond(has.comparable(), had.comparable(), has.kind()));
            } catch (MalformedPolicyDocument | Widening.TooMany e) {
                unjudged(has, problems.stream().findFirst().orElse(e.getMessage()));
            }
            boolean isUnresolved = lines.removeIf(line -> line.toString().contains(UNRESOLVED))
                    | others.removeIf(other -> other.contains(UNRESOLVED));
            if (isUnresolved) {
                unjudged(has, String.join("; ", problems));
            }
            unread(has, had);
            if (holders(now, key).isEmpty()) {
                had.others().stream()
                        .filter(other -> !has.others().contains(other) && Accesses.mayDeny(other))
                        .forEach(other -> unjudged(has, Texts.of("no longer %s, which may deny something", other)));
            }
            if (!lines.isEmpty() || !others.isEmpty()) {
                wider.put(key, new Wider(has, lines, List.copyOf(others), deployment.when()));
            }
        }

        private static boolean isEmpty(Access access) {
            return access.documents().isEmpty() && access.others().isEmpty();
        }

        private void unread(Access has, Access had) {
            Set<String> places = new TreeSet<>(had.unread().keySet());
            places.addAll(has.unread().keySet());
            String changed = places.stream()
                    .filter(place -> !has.unread()
                            .getOrDefault(place, Set.of())
                            .equals(had.unread().getOrDefault(place, Set.of())))
                    .limit(10)
                    .collect(Collectors.joining(", "));
            if (!changed.isEmpty()) {
                unjudged(has, Texts.of("%s may permit more, and is not understood here", changed));
            }
        }

        private void unjudged(Access access, String why) {
            told.unjudged.add(new Unjudged(access.who(Markdown::code), why));
        }

        private static boolean isLess(Access has, Access had) {
            try {
                return !same(has, had)
                        && (!has.others().containsAll(had.others())
                                || !Widening.beyond(had.comparable(), has.comparable(), has.kind())
                                        .isEmpty());
            } catch (MalformedPolicyDocument | Widening.TooMany e) {
                return false;
            }
        }

        private static boolean same(Access one, Access other) {
            Set<JsonNode> documents = new HashSet<>(one.documents());
            return documents.equals(new HashSet<>(other.documents()))
                    && one.others().equals(other.others())
                    && one.unread().equals(other.unread());
        }
    }
}

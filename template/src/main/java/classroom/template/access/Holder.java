package classroom.template.access;

import classroom.template.policy.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Somebody, or something that somebody may hold, with what it allows by itself. */
final class Holder {
    static final String ROLE = "role";
    static final String USER = "user";
    static final String GROUP = "group";

    /** What an identity is called, by its resource type. */
    static final Map<String, String> IDENTITIES =
            Map.of("AWS::IAM::Role", ROLE, "AWS::IAM::User", USER, "AWS::IAM::Group", GROUP);

    private final Access allowed;
    private final Access trust;
    private final Access boundary;
    private final Set<Holder> holds = new LinkedHashSet<>();
    private boolean own;
    private boolean retained;

    /** Whom a template names. */
    record Name(String relation, String title) {}

    Holder(Name name) {
        String bound = IDENTITIES.containsValue(name.relation()) ? name.relation() : "the role of " + name.relation();
        allowed = Access.of(name.title(), name.relation(), Kind.IDENTITY);
        trust = Access.of(name.title(), "trust in " + bound, Kind.TRUST);
        boundary = Access.of(name.title(), Accesses.BOUNDARY + bound, Kind.IDENTITY);
    }

    /** What it may do. */
    Access allowed() {
        return allowed;
    }

    /** Who may become it. */
    Access trust() {
        return trust;
    }

    /** What it may do at most. */
    Access boundary() {
        return boundary;
    }

    /** The three of them, always in one order. */
    List<Access> accesses() {
        return List.of(allowed, trust, boundary);
    }

    String words() {
        return allowed.who(title -> title);
    }

    /**
     * This template makes it.
     *
     * @param kept whether it stays when the template lets go of it
     */
    void isMade(boolean kept) {
        own = true;
        retained |= kept;
    }

    /** Whether it is an identity that is there without this template, or that is retained. */
    boolean stays() {
        return IDENTITIES.containsValue(allowed.relation()) && (!own || retained);
    }

    void hold(Holder held) {
        holds.add(held);
    }

    boolean holds(Holder other) {
        return holds.contains(other);
    }

    /** Itself and everything that it holds, directly or not. */
    Set<Holder> all() {
        Set<Holder> all = new LinkedHashSet<>(Set.of(this));
        List<Holder> open = new ArrayList<>(List.of(this));
        while (!open.isEmpty()) {
            open.remove(open.size() - 1).holds.stream().filter(all::add).forEach(open::add);
        }
        return all;
    }

    /** Says of what it holds, and this template does not make, that nobody knows what that allows. */
    void tellOfStrangers() {
        holds.stream()
                .filter(held -> !held.own)
                .forEach(held ->
                        allowed.others().add(Accesses.ALL_OF + held.words() + ", which is not of this template"));
    }
}

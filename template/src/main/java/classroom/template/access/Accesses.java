package classroom.template.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Every permission that a stack gives, by who has it. What a role may do counts as what its functions and schedules may
 * do, so that a role that is renamed, split or shared is compared by what they may do; likewise a managed policy counts
 * as its roles', and a group as its users'.
 */
public final class Accesses {
    public static final String MANAGED_POLICY = "managed policy";

    public static final String BOUNDARY = "boundary of ";

    /** How something begins that is held whole, for nothing of it is read. */
    static final String ALL_OF = "all of the ";

    private static final String FUNCTION = "function";

    /** Policies of AWS that only allow, by their names. */
    private static final Pattern ALLOWING = Pattern.compile(
            ALL_OF + MANAGED_POLICY + " arn:[^:]*:iam::aws:policy/(?!.*(deny|quarantine|boundary|guardrail|block)).*",
            Pattern.CASE_INSENSITIVE);

    /** The boundary of who has none. */
    public static final JsonNode EVERYTHING = statement(JsonNodeFactory.instance
            .objectNode()
            .put("Effect", "Allow")
            .put("Action", "*")
            .put("Resource", "*"));

    private final Map<String, Access> found;
    private final Map<String, Set<String>> holding = new LinkedHashMap<>();
    /** The keys of those who stay when this template lets go of them. */
    private final Set<String> staying = new HashSet<>();

    private Accesses(Map<String, Access> found) {
        this.found = found;
    }

    public static Accesses of(Side side) {
        Holders holders = Holders.of(side);
        Accesses accesses = new Accesses(ResourcePolicies.read(side, holders));
        holders.all().forEach(Holder::tellOfStrangers);
        Map<String, String> roles = holders.rolesByTheirHolders();
        holders.all().forEach(accesses::add);
        accesses.found
                .values()
                .forEach(access -> access.documents().replaceAll(document -> renamed(document.deepCopy(), roles)));
        return accesses;
    }

    /** By a key that is the same on both sides. */
    public Map<String, Access> found() {
        return found;
    }

    /** The keys of those that have what this one has: the functions of a role, the roles of a managed policy. */
    public Set<String> holdersOf(String key) {
        return holding.getOrDefault(key, Set.of());
    }

    /** Whether it is about an identity that is there without this template, or that is retained. */
    public boolean stays(String key) {
        return staying.contains(key);
    }

    /** Whether what is not read, and is one of an access's others, may also deny. */
    public static boolean mayDeny(String other) {
        return (other.startsWith(ALL_OF + MANAGED_POLICY) || other.startsWith(ALL_OF + Holder.GROUP))
                && !ALLOWING.matcher(other).matches();
    }

    /** What the functions' roles allow them, by the function's name. */
    public static Map<String, Access> ofFunctions(Side side) {
        Map<String, Access> functions = new LinkedHashMap<>();
        of(side).found.values().stream()
                .filter(access -> access.relation().equals(FUNCTION))
                .forEach(access -> functions.put(access.title(), access));
        return functions;
    }

    /** What a holder may do is what all that it holds allow together. */
    private void add(Holder holder) {
        if (holder.stays()) {
            holder.accesses().forEach(access -> staying.add(access.key("")));
        }
        for (Holder held : holder.all()) {
            for (int i = 0; i < held.accesses().size(); i++) {
                Access had = held.accesses().get(i);
                Access has = holder.accesses().get(i);
                found.computeIfAbsent(has.key(""), key -> Access.nothing(has)).with(had);
                if (held != holder) {
                    holding.computeIfAbsent(had.key(""), key -> new TreeSet<>()).add(has.key(""));
                }
            }
        }
    }

    private static JsonNode renamed(JsonNode node, Map<String, String> names) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(renamed(member.getValue(), names)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, renamed(array.get(i), names));
            }
        }
        return node.isTextual() && names.containsKey(node.textValue())
                ? TextNode.valueOf(names.get(node.textValue()))
                : node;
    }

    /** A policy document of one statement. */
    static JsonNode statement(ObjectNode statement) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Version", "2012-10-17")
                .set("Statement", statement);
    }
}

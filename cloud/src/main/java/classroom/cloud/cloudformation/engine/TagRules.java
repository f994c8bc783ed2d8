package classroom.cloud.cloudformation.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What CloudFormation refuses of the keys of tags, a stack's and a resource's. */
public final class TagRules {
    /** AWS General Reference, "Tagging your AWS resources"; CloudFormation API Reference, CreateStack. */
    public static final int MOST = 50;

    private TagRules() {}

    /** Returns the problem with these keys, in CloudFormation's words; empty if they are all allowed together. */
    public static List<String> problems(Collection<String> keys) {
        Set<String> seen = new HashSet<>();
        return Stream.concat(
                        keys.stream()
                                .filter(key -> key.toLowerCase(Locale.ROOT).startsWith("aws:"))
                                .map(key -> "aws: prefixed tag key names are not allowed for external use."),
                        keys.stream().filter(key -> !seen.add(key)).map(key -> "Duplicate tag keys found: " + key))
                .toList();
    }
}

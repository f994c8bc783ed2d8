package classroom.template.diagram;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What goes on between a function and something that it may use.
 *
 * @param target by its ARN
 * @param actions what the function's role allows on it
 * @param notes under which conditions, or what else there is to say
 * @param back whether it leads to the function, as a stream does
 */
public record Arrow(String function, String target, List<String> actions, List<String> notes, boolean back) {
    static Arrow of(String function, Target target, List<String> actions) {
        return new Arrow(function, target.arn(), actions, List.of(), false);
    }

    Arrow noting(List<String> more) {
        return new Arrow(function, target, actions, joined(notes, more), back);
    }

    Arrow leadingBack() {
        return new Arrow(function, target, actions, notes, true);
    }

    /** One arrow for two between the same ends. */
    Arrow with(Arrow other) {
        return new Arrow(
                function, target, joined(actions, other.actions), joined(notes, other.notes), back || other.back);
    }

    private static List<String> joined(List<String> some, List<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return new ArrayList<>(all);
    }
}

package classroom.template.diagram;

import java.util.List;

/**
 * What a function may use: a table, one of its parts, a queue.
 *
 * @param arn with the placeholders of {@link classroom.template.access.Side}; of what is elsewhere, a pattern
 * @param owner the name of what it is a part of: a table's for its indexes and stream, else its own
 * @param details lines of text
 */
public record Target(String arn, Kind kind, String owner, String name, List<String> details) {
    /** What it is, in words. */
    public enum Kind {
        TABLE("table"),
        LOCAL_INDEX("local index"),
        GLOBAL_INDEX("global index"),
        STREAM("stream"),
        QUEUE("queue"),
        ELSEWHERE("not of this class");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** This target as another lesson shows it, whose functions use it too. */
    Target seenFromAfar(String lesson) {
        boolean part = !owner.equals(name);
        return new Target(arn, kind, owner, name, List.of((part ? "of " + owner + ", " : "") + "see " + lesson));
    }

    /** In a sentence. */
    public String words() {
        return owner.equals(name) ? kind + " " + name : kind + " " + name + " of " + owner;
    }
}

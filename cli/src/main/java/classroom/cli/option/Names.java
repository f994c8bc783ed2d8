package classroom.cli.option;

import java.util.Iterator;
import java.util.List;

/**
 * Marks parameters that take a name of the running class. In the script of {@code ./classroom completion} a call for
 * the names replaces the mark.
 */
public abstract class Names implements Iterable<String> {
    private final String mark;

    private Names(String mark) {
        this.mark = mark;
    }

    /** The mark. */
    public final String mark() {
        return mark;
    }

    @Override
    public final Iterator<String> iterator() {
        return List.of(mark).iterator();
    }

    /** Names of functions. */
    public static final class Functions extends Names {
        public Functions() {
            super("@functions");
        }
    }

    /** Names of tables. */
    public static final class Tables extends Names {
        public Tables() {
            super("@tables");
        }
    }
}

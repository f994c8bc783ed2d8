package classroom.local.lambda;

import java.util.List;
import java.util.Optional;

/** The functions of the class and their execution environments (processes), at most ten at once. */
public final class Functions {

    /** Creates or replaces a function; environments of an earlier version finish their call and end. */
    public void put(Function function) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a function and ends its environments. */
    public void delete(String name) {
        throw new UnsupportedOperationException();
    }

    /** The function of that name. */
    public Optional<Function> find(String name) {
        throw new UnsupportedOperationException();
    }

    /** All functions by name. */
    public List<Function> list() {
        throw new UnsupportedOperationException();
    }
}

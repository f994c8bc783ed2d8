package classroom.template.policy;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A context that is worked out when first asked: most statements have no condition, most calls never ask. */
final class LazyContext extends AbstractMap<String, List<String>> {
    private final Supplier<Map<String, List<String>>> source;
    private Map<String, List<String>> loaded;

    LazyContext(Supplier<Map<String, List<String>>> source) {
        this.source = source;
    }

    private synchronized Map<String, List<String>> loaded() {
        if (loaded == null) {
            loaded = Map.copyOf(source.get());
        }
        return loaded;
    }

    @Override
    public List<String> get(Object key) {
        return loaded().get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return loaded().containsKey(key);
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        return loaded().entrySet();
    }
}

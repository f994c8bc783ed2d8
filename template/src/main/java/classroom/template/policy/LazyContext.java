package classroom.template.policy;

import java.util.AbstractMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A context that is computed when first needed: most statements have no condition, and most calls never need it. An
 * unclear key throws an {@link UnclearRequest}.
 */
final class LazyContext extends AbstractMap<String, List<String>> {
    private final Supplier<DynamoDbContext> source;
    private DynamoDbContext loaded;

    LazyContext(Supplier<DynamoDbContext> source) {
        this.source = source;
    }

    private synchronized DynamoDbContext loaded() {
        if (loaded == null) {
            loaded = source.get();
        }
        return loaded;
    }

    @Override
    public List<String> get(Object key) {
        return loaded().get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        return loaded().values().entrySet();
    }
}

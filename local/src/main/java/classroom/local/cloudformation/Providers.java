package classroom.local.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers by resource type. */
final class Providers {
    private final Map<String, Provider> byType;

    private final boolean lasting;

    Providers(List<Provider> providers) {
        this(providers, false);
    }

    private Providers(List<Provider> providers, boolean lasting) {
        this.lasting = lasting;
        byType = providers.stream().collect(Collectors.toUnmodifiableMap(Provider::type, Function.identity()));
    }

    /** Those that carry out what the class consists of. */
    static Providers of(Services services, Place place) {
        List<Provider> all = List.of(
                new TableProvider(services.dynamoDb(), services.identities().teacher(), place),
                new FunctionProvider(services.functions(), services.roles(), place),
                new VersionProvider(services.functions()),
                new AliasProvider(services.functions()),
                new EventSourceMappingProvider(services.mappings(), place),
                new LogGroupProvider(services.logs(), place),
                new QueueProvider(services.queues(), place),
                new QueuePolicyProvider(services.roles(), place),
                new RoleProvider(services.roles(), place),
                new PolicyProvider(services.roles()),
                new BucketProvider(services.buckets(), place),
                new BucketPolicyProvider(services.buckets()),
                new ParameterProvider(services.parameters()),
                new MetadataProvider());
        return new Providers(all, services.dynamoDb().isKept());
    }

    /** Whether what is made is there again in the next class. */
    boolean areLasting() {
        return lasting;
    }

    /** Whether resources of this type are carried out. */
    boolean knows(String type) {
        return byType.containsKey(type);
    }

    /** The provider of a type; for one that is not carried out, one that makes nothing. */
    Provider of(String type) {
        return byType.getOrDefault(type, new NoProvider(type));
    }

    /** Stands for a type that is not carried out: references to it give marks, so that the others can be made. */
    private record NoProvider(String type) implements Provider {
        @Override
        public Support support() {
            return new Support();
        }

        @Override
        public Optional<String> nameProperty() {
            return Optional.empty();
        }

        @Override
        public Physical create(Desired desired) {
            return new Physical(desired.name(), Map.of());
        }

        @Override
        public Optional<String> attribute(Physical current, String name) {
            return Optional.of(current.id() + "." + name);
        }

        @Override
        public Physical update(Desired desired, Physical current, Properties before) {
            return current;
        }

        @Override
        public void delete(Physical current, Properties properties) {
            // Nothing was made.
        }
    }
}

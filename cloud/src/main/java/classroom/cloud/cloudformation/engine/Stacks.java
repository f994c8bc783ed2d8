package classroom.cloud.cloudformation.engine;

import classroom.template.AwsEnvironment;
import classroom.template.StackIdentity;
import classroom.template.Template;
import classroom.template.TemplateException;
import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The stacks of the local class, including deleted ones: CloudFormation still describes them by their id. */
public final class Stacks {
    private final AwsEnvironment place;
    private final Providers providers;
    private final Lookups stored;
    private final Clock clock;
    private final Exports exports = new Exports();
    private final Map<String, Stack> byId = new LinkedHashMap<>();
    private final List<Consumer<StackEvent>> onEvent = new CopyOnWriteArrayList<>();

    /**
     * Begins without stacks.
     *
     * @param place the account and region of the stacks
     * @param providers the providers of resource types
     * @param stored values that templates take from the services
     */
    public Stacks(AwsEnvironment place, Providers providers, Lookups stored, Clock clock) {
        this.place = place;
        this.providers = providers;
        this.stored = stored;
        this.clock = clock;
    }

    /**
     * Deploys one stack of a cloud assembly: creates it, or updates the stack with that name.
     *
     * @throws StackException if its template is invalid or a resource fails; then the stack is as before
     */
    public Deployment deploy(CloudAssembly assembly, StackArtifact artifact) {
        Source source;
        try {
            source = Source.of(artifact.template());
        } catch (TemplateException e) {
            throw new StackException(artifact.name(), e.getMessage(), StackStatus.REVIEW_IN_PROGRESS);
        }
        // The assembly's packaged files need not be uploaded first.
        Lookups lookups = new Lookups() {
            @Override
            public Optional<Path> asset(String bucket, String key) {
                return Optional.ofNullable(assembly.assets().get(bucket + "/" + key));
            }

            @Override
            public Optional<String> parameter(String name) {
                return stored.parameter(name);
            }
        };
        return begin(artifact.name(), new Change(source, artifact.parameters(), artifact.tags(), lookups))
                .get();
    }

    /** Begins to create or update the stack of that name; a new one is among the others once it has begun. */
    private synchronized Supplier<Deployment> begin(String name, Change change) {
        Stack stack = find(name).orElseGet(() -> draft(name));
        Supplier<Deployment> deployment = stack.begin(change);
        add(stack);
        return deployment;
    }

    /** @throws TemplateException if a template is wrong whatever values its parameters have */
    public void check(Template template) {
        providers.checkTypes(template);
        template.check();
    }

    /** The properties and attributes that identify a resource of a type; none if nobody knows the type. */
    public List<String> identifier(String type) {
        return ResourceType.of(type).map(ResourceType::identifier).orElse(List.of());
    }

    /** The values that a template of the CloudFormation API takes from the local class's own services. */
    public Lookups lookups() {
        return stored;
    }

    /** An empty stack of that name, without events, that is not one of these yet. */
    public Stack draft(String name) {
        String id = arn(name) + UUID.randomUUID();
        Stack stack = new Stack(new StackIdentity(name, id, place), providers, clock, exports);
        stack.onEvent(this::tell);
        return stack;
    }

    /** Runs an action with each event of each stack, when it happens. */
    public void onEvent(Consumer<StackEvent> action) {
        onEvent.add(action);
    }

    private void tell(StackEvent event) {
        onEvent.forEach(action -> action.accept(event));
    }

    /** The ARN of a stack with that name, without the unique last part. */
    public String arn(String name) {
        return place.arn("cloudformation", "stack/" + name + "/");
    }

    /** Takes in a draft that has begun or is under review, unless there is a stack of that name by now. */
    public synchronized boolean add(Stack draft) {
        if (find(draft.identity().name()).isPresent()) {
            return false;
        }
        byId.put(draft.identity().id(), draft);
        return true;
    }

    /** Returns the stack with that name or id; a deleted stack is found only by its id. */
    public synchronized Optional<Stack> find(String nameOrId) {
        return Optional.ofNullable(byId.get(nameOrId))
                .or(() -> byId.values().stream()
                        .filter(stack -> stack.identity().name().equals(nameOrId))
                        .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE)
                        .findFirst());
    }

    /** All stacks, in the order in which they were made. */
    public synchronized List<Stack> list() {
        return List.copyOf(byId.values());
    }
}

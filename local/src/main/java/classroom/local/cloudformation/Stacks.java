package classroom.local.cloudformation;

import classroom.local.cloudformation.CloudAssembly.StackArtifact;
import classroom.template.StackIdentity;
import classroom.template.Template;
import classroom.template.TemplateException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The stacks of the class by name. */
public final class Stacks {
    private final Place place;
    private final Providers providers;
    private final Consumer<StackEvent> listener;
    private final Clock clock;
    private final Map<String, Stack> byName = new LinkedHashMap<>();

    /**
     * No stacks yet.
     *
     * @param region where they are made, such as {@code us-east-2}
     * @param listener is told what happens, in the thread in which it happens
     */
    public Stacks(String region, Services services, Consumer<StackEvent> listener, Clock clock) {
        this.place = new Place(region);
        this.providers = Providers.of(services, place);
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Deploys one stack of a cloud assembly: creates it, or brings the one of that name to what the assembly says.
     *
     * @throws StackException if its template is no good or a resource fails; the stack is then as it was before
     */
    public Deployment deploy(CloudAssembly assembly, StackArtifact artifact) {
        Template template;
        try {
            template = Template.parse(artifact.template());
        } catch (TemplateException e) {
            throw new StackException(artifact.name(), e.getMessage(), StackStatus.REVIEW_IN_PROGRESS);
        }
        Assets assets = (bucket, key) -> Optional.ofNullable(assembly.assets().get(bucket + "/" + key));
        return open(artifact.name()).deploy(new Change(template, artifact.parameters(), artifact.tags(), assets));
    }

    /** The stack of that name; an empty one if there is none yet. */
    public synchronized Stack open(String name) {
        return byName.computeIfAbsent(name, this::empty);
    }

    /** The stack of that name, if there is one. */
    public synchronized Optional<Stack> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All stacks, in the order in which they were made. */
    public synchronized List<Stack> list() {
        return List.copyOf(byName.values());
    }

    /**
     * Deletes a stack; one that does not exist is deleted already.
     *
     * @throws StackException if a resource cannot be deleted
     */
    public void delete(String name) {
        Optional<Stack> stack = find(name);
        stack.ifPresent(Stack::delete);
        synchronized (this) {
            byName.remove(name);
        }
    }

    private Stack empty(String name) {
        String id = place.arn("cloudformation", "stack/" + name + "/" + UUID.randomUUID());
        return new Stack(new StackIdentity(name, id, place.region(), place.account()), providers, listener, clock);
    }
}

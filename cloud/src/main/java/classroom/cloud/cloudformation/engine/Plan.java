package classroom.cloud.cloudformation.engine;

import classroom.cloud.cloudformation.engine.Planned.Action;
import classroom.cloud.cloudformation.engine.Planned.Detail;
import classroom.cloud.cloudformation.engine.Provider.Desired;
import classroom.template.Output;
import classroom.template.Resolver;
import classroom.template.Resource;
import classroom.template.Resource.Retention;
import classroom.template.Scope;
import classroom.template.TemplateException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what a change would do to the resources of a stack, without doing it. */
final class Plan {
    private final Resolver resolver;
    private final Providers providers;
    private final Map<String, StackResource> before;
    private final Change change;

    /** The resources that the change creates or replaces: their attributes are not known before. */
    private final Set<String> made = new HashSet<>();

    /** Those that it changes: they may get attributes that they have not yet. */
    private final Set<String> modified = new HashSet<>();

    /**
     * The plan of a change.
     *
     * @param before the stack's resources, by logical id
     */
    Plan(Resolver resolver, Providers providers, Map<String, StackResource> before, Change change) {
        this.resolver = resolver;
        this.providers = providers;
        this.before = before;
        this.change = change;
    }

    private final Scope scope = new Scope() {
        @Override
        public Optional<JsonNode> ref(String id) {
            return Optional.of(TextNode.valueOf(
                    made.contains(id) ? Planned.UNKNOWN : before.get(id).physicalId()));
        }

        @Override
        public Optional<JsonNode> attribute(String id, String name) {
            if (made.contains(id)) {
                return Optional.of(TextNode.valueOf(Planned.UNKNOWN));
            }
            StackResource resource = before.get(id);
            return providers
                    .of(resource.type())
                    .attribute(resource.physical(), name)
                    .or(() ->
                            modified.contains(id) ? Optional.of(TextNode.valueOf(Planned.UNKNOWN)) : Optional.empty());
        }

        @Override
        public Optional<String> ssmParameter(String name) {
            return change.lookups().parameter(name);
        }
    };

    /**
     * The changes: of the template's resources in their order, then of those that it no longer has.
     *
     * @throws TemplateException if the template cannot be resolved
     */
    List<Planned> changes() {
        List<Planned> planned = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        for (Resource resource : resolver.inCreationOrder()) {
            kept.add(resource.id());
            Desired wanted = new Desired(
                    resource.id(), "", new Properties(properties(resource)), change.tags(), change.lookups());
            StackResource old = before.get(resource.id());
            if (old == null) {
                made.add(resource.id());
                planned.add(new Planned(
                        Action.ADD,
                        resource.id(),
                        null,
                        resource.type(),
                        false,
                        resource.deletionPolicy(),
                        List.of(),
                        null,
                        wanted.properties().json()));
            } else {
                modify(resource, old, wanted).ifPresent(planned::add);
            }
        }
        List<StackResource> gone = new ArrayList<>(before.values());
        gone.removeIf(old -> kept.contains(old.logicalId()));
        Collections.reverse(gone);
        gone.forEach(old -> planned.add(new Planned(
                Action.REMOVE,
                old.logicalId(),
                old.physicalId(),
                old.type(),
                false,
                old.deletionPolicy(),
                List.of(),
                old.desired().properties().json(),
                null)));
        resolver.outputDependencies().forEach(this::checkOutput);
        return planned;
    }

    /** Refuses an output that cannot be resolved whatever its resources are: CloudFormation does so at once. */
    private void checkOutput(String name, Set<String> dependencies) {
        try {
            resolver.output(name, scope);
        } catch (TemplateException e) {
            if (!areUnknown(dependencies)) {
                throw e;
            }
        }
    }

    /** Whether attributes of these resources are not known before. */
    private boolean areUnknown(Set<String> dependencies) {
        return dependencies.stream().anyMatch(id -> made.contains(id) || modified.contains(id));
    }

    /** The outputs when nothing changes; only then they are known. */
    Map<String, Output> outputs() {
        return resolver.outputs(scope);
    }

    /** Resolved one by one: if one takes an unknown value apart, as Fn::Select does, the others are still resolved. */
    private ObjectNode properties(Resource resource) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        resource.properties().properties().forEach(property -> {
            try {
                properties.setAll(resolver.properties(resource.with(property), scope));
            } catch (TemplateException e) {
                if (!areUnknown(resolver.dependencies(resource))) {
                    throw e;
                }
                properties.put(property.getKey(), Planned.UNKNOWN);
            }
        });
        return properties;
    }

    private Optional<Planned> modify(Resource resource, StackResource old, Desired wanted) {
        old.checkType(resource);
        Support support = providers.of(resource.type()).support();
        List<Detail> details = new ArrayList<>();
        for (String name : old.changes(wanted)) {
            details.add(new Detail(
                    "Properties", name, support.replaces(name), value(old.desired(), name), value(wanted, name)));
        }
        details.add(new Detail("Metadata", "", false, old.definition().metadata(), resource.metadata()));
        details.add(policy("DeletionPolicy", old.deletionPolicy(), resource.deletionPolicy()));
        details.add(policy("UpdateReplacePolicy", old.updateReplacePolicy(), resource.updateReplacePolicy()));
        details.removeIf(detail -> detail.before().equals(detail.after()));
        if (details.isEmpty()) {
            return Optional.empty();
        }
        boolean replaces = details.stream().anyMatch(Detail::replaces);
        (replaces ? made : modified).add(resource.id());
        return Optional.of(new Planned(
                Action.MODIFY,
                resource.id(),
                old.physicalId(),
                resource.type(),
                replaces,
                old.updateReplacePolicy(),
                List.copyOf(details),
                old.desired().properties().json(),
                wanted.properties().json()));
    }

    /** The value of a property; the tags are those of the stack and of the resource together. */
    private static JsonNode value(Desired desired, String name) {
        if (!name.equals("Tags")) {
            return desired.properties().json().path(name);
        }
        ObjectNode tags = JsonNodeFactory.instance.objectNode();
        desired.tags().forEach(tags::put);
        return tags;
    }

    private static Detail policy(String attribute, Retention before, Retention after) {
        return new Detail(
                attribute, "", false, TextNode.valueOf(before.toString()), TextNode.valueOf(after.toString()));
    }
}

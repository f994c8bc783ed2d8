package classroom.cloud.cloudformation.engine;

import classroom.cloud.gateway.AwsError;
import classroom.template.Resource;
import classroom.template.Resource.Retention;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes boxes and records its calls. */
final class Boxes implements Provider {
    final List<String> log = new ArrayList<>();
    final List<String> alive = new ArrayList<>();
    String undeletable;
    String unreadable;
    Runnable onCreate = () -> {};
    String arn;

    /** A box that a stack has. */
    static StackResource box(String logicalId, String name, String... dependencies) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode().put("Name", name);
        return new StackResource(
                new Resource(
                        logicalId,
                        "Box",
                        properties,
                        List.of(),
                        Retention.DELETE,
                        Retention.DELETE,
                        JsonNodeFactory.instance.objectNode(),
                        null),
                new Desired(logicalId, name, new Properties(properties), Map.of(), new NoLookups()),
                new Physical(name, Map.of("Arn", "arn:" + name)),
                Set.of(dependencies));
    }

    @Override
    public String type() {
        return "Box";
    }

    @Override
    public Support support() {
        return new Support()
                .carries("Size", "Lid.Height")
                .carriesReplacing("Name", "Key")
                .refuses("Shape")
                .usually("Shape", "square");
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("Name");
    }

    @Override
    public Physical create(Desired desired) {
        String name = desired.nameFrom("Name");
        if (name.equals("bad")) {
            throw new ResourceException("bad cannot be made");
        }
        onCreate.run();
        log.add("create " + name);
        alive.add(name);
        return new Physical(name, Map.of("Arn", "arn:" + name));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        if (!alive.contains(current.id())) {
            throw new AwsError(400, "ResourceNotFoundException", current.id() + " is gone");
        }
        log.add("update " + current.id() + " to " + desired.properties().required("Size"));
        return arn == null ? current : new Physical(current.id(), Map.of("Arn", arn));
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        if (current.id().equals(unreadable)) {
            throw new AwsError(500, "InternalServerError", current.id() + " cannot be read");
        }
        return alive.contains(current.id()) ? Reading.found().with("Name", current.id()) : Reading.GONE;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        if (current.id().equals(undeletable)) {
            throw new ResourceException(current.id() + " cannot be deleted");
        }
        log.add("delete " + current.id());
        alive.remove(current.id());
    }
}

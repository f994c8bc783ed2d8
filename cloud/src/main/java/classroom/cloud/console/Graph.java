package classroom.cloud.console;

import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackResource;
import classroom.cloud.cloudformation.engine.StackStatus;
import classroom.cloud.cloudformation.engine.Stacks;
import classroom.template.access.Side;
import classroom.template.diagram.Architecture;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The boxes and arrows of the stacks that there are, as {@code ./classroom diagram} draws them from an assembly. A
 * resource that the template does not name has the name that it got here, for events name it so.
 */
public final class Graph {
    /** The file beside the pages. */
    public static final String FILE = "architecture.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Graph() {}

    /** The architecture of these stacks as they are now, by the members of {@link Architecture}. */
    public static JsonNode of(Stacks stacks) {
        Map<String, Side> sides = new LinkedHashMap<>();
        for (Stack stack : stacks.list()) {
            if (stack.status() != StackStatus.DELETE_COMPLETE) {
                stack.current()
                        .ifPresent(change -> sides.put(
                                stack.identity().name(),
                                Side.of(change.source().json(), given(stack)).calling(names(stack))));
            }
        }
        return JSON.valueToTree(Architecture.of(sides));
    }

    private static Map<String, String> given(Stack stack) {
        Map<String, String> given = new HashMap<>(stack.parameters());
        given.put("AWS::StackName", stack.identity().name());
        return given;
    }

    /** The names that resources have, by logical id: of one that is known by a URL or an ARN, the last part. */
    private static Map<String, String> names(Stack stack) {
        Map<String, String> names = new HashMap<>();
        for (StackResource resource : stack.resources()) {
            names.put(resource.logicalId(), resource.physicalId().replaceFirst(".*[:/]", ""));
        }
        return names;
    }
}

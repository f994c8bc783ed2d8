package classroom.cloud.cloudformation.engine;

import classroom.template.TemplateException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names under which stacks export outputs; each is one stack's ("Outputs", CloudFormation User Guide). */
final class Exports {
    private final Map<String, String> stacks = new HashMap<>();

    /**
     * Gives a stack these exports instead of those it has.
     *
     * @throws TemplateException if one is another stack's, or is there twice; nothing has changed
     */
    synchronized void claim(String stack, Collection<String> names) {
        Set<String> own = new HashSet<>();
        for (String name : names) {
            String owner = stacks.getOrDefault(name, stack);
            if (!own.add(name) || !owner.equals(stack)) {
                throw new TemplateException(
                        "Export with name " + name + " is already exported by stack " + owner + ".");
            }
        }
        stacks.values().removeIf(stack::equals);
        own.forEach(name -> stacks.put(name, stack));
    }
}

package classroom.template.diagram;

import classroom.template.access.Side;
import classroom.template.assembly.CloudAssembly;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a picture of the stacks shows.
 *
 * @param title the stacks
 * @param notes what is not drawn, in sentences
 */
public record Architecture(String title, List<Lesson> lessons, List<String> notes) {
    /**
     * Reads the templates of an assembly.
     *
     * @throws classroom.template.TemplateException if one of them is not a template
     */
    public static Architecture of(CloudAssembly assembly) {
        Map<String, Side> stacks = new LinkedHashMap<>();
        assembly.stacks().forEach(stack -> stacks.put(stack.name(), Side.of(stack.template())));
        return of(stacks);
    }

    /** Reads the templates of stacks by their names. */
    public static Architecture of(Map<String, Side> stacks) {
        List<Lesson> lessons = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        stacks.forEach((name, side) -> {
            StackReader reader = new StackReader(name, side);
            lessons.addAll(reader.lessons());
            notes.addAll(reader.notes());
        });
        return new Architecture(String.join(", ", stacks.keySet()), lessons, notes);
    }
}

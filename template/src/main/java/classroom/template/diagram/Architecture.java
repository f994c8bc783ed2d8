package classroom.template.diagram;

import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
        List<Lesson> lessons = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (StackArtifact stack : assembly.stacks()) {
            StackReader reader = new StackReader(stack);
            lessons.addAll(reader.lessons());
            notes.addAll(reader.notes());
        }
        String title = assembly.stacks().stream().map(StackArtifact::name).collect(Collectors.joining(", "));
        return new Architecture(title, lessons, notes);
    }
}

package classroom.cli.tour;

import java.util.List;
import java.util.function.Consumer;

/**
 * One lesson of the tour, with the number and the title of the lesson in {@code docs/lessons}.
 *
 * @param title in English; it is translated where it is printed
 * @param parts go through its steps, and throw {@link StepFailed} at the first step with another answer than the lesson
 *     says
 */
record Lesson(int number, String title, List<Consumer<Walk>> parts) {
    void teach(Walk walk) {
        parts.forEach(part -> part.accept(walk));
    }
}

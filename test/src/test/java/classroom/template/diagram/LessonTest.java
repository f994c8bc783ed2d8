package classroom.template.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LessonTest {
    @Test
    void functions_standBesideWhatTheyUse_andThoseThatUseNothingLast() {
        Lesson lesson = lesson(List.of("idle", "last", "first"), List.of("a", "b", "c"));
        lesson.arrows().add(arrow("last", "c"));
        lesson.arrows().add(arrow("first", "b"));
        lesson.arrows().add(arrow("first", "a"));

        assertThat(lesson.inOrder().functions().keySet()).containsExactly("first", "last", "idle");
        assertThat(lesson.arrowsOf("first")).extracting(Arrow::target).containsExactly("a", "b");
    }

    private static Lesson lesson(List<String> functions, List<String> targets) {
        Map<String, String> handlers = new LinkedHashMap<>();
        functions.forEach(function -> handlers.put(function, "handler"));
        Map<String, Target> boxes = new LinkedHashMap<>();
        targets.forEach(arn -> boxes.put(arn, new Target(arn, Target.Kind.TABLE, arn, arn, List.of())));
        return new Lesson("Lesson", handlers, boxes, new ArrayList<>());
    }

    private static Arrow arrow(String function, String target) {
        return new Arrow(function, target, List.of(), List.of(), false);
    }
}

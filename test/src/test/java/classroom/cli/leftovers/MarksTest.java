package classroom.cli.leftovers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose a thing is when one student's name begins with another's. */
class MarksTest {
    private static final Marks ANA = new Marks(
            Map.of("class", "classroom", "student", "ana"), Set.of("ana-books"), List.of("Classroom-ana"), List.of());

    @Test
    void tagOfAnotherStudent_outweighsAnyName() {
        Map<String, String> others = Map.of("class", "classroom", "student", "ana-b");

        assertThat(ANA.why("Classroom-ana-b-Role-1", others)).isEmpty();
        assertThat(ANA.why("ana-books", others)).isEmpty();
        assertThat(ANA.whyCalls("ana-books", false, others)).isEmpty();
        assertThat(ANA.why("ana-books", Map.of())).isPresent();
    }

    @Test
    void nameWithoutATag_isOfTheStackWithTheLongestName() {
        Marks both = ANA.beside("Classroom-ana-b").beside("Classroom").beside("Another");

        assertThat(both.why("Classroom-ana-b-Schedule-1")).isEmpty();
        assertThat(both.why("Classroom-ana-b")).isEmpty();
        assertThat(both.why("/aws/lambda/Classroom-ana-b-Late-1", Map.of())).isEmpty();
        assertThat(both.why("Classroom-ana-Schedule-1"))
                .contains("has a name of the class, and can have no tag: see first whose it is");
        assertThat(both.why("Classroom-ana-bSchedule-1")).isPresent();
    }

    @Test
    void teacher_isToldOfEveryStudents() {
        Marks teacher = new Marks(Map.of("class", "classroom"), Set.of("books"), List.of("Classroom"), List.of());

        assertThat(teacher.why("Classroom-ana-Schedule-1")).isPresent();
        assertThat(teacher.why("ana-books", Map.of("class", "classroom", "student", "ana")))
                .contains("carries the tag class=classroom");
    }
}

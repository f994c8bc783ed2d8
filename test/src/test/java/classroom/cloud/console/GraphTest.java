package classroom.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.SmallAssembly;
import classroom.cloud.SmallClass;
import classroom.cloud.lambda.environment.Function;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest extends SmallClass {
    @Test
    void boxes_haveTheNamesThatEventsSay_alsoThoseThatTheClassHasMade() throws Exception {
        assertThat(Graph.of(local.stacks()).path("lessons")).isEmpty();

        deploy(SmallAssembly.LAST);

        JsonNode lesson = Graph.of(local.stacks()).path("lessons").path(0);
        List<String> functions =
                local.services().functions().list().stream().map(Function::name).toList();
        assertThat(functions).hasSize(2).anyMatch(name -> name.startsWith("Small-OnChange-"));
        assertThat(lesson.path("functions").properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(functions);
        JsonNode arrows = lesson.path("arrows");
        assertThat(arrows.findValuesAsText("function")).containsAll(functions);
        assertThat(arrows.findValuesAsText("target"))
                .anyMatch(arn -> arn.startsWith("arn:aws:sqs:REGION:ACCOUNT:Small-Failed-"))
                .contains("arn:aws:dynamodb:REGION:ACCOUNT:table/books/stream/LABEL");
    }
}

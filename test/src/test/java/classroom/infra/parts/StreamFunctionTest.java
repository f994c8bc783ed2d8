package classroom.infra.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.books.OnBookChanged;
import classroom.infra.Synthesis;
import classroom.template.Template;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

class StreamFunctionTest {
    private static final LessonFunction DECLARED = LessonFunction.of("votes-changes", OnBookChanged.class, "GetItem");

    @TempDir
    private Path folder;

    private App app;
    private Construct lesson;
    private Deployment deployment;

    @BeforeEach
    void addALesson() throws IOException {
        Path jar = Files.writeString(folder.resolve("functions.jar"), "not a jar");
        app = Synthesis.app(Map.of(), jar);
        lesson = new Construct((Stack) app.getNode().findChild("Classroom"), "Votes");
        deployment = new Deployment("", Billing.PROVISIONED, false, Code.fromAsset(jar.toString()));
    }

    /** The rules of cdk-nag fail the synthesis of a wildcard that nobody has acknowledged. */
    @Test
    void streamOfAnyTable_passesTheRulesAndIsTheTables() throws IOException {
        new StreamFunction(lesson, deployment, DECLARED, table(true));

        Path assembly = Path.of(app.synth().getDirectory());

        JsonNode template = new ObjectMapper()
                .readTree(assembly.resolve("Classroom.template.json").toFile());
        String table = Template.parse(template).resources().values().stream()
                .filter(resource ->
                        resource.properties().path("TableName").asText().equals("votes"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(template.path("Resources").findValues("EventSourceArn").toString())
                .contains("{\"Fn::GetAtt\":[\"" + table + "\",\"StreamArn\"]}");
        assertThat(template.findValuesAsText("Action"))
                .as("its action on the table")
                .contains("dynamodb:GetItem");
    }

    @Test
    void tableWithoutAStream_isRefusedWithTheWayOut() {
        assertThatThrownBy(() -> new StreamFunction(lesson, deployment, DECLARED, table(false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("votes-changes: its table has no stream: add .stream(StreamViewType) to the table");
    }

    private Table table(boolean withStream) {
        Table.Builder table =
                new LessonTable(lesson, deployment, 1).table("votes").partitionKey(LessonTable.text("id"));
        return (withStream ? table.stream(StreamViewType.NEW_AND_OLD_IMAGES) : table).build();
    }
}

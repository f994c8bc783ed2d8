package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Documents;
import classroom.template.Resource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class with {@code -c snapStart=true}: functions are published, and nothing else changes. */
class SnapStartTest {
    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String VERSION = "AWS::Lambda::Version";
    private static final String ALIAS = "AWS::Lambda::Alias";
    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";

    @TempDir
    private Path folder;

    private final Synthesis plain = Synthesis.plain();
    private final Synthesis snapStart = Synthesis.of(Map.of("snapStart", true));

    @Test
    void everyFunction_startsFromASnapshotOfItsPublishedVersion() {
        Synthesis.every(snapStart.functions(), function -> {
            String name = function.path("FunctionName").asText();
            assertThat(function.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
            assertThat(snapStart.properties(VERSION, "FunctionName", name)).hasSize(1);
            ObjectNode alias = snapStart.properties(ALIAS, "FunctionName", name);
            assertThat(alias.path("Name").asText()).isEqualTo("live");
            assertThat(alias.path("FunctionVersion").asText()).isEqualTo("NUMBER");
        });
        assertThat(snapStart.properties(VERSION)).hasSameSizeAs(plain.functions());
        assertThat(snapStart.properties(ALIAS)).hasSameSizeAs(plain.functions());
    }

    @Test
    void stream_callsTheAlias() {
        assertThat(snapStart.properties(MAPPING))
                .singleElement()
                .satisfies(mapping ->
                        assertThat(mapping.path("FunctionName").asText()).isEqualTo("books-changes:live"));
    }

    @Test
    void versionsAndAliases_goWithTheStack() {
        for (Resource resource : snapStart.resources()) {
            JsonNode written = snapStart.json().path("Resources").path(resource.id());
            assertThat(written.path("DeletionPolicy").asText())
                    .as(resource.id())
                    .isEqualTo("Delete");
            assertThat(written.path("UpdateReplacePolicy").asText())
                    .as(resource.id())
                    .isEqualTo("Delete");
        }
    }

    @Test
    void everythingElse_isAsWithout() {
        Map<String, JsonNode> without = resources(plain);
        Map<String, JsonNode> with = resources(snapStart);

        without.forEach((id, resource) -> {
            ObjectNode changed = with.get(id).deepCopy();
            switch (resource.path("Type").asText()) {
                case FUNCTION -> ((ObjectNode) changed.path("Properties")).remove("SnapStart");
                case MAPPING ->
                    ((ObjectNode) changed.path("Properties"))
                            .set("FunctionName", resource.at("/Properties/FunctionName"));
                default -> {
                    // Roles and policies above all.
                }
            }
            assertThat(changed).as(id).isEqualTo(resource);
        });
        assertThat(with.keySet().stream().filter(id -> !without.containsKey(id)))
                .isNotEmpty()
                .allMatch(id -> List.of(VERSION, ALIAS)
                        .contains(with.get(id).path("Type").asText()));
    }

    @Test
    void snapStartFalse_isTheTemplateWithoutToTheByte() {
        Documents.assertSame(
                "infra: snapStart=false must change nothing",
                Synthesis.of(Map.of("snapStart", "false")).json().toString(),
                plain.json().toString());
    }

    @Test
    void student_hasVersionsAndAliasesOfItsOwn() {
        Synthesis ana = Synthesis.of(Map.of("snapStart", true, "student", "ana"));

        assertThat(ana.properties(ALIAS).size()).isEqualTo(plain.functions().size());
        Synthesis.every(
                ana.properties(ALIAS),
                alias -> assertThat(alias.path("FunctionName").asText()).startsWith("ana-"));
        assertThat(ana.properties(MAPPING).get(0).path("FunctionName").asText()).isEqualTo("ana-books-changes:live");
    }

    @Test
    void selfDestruct_goesWithIt() throws IOException {
        Path jar = Files.writeString(Files.createTempFile(folder, "functions", ".jar"), "not a jar");
        Path assembly = Synthesis.assembly(Map.of("snapStart", true, "selfDestruct", "2027-03-31T18:00:00"), jar);

        assertThat(Files.readString(assembly.resolve("Classroom.template.json")))
                .contains("AWS::Scheduler::Schedule", ALIAS, VERSION);
    }

    @Test
    void synthesis_warnsOfNothing() throws IOException {
        try (Stream<Path> files = Files.walk(snapStart.assembly())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain("aws:cdk:warning", "snapStartRequirePublish");
            }
        }
    }

    @Test
    void synthesis_doneTwice_publishesTheSameVersions() {
        Documents.assertSame(
                "infra: a synthesis must depend on nothing but the settings, the code and the jar",
                Synthesis.anew(Map.of("snapStart", true)).json().toString(),
                snapStart.json().toString());
    }

    private static Map<String, JsonNode> resources(Synthesis stack) {
        return stack.json().path("Resources").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

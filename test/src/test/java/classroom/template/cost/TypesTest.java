package classroom.template.cost;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.Template;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * <code>types.json</code> lists everything that passes: these cases are generated from it and from AWS's published
 * list.
 */
class TypesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What only the deployment decides. */
    private static final JsonNode GIVEN = JsonNodeFactory.instance.objectNode().put("Ref", "Given");

    private static final JsonNode MADE_UP = TextNode.valueOf("MadeUp");

    /** A property with its entry in <code>types.json</code>. */
    private record Said(String type, List<String> path, JsonNode shape) {
        String name() {
            return type + " " + String.join(".", path);
        }

        boolean isObject() {
            return shape.isObject() && !shape.has("$else") && !shape.has("$values");
        }
    }

    private final List<Said> said = said();
    private final Set<String> published = published();

    /** Replicas is how the CDK's older tables were made global; the CDK's own type is in no list of AWS. */
    @Test
    void everythingThatIsSaid_isAPropertyThatAwsPublishes() {
        assertThat(said.stream()
                        .filter(each -> !each.path().isEmpty())
                        .map(Said::name)
                        .filter(name -> !published.contains(name)))
                .containsExactlyInAnyOrder("AWS::DynamoDB::Table Replicas", "AWS::CDK::Metadata Analytics");
    }

    @Test
    void publishedPropertyOfWhichNothingIsSaid_isRefusedByName() {
        Set<String> names = said.stream().map(Said::name).collect(Collectors.toSet());
        Set<String> objects =
                said.stream().filter(Said::isObject).map(Said::name).collect(Collectors.toSet());
        List<String> unsaid = published.stream()
                .filter(name -> !names.contains(name) && objects.contains(parent(name)))
                .toList();

        assertThat(unsaid).hasSizeGreaterThan(25).allSatisfy(name -> {
            List<String> path = List.of(name.substring(name.indexOf(' ') + 1).split("\\."));
            assertThat(judged(name.substring(0, name.indexOf(' ')), path, TextNode.valueOf("x")))
                    .anySatisfy(violation -> {
                        assertThat(violation.kind()).isEqualTo(Violation.Kind.UNKNOWN);
                        assertThat(violation.what()).isEqualTo("the property " + path.get(path.size() - 1));
                    });
        });
    }

    @Test
    void propertyOfTomorrow_isRefusedByNameAtEveryDepth() {
        assertThat(said.stream().filter(Said::isObject)).hasSizeGreaterThan(60).allSatisfy(object -> {
            List<String> path =
                    Stream.concat(object.path().stream(), Stream.of("Foo")).toList();
            assertThat(judged(object.type(), path, TextNode.valueOf("x"))).anySatisfy(violation -> {
                assertThat(violation.what()).isEqualTo("the property Foo");
                assertThat(violation.where()).containsExactly("S/R.Properties." + String.join(".", path));
            });
        });
    }

    @Test
    void valueOfTomorrow_isRefusedWhereverValuesAreListed() {
        assertThat(said.stream()
                        .filter(each -> each.shape().isArray() || each.shape().has("$values")))
                .hasSizeGreaterThan(20)
                .allSatisfy(each ->
                        assertThat(judged(each.type(), each.path(), MADE_UP)).isNotEmpty());
    }

    @Test
    void valueThatOnlyTheDeploymentSettles_isRefusedUnlessAnyIsFree() {
        assertThat(said.stream().filter(each -> !each.isObject())).allSatisfy(each -> {
            List<Violation> violations = judged(each.type(), each.path(), GIVEN);
            // An on-demand maximum does not matter to a provisioned table.
            if (each.shape().asText().equals("any") || each.path().contains("OnDemandThroughput")) {
                assertThat(violations).isEmpty();
            } else {
                assertThat(violations).isNotEmpty();
            }
        });
    }

    @Test
    void macro_isRefusedEverywhere() {
        JsonNode macro = JsonNodeFactory.instance
                .objectNode()
                .set("Fn::Transform", JsonNodeFactory.instance.objectNode().put("Name", "M"));

        assertThat(said).allSatisfy(each -> {
            if (!each.path().isEmpty() && !each.path().contains("OnDemandThroughput")) {
                assertThat(judged(each.type(), each.path(), macro)).isNotEmpty();
            }
        });
    }

    private static String parent(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name.substring(0, name.indexOf(' ') + 1) : name.substring(0, dot);
    }

    /** The findings about that place, for a resource with only that property. */
    private static List<Violation> judged(String type, List<String> path, JsonNode value) {
        JsonNode properties = value;
        for (int i = path.size() - 1; i >= 0; i--) {
            properties = JsonNodeFactory.instance.objectNode().set(path.get(i), properties);
        }
        ObjectNode template = JsonNodeFactory.instance.objectNode();
        template.putObject("Parameters").putObject("Given").put("Type", "String");
        template.putObject("Resources").putObject("R").put("Type", type).set("Properties", properties);
        return Guard.check(CostReport.of(Map.of("S", Template.parse(template)), 1), BigDecimal.ZERO, Set.of()).stream()
                .filter(violation -> violation.where().get(0).startsWith("S/R.Properties." + String.join(".", path)))
                .filter(violation -> !violation.what().contains("without capacity units"))
                .toList();
    }

    private static List<Said> said() {
        List<Said> said = new ArrayList<>();
        try (InputStream file = TypesTest.class.getResourceAsStream("types.json")) {
            JSON.readTree(file)
                    .get("types")
                    .properties()
                    .forEach(type -> add(
                            said,
                            new Said(type.getKey(), List.of(), type.getValue().get("properties"))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return said;
    }

    private static void add(List<Said> said, Said object) {
        said.add(object);
        if (object.isObject()) {
            object.shape()
                    .properties()
                    .forEach(member -> add(
                            said,
                            new Said(
                                    object.type(),
                                    Stream.concat(object.path().stream(), Stream.of(member.getKey()))
                                            .toList(),
                                    member.getValue())));
        }
    }

    private static Set<String> published() {
        try (InputStream file = TypesTest.class.getResourceAsStream("published-properties.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The arrows between the modules. What a pom does not name, its module cannot see. */
class ArchitectureTest {
    @ParameterizedTest
    @CsvSource({"functions,", "template,", "infra, functions template", "local, template"})
    void module_dependsOnTheModulesOfTheDesignAlone(String module, String others) throws Exception {
        assertThat(String.join(" ", dependencies(module, "classroom"))).isEqualTo(others == null ? "" : others);
    }

    @ParameterizedTest
    @CsvSource({"functions", "template", "local"})
    void module_butInfra_knowsNoCdk(String module) throws Exception {
        assertThat(dependencies(module, "software.amazon.awscdk")).isEmpty();
        assertThat(dependencies(module, "software.constructs")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"template", "infra"})
    void module_thatDescribes_callsNoAws(String module) throws Exception {
        assertThat(dependencies(module, "software.amazon.awssdk")).isEmpty();
    }

    private static List<String> dependencies(String module, String group) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Project.ROOT.resolve(module).resolve("pom.xml").toFile());
        NodeList dependencies = pom.getElementsByTagName("dependency");
        List<String> artifacts = new ArrayList<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            if (text(dependency, "groupId").equals(group)) {
                artifacts.add(text(dependency, "artifactId"));
            }
        }
        return artifacts;
    }

    private static String text(Element dependency, String name) {
        return dependency.getElementsByTagName(name).item(0).getTextContent();
    }
}

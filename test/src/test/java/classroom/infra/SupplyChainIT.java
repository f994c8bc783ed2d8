package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's rules about libraries (docs/decisions/0017), each broken once in a copy of only the poms. */
@Tag("long")
class SupplyChainIT {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final List<String> MODULES = List.of(
            ".",
            "functions",
            "asset",
            "template",
            "infra",
            "console",
            "cloud",
            "cli",
            "bench",
            "bench/programs",
            "bench/naive",
            "test");

    @TempDir
    private Path copy;

    @BeforeEach
    void copyPoms() throws IOException {
        for (String module : MODULES) {
            Path pom = Path.of(module, "pom.xml").normalize();
            Files.createDirectories(copy.resolve(pom).getParent());
            Files.copy(Project.ROOT.resolve(pom), copy.resolve(pom));
        }
        for (String script : List.of("mvnw", "mvnw.cmd")) {
            Files.copy(Project.ROOT.resolve(script), copy.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        try (Stream<Path> files = Files.walk(Project.ROOT.resolve(".mvn"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(Project.ROOT.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    @Test
    void function_withTheCdk_isNotBuilt() throws Exception {
        String crac = "<artifactId>crac</artifactId>";
        String cdk = "<groupId>software.amazon.awscdk</groupId><artifactId>aws-cdk-lib</artifactId>";
        change("functions/pom.xml", crac, crac + "</dependency><dependency>" + cdk);

        Outcome outcome = maven("validate", "-pl", "functions");
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.output()).contains("BannedDependencies", "aws-cdk-lib:jar", "banned");
    }

    @Test
    void libraries_inTwoVersionsOrWithTheSameClasses_areRefused() throws Exception {
        change("pom.xml", "<artifactId>partiql-ir-generator-runtime</artifactId>", "<artifactId>none</artifactId>");
        change("pom.xml", "<artifactId>ion-java</artifactId>", "<artifactId>none</artifactId>");

        Outcome outcome = maven("verify", "-pl", "template,console,cloud,cli");
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.output())
                .contains("Dependency convergence error for org.partiql:partiql-ir-generator-runtime")
                .contains("Duplicate classes found", "com/amazon/ion/system/IonSystemBuilder.class");
    }

    @Test
    void licence_thatIsNotAllowed_isRefused() throws Exception {
        change("pom.xml", "<includedLicense>BSD-2-Clause</includedLicense>", "");

        Outcome outcome = maven("license:add-third-party@licences", "-pl", "asset", "-am");
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.output()).contains("forbidden licenses", "BSD-2-Clause", "org.crac:crac");
    }

    @Test
    void billOfMaterials_namesWhatLambdaRuns_andHasTheSameBytesEachTime() throws Exception {
        byte[] first = billOfMaterials();
        List<String> names = new ArrayList<>();
        for (JsonNode component : new ObjectMapper().readTree(first).get("components")) {
            names.add(component.get("name").asText());
        }

        assertThat(names).contains("aws-lambda-java-core", "crac", "dynamodb", "jackson-core", "slf4j-simple");
        assertThat(names).doesNotContain("aws-cdk-lib", "DynamoDBLocal", "junit-jupiter");
        assertThat(billOfMaterials()).isEqualTo(first);
    }

    private byte[] billOfMaterials() throws Exception {
        Outcome outcome = maven("cyclonedx:makeBom@sbom", "-pl", "asset", "-am");
        assertThat(outcome.status()).as(outcome.output()).isZero();
        return Files.readAllBytes(copy.resolve(Path.of("asset", "target", "sbom.json")));
    }

    private void change(String pom, String from, String to) throws IOException {
        String text = Files.readString(copy.resolve(pom));
        assertThat(text).contains(from);
        Files.writeString(copy.resolve(pom), text.replace(from, to));
    }

    private Outcome maven(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(copy.resolve(WINDOWS ? "mvnw.cmd" : "mvnw").toString());
        command.addAll(List.of("-B", "-ntp", "-Dspotless.check.skip=true", "-Dexec.skip"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), output);
    }

    private record Outcome(int status, String output) {}
}

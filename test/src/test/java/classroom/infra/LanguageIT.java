package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CDK app speaks the language of the person, and what it deploys does not depend on that. */
class LanguageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PORTUGUESE = Map.of("CLASSROOM_LANG", "pt-BR");

    @TempDir
    private Path folder;

    @Test
    void assembly_isTheSameBytesInBothLanguages() throws Exception {
        String[] settings = {"student=ana", "snapStart=true", "selfDestruct=2020-01-01T00:00:00", "budgetEmail=a@b.br"};

        Program.Result portuguese = app(PORTUGUESE, "pt", settings);
        Program.Result english = app(Map.of("CLASSROOM_LANG", "en"), "en", settings);

        assertThat(portuguese.output()).contains("já passou: o ambiente não vai se apagar sozinho");
        assertThat(english.output()).contains("is past: the class will not delete itself");
        Map<String, String> files = files("pt");
        assertThat(files).containsKeys("Classroom-ana.template.json", "Classroom-ana-Budget.template.json");
        assertThat(files("en")).isEqualTo(files);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "billing=cara | -c billing=cara: billing aceita provisioned ou on-demand",
                "student=Ana | letras minúsculas, dígitos e hifens isolados entre eles, com uma letra no começo, no máximo 20",
                "selfDestruct=true | selfDestruct aceita o momento em UTC em que o ambiente termina, sem Z nem fuso",
                "snapStart=sim | snapStart aceita true ou false",
                "maxMonthlyUSD=1 | essa configuração não existe; você quis dizer maxMonthlyUsd?",
                "students=2 | o guarda de custos recusa Classroom (o ./classroom cost mostra o mês):",
                "students=2 | capacidade de leitura provisionada além da franquia gratuita: 44 RCU para 2 alunos, 25 na franquia",
                "students=2 | consinta com -c maxMonthlyUsd=11.03 e faça o ambiente terminar hoje com -c selfDestruct=MOMENTO",
                "billing=on-demand | no pior mês, $0.0495 por hora pelos preços de us-east-2",
            })
    void refusal_isInPortuguese(String setting, String words) throws Exception {
        Program.Result result = app(PORTUGUESE, "out", setting);

        // A setting is wrong usage; what the guard refuses is an answer.
        assertThat(result.status()).isEqualTo(setting.matches("students=2|billing=on-demand") ? 1 : 2);
        assertThat(result.output()).startsWith("classroom: ").contains(words);
    }

    /** No such locale has to exist, and the virtual machine may get another one that has UTF-8. */
    @Test
    void language_isThatOfTheLocale() throws Exception {
        Program.Result result = app(Map.of("LANG", "pt_BR.ISO-8859-1"), "out", "snapStart=sim");

        assertThat(result.output()).isEqualTo("classroom: -c snapStart=sim: snapStart aceita true ou false");
    }

    /** A refused synth is made again: it never speaks to a person of the other language. */
    @Test
    void refusedSynth_speaksTheLanguageOfWhoAsks() throws Exception {
        JSON.writeValue(folder.resolve("cdk.json").toFile(), project());

        assertThat(cost("pt-BR")).contains("Pior mês de Classroom para 2 alunos", "além da franquia gratuita");
        assertThat(cost("en"))
                .contains("Worst month of Classroom for 2 students", "beyond the free allowance")
                .doesNotContain("franquia");
    }

    private String cost(String language) throws Exception {
        Map<String, String> environment = Map.of("CLASSROOM_LANG", language);
        try (Program cost = Program.start(folder, folder, environment, "cost", "-c", "students=2")) {
            return cost.end().output();
        }
    }

    /** Runs the app as the CDK CLI does. */
    private Program.Result app(Map<String, String> language, String output, String... settings) throws Exception {
        ObjectNode context = (ObjectNode) project().get("context");
        Stream.of(settings).map(setting -> setting.split("=", 2)).forEach(one -> context.put(one[0], one[1]));
        ProcessBuilder builder = new ProcessBuilder("node", "infra/app.mjs").directory(Project.ROOT.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(Set.of("CLASSROOM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"));
        environment.putAll(language);
        environment.put("CDK_OUTDIR", folder.resolve(output).toString());
        environment.put("CDK_CONTEXT_JSON", JSON.writeValueAsString(context));
        try (Program app = Program.of(builder)) {
            return app.end();
        }
    }

    private static ObjectNode project() throws IOException {
        ObjectNode project =
                (ObjectNode) JSON.readTree(Project.ROOT.resolve("cdk.json").toFile());
        return project.put("app", "node '" + Project.ROOT.resolve("infra").resolve("app.mjs") + "'");
    }

    private Map<String, String> files(String output) throws IOException {
        Path assembly = folder.resolve(output);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(assembly)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".json"))
                    .toList()) {
                files.put(assembly.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}

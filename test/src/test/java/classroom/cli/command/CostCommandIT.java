package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.JsonExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cost} as a process: with the real app once, the rest on assemblies laid by hand. */
class CostCommandIT {
    private static final String TABLE = """
            {"Resources": {"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"ProvisionedThroughput":
              {"ReadCapacityUnits": 10, "WriteCapacityUnits": 1}}}}}
            """;

    @TempDir
    private Path folder;

    @Test
    void classThatTheSynthRefuses_isShownAllTheSame() throws Exception {
        Program.Result refused = Program.run(folder, "cost", "-c", "billing=on-demand");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output())
                .contains("Worst month of Classroom for 1 student")
                .contains("Prices of 2026-09-11 in us-east-2")
                .containsPattern("total +\\$44\\.20\n +\\$0\\.0594 an hour")
                .contains("Tables and other resources outside Classroom are not seen")
                .contains("AWS Budgets are hours to a day late")
                .contains("A synth refuses this:")
                .contains("consent with -c maxMonthlyUsd=44.20");

        Program.Result free = Program.run(folder, "cost");

        assertThat(free.status()).isZero();
        assertThat(free.output())
                .containsPattern("total +\\$0\\.00")
                .endsWith("A synth allows this: the worst month is within maxMonthlyUsd=0.");
    }

    @Test
    void json_isTheExampleOfTheDocumentAloneAndAnswersAsWithout() throws Exception {
        Program.Apart refused = Program.runApart(
                folder,
                Map.of("CLASSROOM_LANG", "pt-BR"),
                "cost",
                "--json",
                "--app",
                lay(TABLE.replace("10", "30")).toString());

        JsonExample.assertIs("cost", refused.out());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).isEmpty();

        Program.Apart synthesized = Program.runApart(folder, Map.of(), "cost", "--json");

        assertThat(synthesized.status()).isZero();
        // It says so only if no other test has synthesized the class before.
        assertThat(synthesized.err()).isIn("", "synthesizing the class\n");
        assertThat(synthesized.out()).startsWith("{").contains("\"allowed\" : true");
    }

    @Test
    void settingThatIsNotAllowed_isTheAppsLineAndNoOldFigures() throws Exception {
        assertThat(Program.run(folder, "cost", "-c", "students=none"))
                .isEqualTo(new Program.Result(
                        2,
                        "synthesizing the class\nclassroom: -c students=none: students must be the number of"
                                + " classes that one payer pays for in a Region, from 1 to 9999"));
    }

    @Test
    void assembly_isJudgedByWhatItsAppJudgedItBy() throws Exception {
        Path app = lay(TABLE);
        Files.writeString(
                app.resolve("cost.json"),
                "{\"students\": 3, \"maxMonthlyUsd\": \"0.10\", \"templates\": {\"S\": \"S.template.json\"}}");

        Program.Result result = Program.run(folder, "cost", "--app", app.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).contains("30 RCU for 3 students, 25 of them free: $0.49", "maxMonthlyUsd is 0.10");
    }

    @Test
    void studentsClass_isShownWithTheNoteThatItIsOneOfMany() throws Exception {
        Program.Result free = Program.run(folder, "cost", "-c", "student=ana");

        assertThat(free.status()).isZero();
        assertThat(free.output())
                .contains("Worst month of Classroom-ana for 1 student")
                .contains("Note: Only one student's class was counted; -c students=N counts all");
        assertThat(Program.run(folder, "cost", "-c", "student=ana", "-c", "students=4")
                        .output())
                .doesNotContain("Only one student's class");
    }

    @Test
    void assemblyOfAnotherApp_isJudgedAsOneClassThatMayCostNothing() throws Exception {
        assertThat(Program.run(folder, "cost", "--app", lay(TABLE).toString()).status())
                .isZero();
        Program.Result paid = Program.run(
                folder,
                "cost",
                "--app",
                lay("{\"Resources\": {\"K\": {\"Type\": \"AWS::KMS::Key\"}}}").toString());

        assertThat(paid.status()).isEqualTo(1);
        assertThat(paid.output())
                .contains("Refused with any maxMonthlyUsd:", "a customer-managed KMS key at S/K")
                .endsWith("A synth refuses this for what is named above.");
    }

    @Test
    void protectedStackOfAnotherApp_isRefusedByItsManifest() throws Exception {
        Path app = lay(TABLE);
        Path manifest = app.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"properties\": {", "\"properties\": {\"terminationProtection\": true, "));

        Program.Result result = Program.run(folder, "cost", "--app", app.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("A synth refuses this:")
                .contains("termination protection of the stack at S.terminationProtection");
    }

    @Test
    void regionOfTheStacks_isThatOfThePricesAlsoOfAnotherApp() throws Exception {
        Path app = lay(TABLE.replace("10", "26"));
        Path manifest = app.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(
                                "\"properties\": {",
                                "\"environment\": \"aws://unknown-account/sa-east-1\"," + " \"properties\": {"));

        Program.Result result = Program.run(folder, "cost", "--app", app.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("No prices of sa-east-1, only the free allowance")
                .contains("A synth refuses this:")
                .contains("nobody has looked up the prices of sa-east-1");
    }

    @Test
    void folderWithoutAnAssembly_isOneLine() throws Exception {
        assertThat(Program.run(folder, "cost", "--app", folder.toString()))
                .isEqualTo(new Program.Result(
                        3,
                        "classroom: " + folder + " is not a cloud assembly: it has no manifest.json. Name the folder"
                                + " that cdk synth writes"));
    }

    private Path lay(String template) throws IOException {
        Path app = Files.createTempDirectory(folder, "app");
        for (List<String> file : List.of(
                List.of("S.template.json", template),
                List.of(
                        "manifest.json",
                        "{\"artifacts\": {\"S\": {\"type\": \"aws:cloudformation:stack\","
                                + " \"properties\": {\"templateFile\": \"S.template.json\"}}}}"))) {
            Files.writeString(app.resolve(file.get(0)), file.get(1));
        }
        return app;
    }
}

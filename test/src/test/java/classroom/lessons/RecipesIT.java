package classroom.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import classroom.clients.ClassProcess;
import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** CONTRIBUTING.md's recipes, as somebody follows them: the diffs are applied, the commands are run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of sh")
class RecipesIT {
    private static final Path ROOT = ClassProcess.root();
    private static final Set<String> NOT_COPIED = Set.of(".git", "target", "cdk.out", "node_modules");
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir
    private Path folder;

    static List<Block> diffs() {
        return recipes().stream()
                .filter(block -> block.language().equals("diff"))
                .toList();
    }

    @Test
    void recipes_areThree() {
        assertThat(diffs()).hasSize(3);
    }

    /** Who changes a place that a recipe names changes the recipe, too. */
    @ParameterizedTest
    @MethodSource("diffs")
    void diff_fitsTheProject(Block diff) throws Exception {
        run(ROOT, "git apply --check '" + written(diff) + "'");
    }

    /** All in one checkout, which is built once. */
    @Test
    @Tag("long") // Quick: the test above.
    void recipes_takeEffectInARunningClass() throws Exception {
        Path checkout = folder.resolve("checkout");
        copy(checkout);
        for (Block diff : diffs()) {
            run(checkout, "git apply '" + written(diff) + "'");
        }
        Program up = null;
        String url = "";
        try {
            for (Block block : recipes()) {
                if (block.mode().equals("background")) {
                    if (up == null) {
                        run(checkout, "node build.mjs");
                        up = Program.of(shell(checkout, "exec " + block.text().strip() + " --port 0"));
                        String ready = up.line("ready ");
                        url = ready.substring(ready.indexOf("http"));
                    }
                } else if (block.isCommand()) {
                    String port = " --port " + url.replaceFirst(".*:", "");
                    String printed =
                            run(checkout, block.text().replace("./classroom invoke", "./classroom invoke" + port));
                    if (block.output().isPresent()) {
                        assertThat(block.shows(printed))
                                .as(block.text() + printed)
                                .isTrue();
                    }
                }
            }
            assertThat(unitsOfAccounts(url)).isEqualTo(7);
            assertThat(up.terminate().output()).endsWith("nothing is left");
        } finally {
            if (up != null) {
                up.close();
            }
        }
    }

    private static List<Block> recipes() {
        Lesson page = Lesson.read(ROOT.resolve("CONTRIBUTING.md"));
        List<Lesson.Title> sections =
                page.headings().stream().filter(title -> title.level() == 2).toList();
        int recipes = sections.stream().map(Lesson.Title::text).toList().indexOf("Recipes");
        return page.blocks().stream()
                .filter(block -> block.line() > sections.get(recipes).line()
                        && block.line() < sections.get(recipes + 1).line())
                .toList();
    }

    private Path written(Block diff) throws IOException {
        return Files.writeString(folder.resolve("recipe-" + diff.line() + ".diff"), diff.text());
    }

    private static long unitsOfAccounts(String url) {
        try (DynamoDbClient dynamoDb = DynamoDbClient.builder()
                .endpointOverride(URI.create(url))
                .region(Region.US_EAST_2)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Identities.TEACHER, "classroom")))
                .build()) {
            return dynamoDb.describeTable(request -> request.tableName("account"))
                    .table()
                    .provisionedThroughput()
                    .readCapacityUnits();
        }
    }

    private static String run(Path directory, String commands) throws Exception {
        try (Program program = Program.of(shell(directory, commands))) {
            Program.Result result = program.end(PATIENCE);
            assertThat(result.status()).as(commands + "\n" + result.output()).isZero();
            return result.output();
        }
    }

    private static ProcessBuilder shell(Path directory, String commands) {
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", commands).directory(directory.toFile());
        Map<String, String> environment = shell.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("CDK_"));
        environment.put("MAVEN_ARGS", "-q -B");
        return shell;
    }

    private static void copy(Path checkout) throws IOException {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path relative = ROOT.relativize(path);
                if (Stream.of(relative.toString().split("/")).noneMatch(NOT_COPIED::contains)) {
                    Path to = checkout.resolve(relative);
                    Files.createDirectories(to.getParent());
                    Files.copy(path, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Files.createSymbolicLink(checkout.resolve("node_modules"), ROOT.resolve("node_modules"));
    }
}

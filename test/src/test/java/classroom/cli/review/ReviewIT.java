package classroom.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./classroom review} on commits of a clone, each built and synthesized by its own code, with the real CDK CLI.
 * The reviewer is this checkout's. The clone has the working tree as its first commit, and its synthesis is kept.
 */
@Tag("long")
class ReviewIT {
    private static final Path ACCOUNTS =
            Path.of("infra", "src", "main", "java", "classroom", "infra", "lessons", "AccountsLesson.java");

    @TempDir
    private static Path clone;

    @TempDir
    private static Path temporary;

    @BeforeAll
    static void cloneTheWorkingTree() throws Exception {
        git(Program.ROOT, "clone", "--quiet", "--shared", ".", clone.toString());
        for (String changed : git(
                        Program.ROOT, "ls-files", "--modified", "--others", "--exclude-standard", "--full-name")
                .lines()
                .toList()) {
            Path from = Program.ROOT.resolve(changed);
            Path to = clone.resolve(changed);
            Files.deleteIfExists(to);
            if (Files.exists(from)) {
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        }
        Files.createSymbolicLink(clone.resolve("node_modules"), Program.ROOT.resolve("node_modules"));
        Files.writeString(clone.resolve(".git").resolve("info").resolve("exclude"), "node_modules\n");
        commit();
        git(clone, "tag", "base");
        // Built files need not be built again: a copy is as fresh as the original.
        for (String built : List.of("functions/target", "asset/target", "template/target", "infra/target")) {
            copy(Program.ROOT.resolve(built), clone.resolve(built));
        }
    }

    @AfterEach
    void backToTheBase() throws Exception {
        git(clone, "reset", "--quiet", "--hard", "base");
        assertThat(git(clone, "worktree", "list").lines())
                .as("no worktree is left")
                .hasSize(1);
    }

    @Test
    void droppedTable_isRefused() throws Exception {
        Path stack = ACCOUNTS.getParent().resolveSibling("ClassroomStack.java");
        replace(stack, "AccountsLesson accounts = new AccountsLesson(this, deployment);", "");
        replace(stack, "output(\"AccountTableName\", accounts.table().getTableName());", "");
        replace(stack, "accounts.functions(),", "");
        commit();

        assertThat(review("base")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.output())
                    .contains("### ❌ 1 store would lose data")
                    .contains("**`Table account`**: it is no longer in the template.")
                    .doesNotContain("Permissions that are wider")
                    .contains("<details><summary>cdk diff</summary>", "[-] AWS::DynamoDB::Table");
        });
    }

    @Test
    void renamedKeyAndWidenedAction_areRefusedUntilBothAreAllowed() throws Exception {
        replace(ACCOUNTS, "text(\"email\")", "text(\"mail\")");
        replace(ACCOUNTS, "GetAccount.class, \"GetItem\"", "GetAccount.class, \"GetItem\", \"Query\"");
        commit();

        assertThat(review("base")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.output())
                    .contains("### ❌ 1 store would lose data, 1 permission wider")
                    .contains("`KeySchema` changes from `id HASH, email RANGE` to `id HASH, mail RANGE`")
                    .contains("- function `account-get`: **`dynamodb:Query`** on `table/account`")
                    .contains("(requires replacement)");
        });
        assertThat(review("base", "--allow", "data-loss").status()).isEqualTo(1);
        assertThat(review("base", "--allow", "data-loss", "--allow", "wider-permissions"))
                .satisfies(result -> {
                    assertThat(result.status()).isZero();
                    assertThat(result.output()).contains("(allowed)");
                });
    }

    @Test
    void raisedCapacity_isToldWithItsWorstMonth() throws Exception {
        replace(ACCOUNTS, "UNITS = 5", "UNITS = 6");
        commit();

        assertThat(review("base")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.output())
                    .contains("### ✅ No data lost, no permission wider, no higher cost", "RCU (25 are free)")
                    .doesNotContain("lose data", "#### Permissions");
        });
    }

    @Test
    void comment_changesNothing_andCodeIsOneLine() throws Exception {
        replace(ACCOUNTS, "private final Table table;", "/** Ours. */\n    private final Table table;");
        commit();
        assertThat(review("base")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.output()).contains("### ✅ Nothing changed").doesNotContain("####", "cdk diff<");
        });

        replace(Path.of("functions", "src", "main", "java", "classroom", "hello", "Hello.java"), "\"Oi ", "\"Ola ");
        assertThat(review("base")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.output())
                    .contains("with uncommitted changes")
                    .containsPattern("#### Code\n- Code of \\d+ functions changes.");
        });
    }

    @Test
    void baseThatIsNotThereOrDoesNotBuild_isOneLine() throws Exception {
        assertThat(review("nowhere").output())
                .isEqualTo("classroom: there is no commit nowhere here: check its name, or run git fetch");

        Files.writeString(clone.resolve(ACCOUNTS), "not Java");
        commit();
        git(clone, "tag", "--force", "broken");
        git(clone, "reset", "--quiet", "--hard", "base");
        assertThat(review("broken")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(3);
            assertThat(result.output().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("does not build: [ERROR]", "AccountsLesson.java", "the whole log: ");
        });
    }

    /** The reviewer is this checkout's jar; the commits are the clone's. */
    private static Program.Result review(String base, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("review", base));
        arguments.addAll(List.of(more));
        try (Program program =
                Program.start(temporary, clone, Map.of("AWS_PROFILE", "real"), arguments.toArray(String[]::new))) {
            // It may build twice, on a machine that is busy.
            program.handle().onExit().get(5, TimeUnit.MINUTES);
            return program.end();
        }
    }

    private static void replace(Path file, String text, String by) throws IOException {
        String source = Files.readString(clone.resolve(file));
        assertThat(source).contains(text);
        Files.writeString(clone.resolve(file), source.replace(text, by));
    }

    private static void commit() throws Exception {
        git(clone, "add", "--all");
        git(
                clone,
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.com",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                "t");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static String git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}

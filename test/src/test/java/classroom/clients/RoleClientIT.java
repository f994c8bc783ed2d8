package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** boto3 with the identity of a function, as {@code ./classroom env --as} exports it. */
@Tag("clients")
class RoleClientIT {
    private static final String PYTHON = "python3";

    private static ClassProcess local;

    @BeforeAll
    static void start() throws Exception {
        ClassProcess.require(PYTHON, "-c", "import boto3; print(boto3.__version__)");
        local = ClassProcess.start();
    }

    @AfterAll
    static void stop() {
        if (local != null) {
            local.close();
        }
    }

    @Test
    void otherTableAndOtherAction_areDenied() throws Exception {
        as("account-get", "account_get");
    }

    @Test
    void forbiddenItemOfATransaction_deniesAllOfIt() throws Exception {
        as("books-transact", "books_transact");
        asTeacher("nothing_was_written");
        as("books-transact", "the_same_without_the_forbidden_item");
    }

    @Test
    void operationThatTheClassHasNot_isTriedOnce() throws Exception {
        asTeacher("left_out_of_the_class");
        as("account-get", "left_out_and_denied");
    }

    private static void as(String function, String part) throws Exception {
        Path target = ClassProcess.root().resolve(Path.of("cli", "target"));
        String env = "'%s' -Dclassroom.home='%s' -cp '%s:%s/*' classroom.cli.Main env --as %s --shell sh --port"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        ClassProcess.root(),
                        target.resolve("cli.jar"),
                        target.resolve("lib"),
                        function);
        check(local.run(
                Map.of(),
                "sh",
                "-c",
                "eval \"$(" + env + " ${AWS_ENDPOINT_URL##*:})\" && exec \"$@\"",
                "sh",
                PYTHON,
                script(),
                part));
    }

    private static void asTeacher(String part) throws Exception {
        check(local.run(Map.of(), PYTHON, script(), part));
    }

    private static void check(ClassProcess.Result result) {
        assertThat(result.out() + result.err()).isEqualTo("as it must be\n");
        assertThat(result.status()).isZero();
    }

    private static String script() throws Exception {
        return Path.of(RoleClientIT.class.getResource("/clients/role.py").toURI())
                .toString();
    }
}

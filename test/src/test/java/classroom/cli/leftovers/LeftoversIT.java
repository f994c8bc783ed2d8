package classroom.cli.leftovers;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.JsonExample;
import classroom.cli.command.Program;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.SmallAssembly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code leftovers} as a process: its output and its exit status. */
class LeftoversIT {
    @TempDir
    private Path folder;

    private Cloud local;
    private String port;

    @BeforeEach
    void start() throws Exception {
        local = Cloud.start(0, line -> {});
        port = Integer.toString(local.port());
        SmallAssembly.write(folder);
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void nothingLeft_isSaidAndAnswered0() throws Exception {
        assertThat(run("leftovers", "--port", port, "--app", folder.toString()))
                .isEqualTo(new Program.Result(
                        0,
                        "nothing of the class is left at 127.0.0.1:" + port + " in us-east-2\n"
                                + "not looked for, because the class on this machine has no such service:"
                                + " scheduler, budgets"));
    }

    @Test
    void somethingLeft_isListedWithWhatRemovesItAndAnswered1() throws Exception {
        Inside.services(local).queues().create("lost", Map.of(), Map.of("class", "classroom"));

        Program.Result result = run("leftovers", "--port", port, "--app", folder.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .startsWith(
                        "left of the class at 127.0.0.1:" + port + " in us-east-2:\n  queue http://127.0.0.1:" + port
                                + "/000000000000/lost: carries the tag class=classroom\n      aws sqs delete-queue --queue-url http://127.0.0.1:"
                                + port
                                + "/000000000000/lost --endpoint-url http://127.0.0.1:" + port
                                + " --region us-east-2\nthese commands go to the class alone, and take the credentials"
                                + " of ./classroom env --port " + port);
    }

    @Test
    void json_isTheExampleOfTheDocumentAloneAndAnswersAsWithout() throws Exception {
        Inside.services(local).queues().create("lost", Map.of(), Map.of("class", "classroom"));

        Program.Apart left = Program.runApart(
                folder,
                Map.of("CLASSROOM_LANG", "en"),
                "leftovers",
                "--json",
                "--port",
                port,
                "--app",
                folder.toString());

        JsonExample.assertIs("leftovers", left.out());
        assertThat(left.status()).isEqualTo(1);
        assertThat(left.err()).isEmpty();
    }

    @Test
    void noClass_isOneLineAndStatus3() throws Exception {
        local.close();

        Program.Result result = run("leftovers", "--port", port, "--app", folder.toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output())
                .startsWith("classroom: no class answers on 127.0.0.1:" + port + ". Start one with ./classroom up")
                .doesNotContain("\n");
    }

    @Test
    void credentialsAndEndpointsOfTheShell_areNotUsed() throws Exception {
        try (Program program = Program.start(
                folder,
                Program.ROOT,
                Map.of(
                        "AWS_PROFILE", "real",
                        "AWS_ACCESS_KEY_ID", "AKIAREAL",
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:9",
                        "HTTP_PROXY", "http://127.0.0.1:9",
                        "http_proxy", "http://127.0.0.1:9"),
                "leftovers",
                "--port",
                port,
                "--app",
                folder.toString())) {
            assertThat(program.end().status()).isZero();
        }
    }

    @Test
    void profileThatIsUnknown_reachesNobody() throws Exception {
        assertThat(leftoversOfSchool("none"))
                .isEqualTo(new Program.Result(
                        2, "classroom: there is no profile school in the AWS configuration of this shell"));
    }

    private Program.Result leftoversOfSchool(String config) throws Exception {
        try (Program program = Program.start(
                folder,
                Program.ROOT,
                Map.of("AWS_CONFIG_FILE", config, "AWS_SHARED_CREDENTIALS_FILE", "none"),
                "leftovers",
                "--profile",
                "school",
                "--app",
                folder.toString())) {
            return program.end();
        }
    }

    /** All kinds of profiles for the SDK; here none of them leads to credentials. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            login_session = arn:aws:iam::111111111111:user/ana                        | the profile school is of aws login, whose credentials only the AWS CLI can read: add to ~/.aws/config [profile leftovers] with credential_process = aws configure export-credentials --format process --profile school and use --profile leftovers --region us-east-2
            role_arn = arn:aws:iam::111111111111:role/r%nsource_profile = signed      | the profile school is of aws login, whose credentials only the AWS CLI can read: add to ~/.aws/config [profile leftovers] with credential_process = aws configure export-credentials --format process --profile school and use --profile leftovers --region us-east-2
            aws_access_key_id = AKIA                                                  | no credentials of the profile school: Profile property 'aws_secret_access_key' was not configured
            credential_process = false                                                | no credentials of the profile school: Failed to refresh process-based credentials
            output = json                                                             | no credentials of the profile school: Profile file contained no credentials for profile 'school'
            """)
    void profileWithoutCredentialsForUs_isALineThatSaysWhatToDo(String lines, String said) throws Exception {
        Path config = Files.writeString(
                folder.resolve("config"),
                "[profile school]%nregion = us-east-2%n".formatted()
                        + lines.formatted()
                        + "%n[profile signed]%nlogin_session = arn:aws:iam::111111111111:user/ana%n".formatted());
        Program.Result result = leftoversOfSchool(config.toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output()).startsWith("classroom: " + said).doesNotContain("Exception", "\tat ");
        assertThat(result.output().lines()).hasSize(1);
    }

    /** A setting kept in a file holds for this command too, or it would look elsewhere and find nothing. */
    @Test
    void regionOfTheApp_isWhereItLooks() throws Exception {
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"Small\": {", "\"Small\": {\"environment\": \"aws://unknown-account/sa-east-1\", "));

        profileWithoutCredentialsForUs_isALineThatSaysWhatToDo(
                "login_session = arn:aws:iam::111111111111:user/ana",
                "the profile school is of aws login, whose credentials only the AWS CLI can read: add to ~/.aws/config"
                        + " [profile leftovers] with credential_process = aws configure export-credentials --format process"
                        + " --profile school and use --profile leftovers --region sa-east-1");
    }

    @Test
    void regionWithoutProfile_isWrongUsage() throws Exception {
        assertThat(run("leftovers", "--region", "us-east-1").status()).isEqualTo(2);
    }

    private Program.Result run(String... arguments) throws Exception {
        return Program.run(folder, arguments);
    }
}
